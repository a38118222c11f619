"""What can go wrong on the night itself: checking in, swapping, finding somebody who stands in, handing over."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rukun.roster.errors import RosterError


class DutyGone(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Giliran itu sudah bukan milik peserta ini lagi. Lihat jadwal yang terbaru."))


class DutyBegun(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Giliran itu sudah mulai. Hubungi penyusun jadwal atau ketua regu langsung."))


# Coming


class NotFit(RosterError):
    """Somebody may not be on duty at this moment; ``reasons`` in words."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(_("Saat ini belum boleh bertugas: %s") % " ".join(self.reasons))


class TooEarly(RosterError):
    def __init__(self, since: datetime) -> None:
        super().__init__(
            _("Belum waktunya. Kehadiran dapat dicatat mulai pukul %s.") % date_format(localtime(since), "H.i")
        )


class NotBegun(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Gilirannya belum mulai, jadi belum dapat dicatat tidak hadir. Tunggu sampai jamnya."))


class TooLateToCorrect(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Catatan kehadiran giliran itu sudah ditutup. Penyusun jadwal dapat mengubahnya tiga hari."))


class WhoCame(RosterError):
    field = "person"

    def __init__(self) -> None:
        super().__init__(_("Pilih siapa dari keluarga ini yang datang."))


class WrongCode(RosterError):
    """The code on the wall is another post's, or an old one."""

    def __init__(self) -> None:
        super().__init__(_("Kode ini bukan kode pos tempat giliran itu. Pindai kode yang tertempel di posnya."))


# Swapping


class AlreadyAsked(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Giliran itu sudah ditawarkan. Tarik dulu tawaran itu, lalu minta lagi."))


class AlreadyCalled(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Untuk giliran itu sedang dicari pengganti. Batalkan dulu pencariannya."))


class NotTheirs(RosterError):
    field = "to"

    def __init__(self) -> None:
        super().__init__(_("Pilih peserta lain dari jadwal ini, dan giliran miliknya yang belum mulai."))


class NobodyCould(RosterError):
    def __init__(self) -> None:
        super().__init__(
            _("Tidak ada peserta lain yang dapat mengambil giliran itu menurut aturan. Hubungi penyusun jadwal.")
        )


class SwapOver(RosterError):
    """It was answered, taken back or ran out meanwhile."""

    def __init__(self, state: str) -> None:
        words = {
            "accepted": _("Tukar giliran ini sudah diterima seseorang. Terima kasih atas niat baiknya."),
            "refused": _("Tukar giliran ini sudah ditolak. Tidak ada yang berubah."),
            "withdrawn": _("Permintaan tukar ini sudah ditarik. Tidak ada yang berubah."),
        }
        super().__init__(words.get(state, _("Permintaan tukar ini sudah lewat waktunya. Tidak ada yang berubah.")))


class Breaks(RosterError):
    """A swap or stand-in that the rules do not allow; ``words`` say each of them."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        super().__init__(
            _("Tidak dapat, karena melanggar aturan jadwal: %s Tidak ada yang berubah.") % " ".join(self.words)
        )


class DoesNotFit(Breaks):
    """The same for whoever does not keep the roster: not which rule, nor about whom."""

    def __init__(self) -> None:
        super().__init__([])
        self.args = (
            _(
                "Tidak cocok dengan aturan jadwal pada malam itu. Tidak ada yang berubah. "
                "Pilih malam atau orang lain, atau hubungi penyusun jadwal."
            ),
        )


# Standing in


class CallOver(RosterError):
    def __init__(self, state: str) -> None:
        words = {
            "found": _("Terima kasih, penggantinya sudah ada. Anda tidak perlu datang."),
            "withdrawn": _("Terima kasih, pengganti tidak diperlukan lagi."),
        }
        super().__init__(words.get(state, _("Terima kasih. Pencarian pengganti ini sudah berakhir.")))


class AnsweredBefore(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Anda sudah menjawab. Bila berubah, hubungi penyusun jadwal."))


# Handing over


class NothingWritten(RosterError):
    field = "text"

    def __init__(self) -> None:
        super().__init__(_("Catatannya belum diisi. Tulis apa yang perlu diketahui regu berikutnya."))


class NoteTooLong(RosterError):
    field = "text"

    def __init__(self, most: int) -> None:
        super().__init__(_("Catatan paling panjang %d huruf. Ringkas sedikit.") % most)

"""What can go wrong while rosters are made and changed, and what to do about it."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rukun.roster.errors import RosterError
from rukun.ui.dates import in_words


class BreaksRules(RosterError):
    """``words`` are the rules that a change would newly break; ``rules`` their names in ``algo.rules``.

    ``waivable``: a reason would do. One of ``ALWAYS`` is never waived.
    """

    def __init__(self, words: Sequence[str], rules: Sequence[str], *, waivable: bool) -> None:
        said = " ".join(words)
        told = (
            _("Perubahan ini melanggar aturan: %s Ubah pilihan Anda, atau isi alasannya bila memang perlu.")
            if waivable
            else _("Perubahan ini tidak dapat disimpan: %s Pilih orang atau malam lain.")
        )
        super().__init__(told % said)
        self.words, self.rules, self.waivable = list(words), list(rules), waivable


class NoNights(RosterError):
    field = "last"

    def __init__(self) -> None:
        super().__init__(_("Malam terakhir mendahului malam pertama. Tukar keduanya, atau pilih malam lain."))


class TooManyNights(RosterError):
    field = "last"

    def __init__(self, most: int) -> None:
        super().__init__(_("Satu jadwal paling panjang %d malam. Pilih malam terakhir yang lebih awal.") % most)


class InThePast(RosterError):
    field = "first"

    def __init__(self, begin: date | None = None, *, filled: bool = True) -> None:
        """``begin``: the first night still possible, for a draft of which something has begun meanwhile.

        ``filled``: it is enough to fill that draft anew, else another one must begin with that night.
        """
        if begin is None:
            told = _("Malam pertama sudah lewat. Mulailah dari malam ini atau sesudahnya.")
        elif filled:
            told = _(
                "Sebagian giliran di rancangan ini sudah dimulai, jadi tidak dapat terbit lagi. Susun ulang rancangan "
                "ini atau kosongkan giliran itu: jadwal masih dapat terbit mulai malam %s."
            ) % in_words(begin)
        else:
            told = _(
                "Sebagian giliran di rancangan ini sudah dimulai, jadi tidak dapat terbit lagi. Buang rancangan ini, "
                "lalu susun yang baru mulai malam %s."
            ) % in_words(begin)
        super().__init__(told)


class TooFarAhead(RosterError):
    field = "last"

    def __init__(self) -> None:
        super().__init__(_("Malam terakhir lebih dari setahun lagi. Pilih malam yang lebih dekat."))


class NothingToStaff(RosterError):
    def __init__(self) -> None:
        super().__init__(
            _("Belum ada giliran yang membutuhkan orang pada malam-malam ini. Isi dulu pos dan kebutuhannya.")
        )


class NobodyTakesPart(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Belum ada peserta pada malam-malam ini. Tambahkan dulu pesertanya."))


class AlreadyPublished(RosterError):
    """Some of these nights stand in a published roster."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            _("Sudah ada jadwal terbit untuk %(first)s sampai %(last)s. Ubah jadwal itu, atau pilih malam lain.")
            % {"first": in_words(first), "last": in_words(last)}
        )


class NotInThisState(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Keadaan jadwal ini sudah berubah. Muat ulang halamannya, lalu lihat langkah berikutnya."))


class StillSolving(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Jadwal ini sedang disusun oleh sistem. Tunggu selesai, atau hentikan dulu."))


class NotPublishable(RosterError):
    """``words``: what must go before it can be published; nobody waives it."""

    def __init__(self, words: Sequence[str]) -> None:
        count = len(words)
        super().__init__(
            ngettext(
                "Jadwal belum dapat diterbitkan: ada %d hal yang harus diperbaiki dulu.",
                "Jadwal belum dapat diterbitkan: ada %d hal yang harus diperbaiki dulu.",
                count,
            )
            % count
        )
        self.words = list(words)


class NeedsReason(RosterError):
    """``words``: rules that are broken, and may be if somebody says why."""

    field = "reason"

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(_("Ada aturan yang belum terpenuhi. Perbaiki dulu, atau isi alasan mengapa tetap terbit."))
        self.words = list(words)


class ReasonTooLong(RosterError):
    field = "reason"

    def __init__(self, most: int) -> None:
        super().__init__(_("Alasannya terlalu panjang. Tulis paling banyak %d huruf.") % most)


class AlreadyThere(RosterError):
    field = "watcher"

    def __init__(self) -> None:
        super().__init__(_("Peserta itu sudah ada di giliran ini. Pilih peserta lain."))


class NotOfThisWatch(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Peserta, giliran, atau malam itu tidak termasuk jadwal ini. Pilih dari daftar."))


class NightOver(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Giliran itu sudah dimulai atau sudah lewat, jadi tidak dapat diubah lagi."))


class EmptyRoster(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Belum ada seorang pun di jadwal ini. Susun dulu, atau isi dengan tangan."))

"""What can go wrong when a watch is set up, and what to do about it."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rukun.roster.errors import ChangedMeanwhile, RosterError
from rukun.ui.dates import in_words

NIGHTS_NAMED = 7
"""So many nights are named; of more, how many others there are."""


def nights_in_words(nights: Iterable[date]) -> str:
    """``3 Maret 2026, 5 Maret 2026 dan 4 malam lain``."""
    found = sorted(set(nights))
    named = ", ".join(in_words(each) for each in found[:NIGHTS_NAMED])
    more = len(found) - NIGHTS_NAMED
    if more <= 0:
        return named
    return ngettext("%(named)s dan %(more)d malam lain", "%(named)s dan %(more)d malam lain", more) % {
        "named": named,
        "more": more,
    }


class ChangedHere(ChangedMeanwhile):
    """What a form shows was changed by somebody else. Sent once more, it replaces that knowingly."""

    def __init__(self) -> None:
        RosterError.__init__(
            self,
            _(
                "Orang lain baru saja mengubah ini juga. Isian Anda masih ada. Buka lagi halaman ini untuk melihat "
                "yang terbaru, atau simpan sekali lagi untuk menggantinya dengan isian Anda."
            ),
        )


# Opening


class NotAPartner(RosterError):
    field = "organisation"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Organisasi ini belum, atau sedang tidak, menjadi mitra. "
                "Jadwal ronda dapat dibuka setelah kemitraannya berlaku."
            )
        )


class ReportsOnly(RosterError):
    field = "organisation"

    def __init__(self) -> None:
        super().__init__(
            _("Organisasi ini melapor dan memberi rekomendasi. Anggotanya tidak berjaga, jadi tanpa jadwal.")
        )


class HouseholdsOfResidents(RosterError):
    field = "households"

    def __init__(self) -> None:
        super().__init__(_("Jadwal per keluarga hanya untuk siskamling warga. Pilih jadwal per orang."))


# Posts, shifts, needs, seasons


class NameMissing(RosterError):
    field = "name"

    def __init__(self) -> None:
        super().__init__(_("Namanya belum diisi."))


class NameTooLong(RosterError):
    field = "name"

    def __init__(self, limit: int) -> None:
        super().__init__(_("Namanya terlalu panjang. Ringkas menjadi paling banyak %d huruf.") % limit)


class PlaceTooLong(RosterError):
    field = "place"

    def __init__(self, limit: int) -> None:
        super().__init__(_("Tempatnya terlalu panjang. Ringkas menjadi paling banyak %d huruf.") % limit)


class NameTaken(RosterError):
    field = "name"

    def __init__(self) -> None:
        super().__init__(_("Nama itu sudah dipakai di jadwal ini. Pilih nama lain, agar tidak tertukar."))


class UnknownPostKind(RosterError):
    field = "kind"

    def __init__(self) -> None:
        super().__init__(_("Pilih salah satu jenis pos dari daftar."))


class PostElsewhere(RosterError):
    field = "unit"

    def __init__(self, unit: str) -> None:
        super().__init__(_("Posnya harus terletak di wilayah jadwal ini: %s, atau bagian di dalamnya.") % unit)


class CapacityOff(RosterError):
    field = "capacity"

    def __init__(self, low: int, high: int) -> None:
        super().__init__(_("Daya tampung pos ialah %(low)d sampai %(high)d orang.") % {"low": low, "high": high})


class CapacityBelowNeed(RosterError):
    field = "capacity"

    def __init__(self, needed: int) -> None:
        super().__init__(
            _("Salah satu giliran pos ini memerlukan %d orang. Kurangi dulu kebutuhannya, lalu daya tampungnya.")
            % needed
        )


class TooMany(RosterError):
    """More posts, shifts, seasons or groups than anybody needs: whoever comes here made a mistake, or a program did."""

    def __init__(self, limit: int) -> None:
        super().__init__(_("Sudah ada %d, itu batasnya. Tutup atau hapus dulu yang tidak dipakai lagi.") % limit)


class Closed(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Ini sudah ditutup, jadi tidak dapat diubah lagi. Buat yang baru bila masih diperlukan."))


class PublishedAhead(RosterError):
    """There are published duties ahead that it would take away. ``nights`` are theirs."""

    def __init__(self, nights: Iterable[date]) -> None:
        self.nights = sorted(set(nights))
        super().__init__(
            _(
                "Masih ada giliran yang sudah terbit: malam %s. Ubah dulu jadwal yang terbit itu, "
                "atau tunggu sampai malam-malam itu lewat."
            )
            % nights_in_words(self.nights)
        )


class WrongLength(RosterError):
    field = "ends"

    def __init__(self, least: int, most: int) -> None:
        super().__init__(
            _("Satu giliran lamanya %(least)d sampai %(most)d jam. Periksa jam mulai dan selesainya.")
            % {"least": least, "most": most}
        )


class SameShift(RosterError):
    field = "begins"

    def __init__(self) -> None:
        super().__init__(_("Pos ini sudah punya giliran pada jam yang sama. Ubah yang sudah ada."))


class UnknownNight(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Jenis malam itu tidak dikenal. Muat ulang halaman ini, lalu isi lagi."))


class NobodyAlone(RosterError):
    def __init__(self) -> None:
        super().__init__(
            _("Tidak seorang pun berjaga sendirian: tulis sedikitnya 2 orang, atau 0 bila malam itu tidak dijaga.")
        )


class MoreThanFit(RosterError):
    def __init__(self, capacity: int) -> None:
        super().__init__(
            _("Pos ini memuat %d orang. Tulis paling banyak sebanyak itu, atau ubah daya tampungnya.") % capacity
        )


class OfficerAlone(RosterError):
    def __init__(self) -> None:
        super().__init__(
            _("Pada malam gabungan petugas berjaga di samping peserta. Tulis juga berapa peserta, sedikitnya 2.")
        )


class SeasonBackwards(RosterError):
    field = "last"

    def __init__(self) -> None:
        super().__init__(_("Hari terakhir musim ini lebih awal daripada hari pertamanya. Periksa kedua tanggal."))


class SeasonTooLong(RosterError):
    field = "last"

    def __init__(self, days: int) -> None:
        super().__init__(_("Satu musim paling lama %d hari. Untuk yang berlaku selalu, ubah kebutuhan biasa.") % days)


class SeasonsOverlap(RosterError):
    field = "first"

    def __init__(self, name: str) -> None:
        super().__init__(_("Tanggalnya bertemu dengan musim “%s”. Sebuah malam hanya masuk satu musim.") % name)


# Rules


class NoSuchRule(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Aturan itu tidak dikenal, atau tidak dapat dimatikan. Muat ulang halaman ini."))


class NumberOff(RosterError):
    def __init__(self, rule: str, low: int, high: int) -> None:
        self.field = rule
        super().__init__(_("Tulis angka dari %(low)d sampai %(high)d.") % {"low": low, "high": high})

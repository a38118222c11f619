"""What can go wrong with who takes part in a watch, with groups and with pairs; and what to do about it."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from rukun.roster.errors import RosterError
from rukun.roster.errors_setup import nights_in_words
from rukun.ui.dates import in_words

# Those who take part


class NobodyChosen(RosterError):
    field = "persons"

    def __init__(self) -> None:
        super().__init__(_("Belum ada yang dipilih. Pilih sedikitnya satu orang."))


class NotAMember(RosterError):
    field = "persons"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Yang ikut ronda harus anggota organisasi ini. Daftarkan dulu sebagai anggota; "
                "ia ikut setelah ia sendiri menyetujuinya."
            )
        )


class NotAnOfficer(RosterError):
    field = "persons"

    def __init__(self) -> None:
        super().__init__(
            _("Orang itu sekarang tidak memegang jabatan di kepolisian atau TNI. Tanyakan kepada kelurahan.")
        )


class NotGrownUp(RosterError):
    field = "persons"

    def __init__(self) -> None:
        super().__init__(_("Yang ikut ronda harus berusia 18 tahun atau lebih."))


class AlreadyThere(RosterError):
    field = "persons"

    def __init__(self, name: str) -> None:
        super().__init__(_("%s sudah ikut dalam jadwal ini, sendiri atau bersama keluarganya.") % name)


class ByHousehold(RosterError):
    field = "persons"

    def __init__(self) -> None:
        super().__init__(
            _("Jadwal ini disusun per keluarga. Tambahkan keluarganya, dengan siapa saja yang bergantian.")
        )


class ByPerson(RosterError):
    field = "persons"

    def __init__(self) -> None:
        super().__init__(_("Jadwal ini disusun per orang, bukan per keluarga. Tambahkan orangnya satu per satu."))


class HouseholdTooLarge(RosterError):
    field = "persons"

    def __init__(self, limit: int) -> None:
        super().__init__(_("Satu keluarga paling banyak %d orang yang bergantian.") % limit)


class OfficerLeads(RosterError):
    field = "leader"

    def __init__(self) -> None:
        super().__init__(_("Pemimpin giliran dipilih di antara peserta, bukan petugas polisi atau TNI."))


class NotItsPost(RosterError):
    field = "posts"

    def __init__(self) -> None:
        super().__init__(_("Pos itu sudah ditutup, atau bukan dari jadwal ini. Pilih lagi dari daftar."))


class WeekOff(RosterError):
    field = "max_week"

    def __init__(self) -> None:
        super().__init__(_("Paling banyak seminggu ialah angka dari 1 sampai 7, atau kosong."))


class BeginsTooFar(RosterError):
    field = "since"

    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            _("Ikut sejak tanggal antara %(first)s dan %(last)s.") % {"first": in_words(first), "last": in_words(last)}
        )


class EndsTooEarly(RosterError):
    field = "last_day"

    def __init__(self, day: date) -> None:
        super().__init__(_("Hari terakhir paling awal %s: yang sudah lewat tidak diubah lagi.") % in_words(day))


class AlreadyOver(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Peserta ini sudah tidak ikut. Tambahkan lagi bila ia kembali."))


class StillOnDuty(RosterError):
    """Somebody is to leave who has published duties after that day. ``nights`` are theirs."""

    field = "last_day"

    def __init__(self, nights: Iterable[date]) -> None:
        self.nights = sorted(set(nights))
        super().__init__(
            _(
                "Sesudah hari itu ia masih dijadwalkan: malam %s. Cari dulu penggantinya, "
                "atau centang bahwa ia dilepas dari malam-malam itu dan tempatnya kosong."
            )
            % nights_in_words(self.nights)
        )


# Groups and pairs


class LimitMissing(RosterError):
    field = "max_week"

    def __init__(self) -> None:
        super().__init__(_("Sebuah kelompok perlu batas. Isi paling banyak seminggu, atau paling banyak di satu pos."))


class TogetherOff(RosterError):
    field = "max_together"

    def __init__(self, high: int) -> None:
        super().__init__(_("Paling banyak di satu pos ialah angka dari 1 sampai %d, atau kosong.") % high)


class NotInTheWatch(RosterError):
    field = "watchers"

    def __init__(self) -> None:
        super().__init__(_("Salah satu yang dipilih sudah tidak ikut dalam jadwal ini. Pilih lagi dari daftar."))


class PairOfOne(RosterError):
    field = "second"

    def __init__(self) -> None:
        super().__init__(_("Pilih dua peserta yang berbeda."))


class PairContradicts(RosterError):
    field = "together"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Ini bertentangan dengan pasangan yang sudah ada: dua orang tidak dapat sekaligus bersama dan dipisah, "
                "juga lewat orang ketiga. Hapus dulu pasangan yang satu."
            )
        )


class PairsTooLarge(RosterError):
    field = "together"

    def __init__(self, together: int, capacity: int) -> None:
        super().__init__(
            _(
                "Dengan pasangan ini %(together)d orang harus selalu bersama, tetapi pos yang terbesar memuat "
                "%(capacity)d orang. Hapus dulu pasangan yang lain."
            )
            % {"together": together, "capacity": capacity}
        )

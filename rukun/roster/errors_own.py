"""What can go wrong where somebody says when they can stand."""

from datetime import date

from django.utils.translation import gettext as _

from rukun.roster.errors import RosterError
from rukun.ui.dates import in_words


class TooFarAhead(RosterError):
    field = "last"
    status = 422

    def __init__(self, latest: date) -> None:
        super().__init__(_("Itu terlalu jauh ke depan. Isi paling jauh sampai %s.") % in_words(latest))


class Backwards(RosterError):
    field = "last"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Tanggal terakhir lebih awal daripada yang pertama. Periksa keduanya."))


class Over(RosterError):
    field = "last"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Malam-malam itu sudah lewat. Pilih tanggal dari hari ini."))


class NoSuchWish(RosterError):
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Pilihan itu tidak dikenal. Pilih salah satu dari daftar."))


class NobodyToAsk(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Belum ada peserta yang dapat ditanya. Tambahkan peserta dulu."))


class Left(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Peserta ini sudah keluar dari jadwal ronda, jadi ketersediaannya tidak diubah lagi."))

from django.utils.translation import gettext as _

from rukun.report.errors.base import ReportError


class TooManyViews(ReportError):
    field = "name"

    def __init__(self, most: int) -> None:
        super().__init__(_("Sudah ada %d pilihan tersimpan. Hapus dulu yang tidak dipakai lagi.") % most)


class NameTaken(ReportError):
    field = "name"

    def __init__(self) -> None:
        super().__init__(_("Nama itu sudah dipakai untuk pilihan lain. Pilih nama lain."))


class SelectionTooLong(ReportError):
    def __init__(self) -> None:
        super().__init__(_("Pilihan ini terlalu panjang untuk disimpan. Kurangi saringannya, lalu simpan lagi."))


class ViewGone(ReportError):
    def __init__(self) -> None:
        super().__init__(_("Pilihan itu sudah dihapus. Simpan lagi dari daftar laporan bila masih diperlukan."))

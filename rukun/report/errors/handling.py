from django.utils.translation import gettext as _

from rukun.report.errors.base import ReportError


class Closed(ReportError):
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Laporan ini sudah ditutup, jadi tidak ada yang berubah. Muat ulang halamannya."))


class SummaryTooLong(ReportError):
    field = "text"

    def __init__(self, most: int) -> None:
        super().__init__(_("Ringkasan ini terlalu panjang (paling banyak %d huruf). Persingkat.") % most)


class SummaryTells(ReportError):
    """What is about to be read by many seems to name somebody. ``kinds`` says in words what was found, not whom."""

    field = "text"

    def __init__(self, kinds: str) -> None:
        super().__init__(
            _("Di ringkasan ini tampaknya ada %s. Hapus, atau centang bahwa itu memang bukan data seseorang.") % kinds
        )


class SummaryChanged(ReportError):
    field = "text"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            _("Sementara itu orang lain mengubah ringkasan ini. Baca yang sekarang di bawah, lalu simpan lagi.")
        )


class NobodyReads(ReportError):
    """With that category nobody at all would see the report. ``kind`` is the category's."""

    field = "category"

    def __init__(self, kind: str) -> None:
        super().__init__(
            _(
                "Belum ada petugas pelindungan untuk wilayah ini, jadi dengan jenis itu tidak ada yang membacanya. "
                "Minta pelapor lewat percakapan menelepon SAPA 129, atau 110 bila ada bahaya."
            )
            if kind == "protected"
            else _(
                "Di wilayah ini belum ada yang membaca laporan seperti itu, jadi jenisnya tidak diubah. "
                "Tunjukkan lembaga lain kepada pelapor lewat percakapan."
            )
        )


class NoReason(ReportError):
    """Nothing is set aside without a word."""

    field = "reason"

    def __init__(self, least: int) -> None:
        super().__init__(
            _("Tulis alasannya, sekurang-kurangnya %d huruf: mengapa ini bukan laporan? Pihak lain melihatnya.") % least
        )


class NotSetAside(ReportError):
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Laporan ini tidak sedang disisihkan, jadi tidak ada yang dikembalikan."))


class TooLateToRestore(ReportError):
    status = 409

    def __init__(self, days: int) -> None:
        super().__init__(
            _("Laporan ini disisihkan lebih dari %d hari yang lalu dan tidak dapat dikembalikan. Catat laporan baru.")
            % days
        )


class NoteTooLong(ReportError):
    field = "reason"

    def __init__(self, most: int) -> None:
        super().__init__(_("Alasan ini terlalu panjang (paling banyak %d huruf). Persingkat.") % most)


class ReasonTooShort(ReportError):
    field = "reason"

    def __init__(self, least: int) -> None:
        super().__init__(
            _("Tulis alasannya, sekurang-kurangnya %d huruf: untuk apa kontak pelapor dibutuhkan sekarang?") % least
        )


class NoContact(ReportError):
    field = "reason"

    def __init__(self) -> None:
        super().__init__(
            _("Pelapor tidak meninggalkan kontak. Tulis pertanyaan di laporan ini; ia membacanya dengan kodenya.")
        )


class NotAboutAMember(ReportError):
    def __init__(self) -> None:
        super().__init__(
            _("Dari keluhan ini tidak ada yang ditangguhkan: hanya anggota organisasi mitra yang bertugas.")
        )


class NobodyChosen(ReportError):
    field = "person"

    def __init__(self) -> None:
        super().__init__(_("Orang itu bukan anggota organisasi ini. Pilih salah satu dari daftar."))

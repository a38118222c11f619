from django.http import Http404
from django.utils.translation import gettext as _

from rukun.report.errors.base import ReportError


class NoText(ReportError):
    field = "text"

    def __init__(self) -> None:
        super().__init__(_("Pesan belum diisi. Tulis dengan singkat; satu kalimat sudah cukup."))


class TextTooLong(ReportError):
    field = "text"

    def __init__(self, most: int) -> None:
        super().__init__(_("Pesan ini terlalu panjang (paling banyak %d huruf). Kirim dalam dua bagian.") % most)


class TooManyAnswers(ReportError):
    field = "text"
    status = 429

    def __init__(self, most: int) -> None:
        super().__init__(
            _("Hari ini sudah %d pesan terkirim untuk laporan ini. Lanjutkan besok. Bila mendesak, 110 atau 112.")
            % most
        )


class ReportClosed(ReportError):
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Laporan ini sudah ditutup, jadi tidak ada lagi yang dapat ditambahkan. Buat laporan baru."))


class ReportGone(ReportError, Http404):
    """It was put away in the meantime. A page that has no words for it answers that there is none."""

    status = 404

    def __init__(self) -> None:
        super().__init__(_("Laporan ini sudah dihapus karena masa simpannya habis. Buat laporan baru bila perlu."))


class MessageTaken(ReportError):
    """Another message has this id."""

    status = 409

    def __init__(self) -> None:
        super().__init__(_("Nomor pesan ini sudah dipakai pesan lain. Buka lagi laporannya, lalu kirim sekali lagi."))


class NoNumber(ReportError):
    field = "phone"

    def __init__(self) -> None:
        super().__init__(_("Nomor telepon belum diisi. Isi nomor yang dapat dihubungi, atau biarkan tanpa nama."))

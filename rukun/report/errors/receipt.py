from django.utils.translation import gettext as _

from rukun.report.errors.base import ReportError


class CodeTooShort(ReportError):
    """Twenty digits are needed; ``typed`` were found."""

    field = "code"

    def __init__(self, typed: int) -> None:
        super().__init__(
            _("Kode terdiri dari 20 angka; yang tertulis %d. Periksa apakah ada angka yang kurang atau berlebih.")
            % typed
        )


class CodeSlip(ReportError):
    """The check digit does not fit: somebody mistyped, and nobody was looked for."""

    field = "code"

    def __init__(self) -> None:
        super().__init__(
            _("Ada angka yang keliru atau tertukar. Periksa lagi kode Anda, empat angka demi empat angka.")
        )


class UnknownCode(ReportError):
    """The same words whatever the reason: they tell nothing about other people's reports."""

    field = "code"
    status = 404

    def __init__(self) -> None:
        super().__init__(
            _(
                "Tidak ada laporan dengan kode ini. Mungkin laporannya masih menunggu sinyal di ponsel Anda, "
                "masa simpannya sudah habis, atau kodenya lain."
            )
        )

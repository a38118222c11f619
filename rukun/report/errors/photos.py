from django.utils.translation import gettext as _

from rukun.report.errors.base import ReportError


class Closed(ReportError):
    field = "photo"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Laporan ini sudah ditutup, jadi foto dan pesan suara tidak dapat ditambahkan lagi."))


class NotAPerson(ReportError):
    """A program asked for what two people do together."""

    status = 403

    def __init__(self) -> None:
        super().__init__(_("Ini dibuka oleh dua orang, bukan oleh program."))


class NoVoices(ReportError):
    """It is about violence: a voice tells who spoke, and a phone keeps what was said."""

    field = "voice"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Dalam laporan seperti ini pesan suara tidak disimpan."))

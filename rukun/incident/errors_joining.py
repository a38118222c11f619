"""What can go wrong when reports are joined to a situation, and what to do about it."""

from django.utils.translation import gettext as _

from rukun.incident.errors import IncidentError


class ReportNotFound(IncidentError):
    """There is no such report, or the actor may not read it: both are answered alike."""

    field = "report_id"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("Laporan itu tidak ditemukan di wilayah Anda."))


class ReportElsewhere(IncidentError):
    field = "report_id"

    def __init__(self) -> None:
        super().__init__(_("Laporan itu sudah digabungkan ke kejadian lain. Lepaskan dulu dari sana bila itu keliru."))


class ReportNotJoinable(IncidentError):
    """Set aside, withdrawn, waiting for a first look, or merged with an earlier one."""

    field = "report_id"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Laporan itu tidak dapat digabungkan: sudah ditarik, disisihkan, belum diperiksa, "
                "atau sudah menjadi satu dengan laporan lain."
            )
        )

"""What can go wrong with a situation, and what to do about it."""

from django.utils.translation import gettext as _


class IncidentError(Exception):
    """Something that cannot be done as asked. The message says what to do next.

    ``field`` is the argument it is about, so that a form can say it beside that field. ``status`` is what a program is
    told.
    """

    field: str = ""
    status: int = 409


class ChangedMeanwhile(IncidentError):
    """Somebody else was faster. ``done`` says what they did, in words; what was typed stays in the form."""

    def __init__(self, done: str = "") -> None:
        super().__init__(
            _("Sementara itu orang lain mengubah kejadian ini: %s Isian Anda masih ada. Periksa, lalu kirim lagi.")
            % done
            if done
            else _("Sementara itu orang lain mengubah kejadian ini. Isian Anda masih ada. Periksa, lalu kirim lagi.")
        )


class IncidentGone(IncidentError):
    status = 404

    def __init__(self) -> None:
        super().__init__(_("Kejadian ini tidak ada lagi. Kembali ke papan posko."))


class IncidentClosed(IncidentError):
    def __init__(self) -> None:
        super().__init__(
            _("Kejadian ini sudah ditutup. Bila terjadi lagi, buka kejadian baru, atau buka lagi yang ini.")
        )

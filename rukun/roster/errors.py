"""What can go wrong with a roster, and what to do about it."""

from django.utils.translation import gettext as _


class RosterError(Exception):
    """Something that cannot be done as asked. The message says what to do next.

    ``field`` is the argument it is about, so that a form can say it beside that field. ``status`` is what a program is
    told.
    """

    field: str = ""
    status: int = 409


class ChangedMeanwhile(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Sementara itu orang lain mengubah jadwal ini. Periksa keadaan terbaru, lalu ulangi."))

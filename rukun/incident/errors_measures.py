"""What can go wrong when something done is recorded, and what to do about it."""

from django.utils.translation import gettext as _

from rukun.incident.errors import IncidentError


class UnknownMeasure(IncidentError):
    field = "kind"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Pilih salah satu tindakan dari daftar."))


class NotOffered(IncidentError):
    """``why`` says which level or which right is missing."""

    field = "kind"

    def __init__(self, why: str) -> None:
        super().__init__(_("Tindakan ini tidak tersedia sekarang. %s") % why)


class UnknownAuthority(IncidentError):
    field = "to"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Pilih instansi yang dihubungi."))


class NotYetDone(IncidentError):
    field = "done_at"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Waktu itu belum terjadi. Catat setelah dilakukan."))


class DoneLongBefore(IncidentError):
    field = "done_at"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Waktu itu jauh sebelum kejadiannya. Periksa tanggal dan jamnya."))


class NoteMissing(IncidentError):
    field = "note"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Tulis apa yang dilakukan."))


class NobodyToAsk(IncidentError):
    field = "question"

    def __init__(self) -> None:
        super().__init__(
            _("Tidak ada laporan gabungan yang masih terbuka dan dapat Anda tanyai dengan pertanyaan ini.")
        )

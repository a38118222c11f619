"""What can go wrong when a situation is opened, changed or observed."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rukun.incident.errors import IncidentError


class UnknownKind(IncidentError):
    field, status = "kind", 422

    def __init__(self) -> None:
        super().__init__(_("Jenis kejadian belum dipilih. Pilih salah satu dari daftar."))


class UnknownUnit(IncidentError):
    field, status = "unit", 422

    def __init__(self) -> None:
        super().__init__(_("Wilayahnya belum dipilih. Pilih RW atau kelurahan tempat kejadian."))


class NoPlace(IncidentError):
    field, status = "place", 422

    def __init__(self) -> None:
        super().__init__(_("Tempatnya belum diisi. Tulis nama tempat, misalnya: jembatan, lapangan RW 03."))


class PlaceTooLong(IncidentError):
    field, status = "place", 422

    def __init__(self, most: int) -> None:
        super().__init__(_("Nama tempat terlalu panjang. Tulis paling banyak %d huruf.") % most)


class BadPoint(IncidentError):
    field, status = "point", 422

    def __init__(self) -> None:
        super().__init__(_("Titik di peta tidak terbaca. Ketuk peta sekali lagi, atau kosongkan titiknya."))


class PointElsewhere(IncidentError):
    """The point lies in another area than the unit that was chosen; ``there`` is where it lies, "" for nowhere here."""

    field, status = "point", 422

    def __init__(self, there: str) -> None:
        super().__init__(
            _("Titik itu berada di %s, bukan di wilayah yang Anda pilih. Pindahkan titiknya, atau pilih wilayahnya.")
            % there
            if there
            else _("Titik itu di luar wilayah yang Anda pilih. Pindahkan titiknya, atau pilih wilayah lain.")
        )


class UnknownLead(IncidentError):
    field, status = "lead", 422

    def __init__(self) -> None:
        super().__init__(_("Pihak yang memimpin belum dipilih. Pilih salah satu dari daftar."))


class LeadNotNow(IncidentError):
    """At GN nobody but police leads, or the fire brigade where it burns."""

    field = "lead"

    def __init__(self) -> None:
        super().__init__(
            _("Pada gangguan nyata yang memimpin adalah polisi, atau Damkar bila kebakaran. Hubungi 110 / 112.")
        )


class BadTime(IncidentError):
    field, status = "happened_at", 422

    def __init__(self, field: str = "happened_at") -> None:
        super().__init__(_("Tanggal atau jamnya tidak terbaca. Isi lagi tanggal dan jam kejadian."))
        self.field = field


class InTheFuture(IncidentError):
    field, status = "happened_at", 422

    def __init__(self, field: str = "happened_at") -> None:
        now = date_format(timezone.localtime(), "j F Y H.i")
        super().__init__(_("Waktu itu belum tiba: sekarang %s. Periksa tanggal dan jamnya.") % now)
        self.field = field


class TooLongAgo(IncidentError):
    field, status = "happened_at", 422

    def __init__(self, field: str = "happened_at") -> None:
        super().__init__(_("Itu lebih dari setahun yang lalu. Periksa tahunnya."))
        self.field = field


class NoWords(IncidentError):
    field, status = "text", 422

    def __init__(self) -> None:
        super().__init__(_("Pengamatan belum ditulis. Tulis apa yang terlihat atau terdengar, tanpa nama orang."))


class WordsTooLong(IncidentError):
    field, status = "text", 422

    def __init__(self, most: int, field: str = "text") -> None:
        super().__init__(_("Tulisan terlalu panjang. Tulis paling banyak %d huruf.") % most)
        self.field = field


class UnknownSource(IncidentError):
    field, status = "source", 422

    def __init__(self) -> None:
        super().__init__(_("Dari mana Anda tahu? Pilih: melihat sendiri, diberi tahu, atau lewat telepon."))


class IdTaken(IncidentError):
    """An id made with a form that belongs to something else already."""

    def __init__(self) -> None:
        super().__init__(
            _("Formulir ini sudah pernah dipakai untuk hal lain. Buka halamannya lagi, lalu isi sekali lagi.")
        )


class SavedOtherwise(IdTaken):
    """The same form was sent before with other words, and those were kept."""

    def __init__(self) -> None:
        IncidentError.__init__(
            self,
            _(
                "Formulir ini sudah dicatat dengan kata lain. Isian Anda masih di sini: salin, lihat dulu yang sudah "
                "dicatat, lalu buka formulir baru bila masih perlu."
            ),
        )


class LevelStays(IncidentError):
    """An AG or GN was judged for this very kind and place: neither changes while it is in force. ``field``: which."""

    def __init__(self, field: str) -> None:
        super().__init__(
            _(
                "Tingkat AG/GN dinilai untuk tempat dan jenis itu. Catat kejadian baru untuk tempat lain, atau "
                "turunkan dulu tingkatnya."
            )
        )
        self.field = field


class NotThatState(IncidentError):
    field = "state"

    def __init__(self) -> None:
        super().__init__(
            _("Keadaan itu tidak bisa dipilih. Pilih dipantau, ditangani, atau reda. Untuk menutup: usulkan penutupan.")
        )


class NotClosed(IncidentError):
    def __init__(self) -> None:
        super().__init__(_("Kejadian ini masih terbuka. Tidak ada yang perlu dibuka lagi."))


class TooLateToReopen(IncidentError):
    def __init__(self, closed_at: datetime, days: int) -> None:
        super().__init__(
            _("Kejadian ini ditutup %(day)s. Setelah %(days)d hari catatannya dihapus. Buka kejadian baru.")
            % {"day": date_format(timezone.localtime(closed_at), "j F Y"), "days": days}
        )

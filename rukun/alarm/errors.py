"""What can go wrong with the kentongan, and what to do about it."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from rukun.alarm.messages import stand_down_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class AlarmError(Exception):
    """Something that cannot be done as asked. The message says what to do next.

    ``field`` is the argument it is about, so that a form can say it beside that field. ``status`` is what a program is
    told.
    """

    field: str = ""
    status: int = 409


class AlreadyEnded(AlarmError):
    def __init__(self) -> None:
        super().__init__(_("Kentongan ini sudah berakhir. Tidak ada yang perlu Anda lakukan."))


class NoSituation(AlarmError):
    def __init__(self) -> None:
        super().__init__(_("Kentongan hanya dibunyikan untuk kejadian yang masih terbuka. Buka kejadiannya dulu."))


class UnknownPlace(AlarmError):
    field = "unit"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Wilayah ini tidak dikenal. Pilih RW atau kelurahan dari daftar."))


class UnknownMessage(AlarmError):
    field = "message"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Pesan kentongan ini tidak ada. Pilih satu dari daftar."))


class OnlyOfficers(AlarmError):
    field = "message"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Tingkat ini belum diverifikasi, jadi kentongan hanya memanggil posko dan petugas. "
                "Minta orang kedua memastikannya, atau pilih pesan Periksa."
            )
        )


class NeedsMeeting(AlarmError):
    field = "meeting"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Pilih titik kumpul dari daftar. Orang tidak pernah dipanggil ke tempat kejadian."))


class NotAMeeting(AlarmError):
    field = "meeting"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Titik kumpul ini tidak ada dalam daftar. Pilih satu dari daftar."))


class NoOfficer(AlarmError):
    field = "message"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Tidak ada Bhabinkamtibmas, Babinsa, atau Kapolsek yang dapat dihubungi, jadi petugas jaga tidak "
                "dipanggil berkumpul. Telepon 110 atau 112, atau pilih pesan Jauhi."
            )
        )


class NobodyToCall(AlarmError):
    def __init__(self) -> None:
        super().__init__(
            _("Tidak ada yang dapat dihubungi: tidak ada petugas di wilayah ini. Telepon 110 atau 112 sekarang.")
        )


class AlreadyRinging(AlarmError):
    """``what``: the message that rings, in words."""

    def __init__(self, what: "_StrPromise") -> None:
        super().__init__(
            _("Kentongan untuk kejadian ini sudah berbunyi (%s). Lihat siapa yang sudah menjawab, lalu putuskan lagi.")
            % what
        )


class IdTaken(AlarmError):
    def __init__(self) -> None:
        super().__init__(_("Kentongan ini sudah dibunyikan untuk hal lain. Muat ulang halaman, lalu coba lagi."))


class TooNear(NotAMeeting):
    """It is where it happens, or close by."""

    def __init__(self) -> None:
        AlarmError.__init__(
            self, _("Titik kumpul ini terlalu dekat dengan tempat kejadian. Pilih titik kumpul lain dari daftar.")
        )


class SentHome(AlarmError):
    """Somebody said that they come who must not: ``why`` is a key of ``messages.STAND_DOWN``."""

    def __init__(self, why: str, *, drill: bool) -> None:
        super().__init__(stand_down_words(why, drill=drill))


class NotAnAnswer(AlarmError):
    field = "answer"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Jawabannya satu dari tiga: siap, tidak bisa, atau mundur."))


class NotAnEnding(AlarmError):
    field = "ending"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Pilih bagaimana kentongan berakhir: aman, atau alarm palsu."))

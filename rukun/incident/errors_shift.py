"""What can go wrong when a shift is handed over."""

from django.utils.translation import gettext as _

from rukun.incident.errors import IncidentError


class HandoverWaits(IncidentError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Serah terima di posko ini masih menunggu penerima. Terima dulu yang itu, "
                "atau minta penyerahnya menariknya."
            )
        )


class OwnHandover(IncidentError):
    status = 403

    def __init__(self) -> None:
        super().__init__(_("Anda sendiri yang menyerahkan. Yang menerima adalah orang lain, dari akunnya sendiri."))


class AlreadyTaken(IncidentError):
    def __init__(self) -> None:
        super().__init__(_("Giliran ini sudah diterima orang lain. Lihat namanya di bawah."))


class HandoverGone(IncidentError):
    status = 404

    def __init__(self) -> None:
        super().__init__(_("Serah terima ini sudah ditarik penyerahnya. Lihat yang terbaru di halaman giliran."))


class NotGiver(IncidentError):
    status = 403

    def __init__(self) -> None:
        super().__init__(_("Hanya yang menyerahkan yang dapat menariknya, selama belum diterima."))


class WordsTooLong(IncidentError):
    field = "words"
    status = 422

    def __init__(self, most: int) -> None:
        super().__init__(_("Pesannya terlalu panjang. Ringkas menjadi paling banyak %d huruf.") % most)

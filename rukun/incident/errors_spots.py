"""What can go wrong on the map of potential disturbances, and what to do about it."""

from django.utils.translation import gettext as _

from rukun.incident.errors import IncidentError


class SpotGone(IncidentError):
    status = 404

    def __init__(self) -> None:
        super().__init__(_("Titik rawan ini tidak ada lagi di peta kerawanan."))


class SpotEnded(IncidentError):
    def __init__(self) -> None:
        super().__init__(_("Titik rawan ini sudah diakhiri. Bila masih rawan, catat titik yang baru."))


class SpotExists(IncidentError):
    def __init__(self) -> None:
        super().__init__(_("Kejadian ini sudah menjadi titik rawan. Ubah yang sudah ada."))


class SpotChanged(IncidentError):
    def __init__(self) -> None:
        super().__init__(
            _("Sementara itu orang lain mengubah titik rawan ini. Isian Anda masih ada. Periksa, lalu kirim lagi.")
        )


class SpotWrong(IncidentError):
    """``field`` says which of the fields cannot be."""

    status = 422

    def __init__(self, field: str) -> None:
        super().__init__(
            {
                "name": _("Beri nama tempatnya, paling banyak 80 huruf."),
                "unit": _("Pilih wilayah yang terdaftar."),
                "friction": _("Pilih sumber gesekannya dari daftar."),
                "places": _("Tiap tempat perlu nama, paling banyak 8 tempat, dengan titik di peta yang benar."),
                "sides": _("Pihak adalah wilayah (RT, RW, atau kelurahan) yang terdaftar, paling banyak 4."),
                "calendar": _("Pilih waktunya dari daftar."),
                "review_by": _("Tanggal tinjauan berikutnya: besok sampai enam bulan ke depan."),
            }[field]
        )
        self.field = field

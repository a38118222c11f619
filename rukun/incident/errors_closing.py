"""What can go wrong when a situation is shared or closed, and what to do about it."""

from django.utils.translation import gettext as _

from rukun.incident.errors import IncidentError


class NoSummary(IncidentError):
    field = "text"

    def __init__(self) -> None:
        super().__init__(_("Belum ada ringkasan yang dapat diperiksa. Tulis dulu ringkasannya."))


class OwnSummary(IncidentError):
    def __init__(self) -> None:
        super().__init__(_("Anda sendiri yang menulis ringkasan ini. Orang lain yang memeriksanya."))


class UnknownClosing(IncidentError):
    field = "closing"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Pilih bagaimana kejadian ini berakhir."))


class WordsMissing(IncidentError):
    """``field`` is the one that is empty."""

    status = 422

    def __init__(self, field: str) -> None:
        super().__init__(_("Isi bagian ini dengan beberapa kata, tanpa nama orang."))
        self.field = field


class HarmWrong(IncidentError):
    """``kind`` is the number that cannot be."""

    field = "harm"
    status = 422

    def __init__(self, kind: str = "") -> None:
        super().__init__(
            _("Yang dirawat tidak dapat lebih banyak daripada yang luka.")
            if kind == "hospital"
            else _("Tulis jumlahnya dengan angka, dari 0 sampai 9999.")
        )


class FollowUpMissing(IncidentError):
    field = "followups"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _(
                "Kejadian ini pernah dipastikan sebagai gangguan nyata. "
                "Tambahkan sedikitnya satu tindak lanjut: siapa dan kapan."
            )
        )


class FollowUpLacking(IncidentError):
    """The second person is to confirm a closing of what was a GN, after which nobody would owe anything."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Kejadian ini pernah dipastikan sebagai gangguan nyata, tetapi usul penutupannya tanpa tindak lanjut. "
                "Tolak usul ini, lalu usulkan lagi dengan tindak lanjut."
            )
        )


class FollowUpWrong(IncidentError):
    field = "followups"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("Tiap tindak lanjut perlu jenis, instansi yang tersedia di daftar, dan tanggal dari hari ini ke depan.")
        )


class ClosingWaits(IncidentError):
    def __init__(self) -> None:
        super().__init__(_("Penutupan kejadian ini sudah diusulkan dan menunggu orang kedua."))


class NothingProposed(IncidentError):
    def __init__(self) -> None:
        super().__init__(_("Tidak ada usul penutupan yang menunggu. Muat ulang halaman ini."))


class FollowUpGone(IncidentError):
    status = 404

    def __init__(self) -> None:
        super().__init__(_("Tindak lanjut itu tidak ada lagi."))


class FollowUpNotDone(IncidentError):
    def __init__(self) -> None:
        super().__init__(_("Tindak lanjut ini belum dinyatakan selesai oleh instansinya."))

from django.utils.translation import gettext as _

from rukun.report.errors.base import ReportError


class NotOrdinary(ReportError):
    """Who reads of violence, and who hears a complaint, no table decides."""

    field = "category"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Penerima laporan kekerasan dan keluhan sudah ditetapkan dan tidak dapat diubah lewat aturan. "
                "Pilih jenis lain."
            )
        )


class UnknownUnit(ReportError):
    field = "unit"

    def __init__(self) -> None:
        super().__init__(_("Wilayah itu tidak dikenal. Pilih wilayahnya sekali lagi."))


class NoDays(ReportError):
    field = "days"

    def __init__(self) -> None:
        super().__init__(_("Harinya belum dipilih. Centang sekurang-kurangnya satu hari."))


class BadHours(ReportError):
    field = "to_hour"

    def __init__(self) -> None:
        super().__init__(_("Jam itu tidak ada. Mulai dari 0 sampai 23, dan sampai 1 sampai 24."))


class SameHours(ReportError):
    field = "to_hour"

    def __init__(self) -> None:
        super().__init__(_("Jam mulai dan jam selesainya sama. Untuk sepanjang hari pilih 00.00 sampai 24.00."))


class CannotRead(ReportError):
    """Who may not read reports there would owe an answer to what they cannot see."""

    field = "owner"

    def __init__(self) -> None:
        super().__init__(
            _("Penerima itu tidak dapat membaca laporan di wilayah ini, atau sudah tidak ada. Pilih yang lain.")
        )


class UnknownClock(ReportError):
    field = "clock"

    def __init__(self) -> None:
        super().__init__(_("Tenggatnya belum dipilih. Pilih salah satu dari daftar."))


class BeginsInThePast(ReportError):
    field = "since"

    def __init__(self) -> None:
        super().__init__(
            _("Aturan berlaku paling awal mulai hari ini: yang sudah terjadi tidak diubah. Ganti tanggalnya.")
        )


class EndsBeforeItBegins(ReportError):
    field = "until"

    def __init__(self) -> None:
        super().__init__(_("Aturan ini berakhir sebelum sempat berlaku sehari. Periksa kedua tanggalnya."))


class EndsInThePast(ReportError):
    field = "until"

    def __init__(self) -> None:
        super().__init__(_("Aturan berakhir paling awal hari ini: yang sudah terjadi tidak diubah. Ganti tanggalnya."))


class EndsLater(ReportError):
    field = "until"

    def __init__(self) -> None:
        super().__init__(_("Akhir aturan ini hanya dapat dimajukan. Untuk sesudahnya buat aturan baru."))


class Overlaps(ReportError):
    """``other`` says in words which line it is."""

    def __init__(self, other: str) -> None:
        super().__init__(
            _(
                "Pada waktu yang sama sudah ada aturan yang sama rincinya: %s. "
                "Akhiri dulu aturan itu, atau buat aturan ini lebih rinci."
            )
            % other
        )


class AlreadyEnded(ReportError):
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Aturan ini sudah diakhiri, mungkin oleh orang lain. Tidak ada yang berubah."))


class RuleGone(ReportError):
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Aturan ini sudah dihapus orang lain sebelum berlaku. Tidak ada yang berubah."))


class RuleTaken(ReportError):
    """Another line has this id."""

    status = 409

    def __init__(self) -> None:
        super().__init__(_("Nomor aturan ini sudah dipakai. Muat ulang halamannya, lalu kirim sekali lagi."))


class HasBegun(ReportError):
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Aturan ini sudah berlaku, jadi tidak dapat dihapus. Akhiri saja; riwayatnya tetap ada."))

from django.utils.translation import gettext as _

from rukun.report.errors.base import ReportError


class UnknownCategory(ReportError):
    field = "category"

    def __init__(self) -> None:
        super().__init__(_("Jenis laporan itu tidak dikenal. Pilih salah satu dari daftar."))


class GoesElsewhere(ReportError):
    field = "category"

    def __init__(self) -> None:
        super().__init__(
            _("Laporan seperti ini disampaikan ke lembaganya dan tidak disimpan di sini. Buka halaman /lapor.")
        )


class TheirsToTell(ReportError):
    """Whoever sends a report for somebody knows its receipt code, with which its answers are read."""

    field = "category"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Keluhan dan laporan kekerasan hanya diterima dari orangnya sendiri, supaya tidak ada orang lain yang"
                " memegang kodenya. Minta ia membuka /lapor di ponselnya; untuk kekerasan sebutkan 129, dan 110 bila"
                " ada bahaya."
            )
        )


class UnknownSubject(ReportError):
    field = "subject"

    def __init__(self) -> None:
        super().__init__(_("Belum diisi siapa yang dikeluhkan. Pilih salah satu dari daftar."))


class UnknownOrganisation(ReportError):
    field = "organisation"

    def __init__(self) -> None:
        super().__init__(_("Organisasi itu tidak dikenal. Pilih dari daftar, atau kosongkan."))


class NoPlace(ReportError):
    field = "unit"

    def __init__(self) -> None:
        super().__init__(_("Lokasi belum diisi. Ketuk peta, atau pilih RW dari daftar."))


class OutsideTerritory(ReportError):
    field = "unit"

    def __init__(self) -> None:
        super().__init__(_("Lokasi itu di luar wilayah yang dilayani di sini. Pilih RW dari daftar, atau hubungi 112."))


class NoWords(ReportError):
    field = "words"

    def __init__(self) -> None:
        super().__init__(_("Ceritakan dengan singkat apa yang terjadi; satu kalimat sudah cukup."))


class WordsTooLong(ReportError):
    field = "words"

    def __init__(self, most: int) -> None:
        super().__init__(
            _("Cerita ini terlalu panjang (paling banyak %d huruf). Persingkat; Anda dapat menambah keterangan nanti.")
            % most
        )


class PlaceTooLong(ReportError):
    field = "place"

    def __init__(self, most: int) -> None:
        super().__init__(_("Keterangan tempat terlalu panjang (paling banyak %d huruf). Persingkat.") % most)


class InTheFuture(ReportError):
    field = "happened"

    def __init__(self) -> None:
        super().__init__(_("Waktu itu belum terjadi. Periksa tanggal dan jamnya."))


class TooLongAgo(ReportError):
    field = "happened"

    def __init__(self) -> None:
        super().__init__(_("Waktu itu lebih dari setahun yang lalu. Periksa tahunnya."))


class BadTime(ReportError):
    field = "happened"

    def __init__(self) -> None:
        super().__init__(_("Waktu kejadian tidak terbaca. Pilih salah satu, atau tulis tanggal dan jamnya."))


class NoTime(ReportError):
    field = "happened"

    def __init__(self) -> None:
        super().__init__(_("Waktu kejadian belum diisi. Pilih salah satu, atau tulis tanggal dan jamnya."))


class BadPhone(ReportError):
    field = "phone"

    def __init__(self, why: str) -> None:
        super().__init__(why)


class NoPhone(ReportError):
    field = "phone"

    def __init__(self) -> None:
        super().__init__(_("Nomor telepon belum diisi. Isi, atau pilih melapor tanpa nama."))


class NameTooLong(ReportError):
    field = "name"

    def __init__(self, most: int) -> None:
        super().__init__(_("Nama itu terlalu panjang (paling banyak %d huruf). Persingkat.") % most)


class BadId(ReportError):
    field = "id"

    def __init__(self) -> None:
        super().__init__(_("Nomor laporan harus berupa UUID versi 7 yang dibuat pengirim."))


class BadCode(ReportError):
    field = "code"

    def __init__(self) -> None:
        super().__init__(_("Kode tanda terima harus 20 angka dengan angka periksa yang benar."))


class Taken(ReportError):
    """Another report has this id or this code."""

    field = "id"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Nomor atau kode ini sudah dipakai laporan lain. Muat ulang halaman, lalu kirim lagi."))


class UnknownSource(ReportError):
    field = "source"

    def __init__(self) -> None:
        super().__init__(_("Isi siapa yang melihatnya: warga, patroli, petugas, atau sistem lain."))

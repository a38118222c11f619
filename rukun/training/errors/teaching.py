from datetime import date

from django.utils.translation import gettext as _

from rukun.training.errors.base import TrainingError
from rukun.ui.dates import in_words


class UnknownCourse(TrainingError):
    field = "course"

    def __init__(self) -> None:
        super().__init__(_("Kursus itu tidak dikenal. Pilih kursus dari daftar."))


class OlderCourse(TrainingError):
    field = "held_on"

    def __init__(self, since: date) -> None:
        super().__init__(
            _(
                "Kursus ini berganti versi pada %s, jadi kelas sebelum hari itu mengajarkan versi lama. "
                "Adakan kelas penyegaran, lalu catat yang itu."
            )
            % in_words(since)
        )


class ClassAhead(TrainingError):
    field = "held_on"

    def __init__(self) -> None:
        super().__init__(_("Kelas itu belum berlangsung. Catat setelah selesai, atau periksa tanggalnya."))


class ClassTooLongAgo(TrainingError):
    field = "held_on"

    def __init__(self, days: int) -> None:
        super().__init__(
            _(
                "Kelas dicatat paling lambat %d hari sesudahnya. "
                "Yang lebih lama tidak dapat dicatat lagi; adakan kelas baru."
            )
            % days
        )


class NobodyThere(TrainingError):
    field = "attendance"

    def __init__(self) -> None:
        super().__init__(_("Belum ada yang hadir. Tandai siapa yang mengikuti kelas ini."))


class TrainerAmongThem(TrainingError):
    field = "attendance"

    def __init__(self) -> None:
        super().__init__(
            _("Pelatih tidak mencatat kehadirannya sendiri. Minta pelatih lain mencatat kelas yang Anda ikuti.")
        )


class NotAMember(TrainingError):
    field = "attendance"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Ada orang yang bukan anggota organisasi di wilayah Anda, atau sudah keluar. "
                "Muat ulang halaman ini dan pilih dari daftar anggota."
            )
        )


class PlaceTooLong(TrainingError):
    field = "place"

    def __init__(self, limit: int) -> None:
        super().__init__(_("Nama tempat terlalu panjang. Ringkas menjadi paling banyak %d huruf.") % limit)


class CertificateFromIt(TrainingError):
    field = "person"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Sertifikat orang ini sudah terbit dari catatan itu. "
                "Buka namanya, cabut dulu sertifikatnya dengan alasan, lalu perbaiki catatan ini."
            )
        )


class CorrectedWithoutReason(TrainingError):
    field = "reason"

    def __init__(self) -> None:
        super().__init__(_("Alasan belum diisi. Tulis apa yang keliru ditandai."))


class RevokedWithoutReason(TrainingError):
    field = "reason"

    def __init__(self) -> None:
        super().__init__(_("Alasan belum diisi. Tulis mengapa sertifikat ini dicabut; pemegangnya akan membacanya."))


class ReasonTooLong(TrainingError):
    field = "reason"

    def __init__(self, limit: int) -> None:
        super().__init__(_("Alasan terlalu panjang. Ringkas menjadi paling banyak %d huruf.") % limit)


class CertificateOver(TrainingError):
    def __init__(self) -> None:
        super().__init__(_("Sertifikat ini sudah habis masa berlakunya, jadi tidak perlu dicabut."))


class DayNotAhead(TrainingError):
    field = "before"

    def __init__(self) -> None:
        super().__init__(_("Tanggal itu tidak di depan, atau terlalu jauh. Pilih antara besok dan dua tahun lagi."))

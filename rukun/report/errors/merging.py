from django.utils.translation import gettext as _

from rukun.report.errors.base import ReportError


class NoSuchReport(ReportError):
    """What was typed is the number of none, or of several, that the actor handles."""

    field = "into"
    status = 404

    def __init__(self) -> None:
        super().__init__(
            _("Tidak ada laporan dengan nomor itu yang Anda tangani. Salin delapan huruf dan angka dari halamannya.")
        )


class SameReport(ReportError):
    field = "into"

    def __init__(self) -> None:
        super().__init__(_("Itu laporan ini sendiri. Pilih laporan lain tentang hal yang sama."))


class NotOrdinary(ReportError):
    field = "into"

    def __init__(self) -> None:
        super().__init__(_("Keluhan dan laporan kekerasan tidak pernah digabung. Tangani masing-masing sendiri."))


class NotOpen(ReportError):
    """One of the two was closed."""

    field = "into"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Salah satu dari keduanya sudah ditutup, jadi tidak digabung. Pilih laporan yang terbuka."))


class OtherCategory(ReportError):
    """``words`` names the other's kind. Whoever is sure says so."""

    field = "into"

    def __init__(self, words: str) -> None:
        super().__init__(
            _("Jenisnya lain: %s. Bila memang tentang hal yang sama, centang dan tulis alasannya, lalu kirim lagi.")
            % words
        )


class AlreadyMerged(ReportError):
    field = "into"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            _("Laporan ini sudah digabung dengan laporan lain. Pisahkan dulu, baru gabungkan dengan yang ini.")
        )


class Crosswise(ReportError):
    """The other one was merged into this one, perhaps a moment ago."""

    field = "into"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Laporan itu sudah digabung ke laporan ini, jadi tidak ada yang berubah."))


class MergedMeanwhile(ReportError):
    field = "into"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            _("Sementara itu orang lain menggabung atau memisahkan salah satunya. Muat ulang, lalu ulangi.")
        )


class StillWaits(ReportError):
    """What everybody reads would be merged into what only handlers see."""

    field = "into"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Laporan itu masih menunggu pemeriksaan awal. Loloskan dulu, baru gabungkan."))


class InTheMidst(ReportError):
    """Its end waits for confirmation, or somebody else was asked to take it: merging would undo that."""

    field = "into"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            _(
                "Laporan yang datang belakangan sedang menunggu konfirmasi, atau sedang diteruskan ke pihak lain. "
                "Tunggu jawabannya, lalu gabungkan."
            )
        )


class OtherInTheMidst(ReportError):
    """The end of the one that would count waits for confirmation, or an authority outside has it."""

    field = "into"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            _(
                "Laporan yang datang lebih dulu sedang menunggu konfirmasi, atau sedang diteruskan ke instansi luar. "
                "Tunggu jawabannya, lalu gabungkan."
            )
        )


class MoreUrgent(ReportError):
    """The one that would no longer count is overdue, or has a day where the other has longer."""

    field = "into"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            _(
                "Laporan yang datang belakangan lebih mendesak: tenggatnya sudah terlewat, atau hanya 24 jam. "
                "Tangani itu sendiri, supaya tidak tertutup oleh yang lebih dulu."
            )
        )


class WhyTogether(ReportError):
    """Reports of different kinds are merged with a reason alone."""

    field = "reason"

    def __init__(self, least: int) -> None:
        super().__init__(
            _("Tulis alasannya, sekurang-kurangnya %d huruf: mengapa keduanya tentang hal yang sama?") % least
        )

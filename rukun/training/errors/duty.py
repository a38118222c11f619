"""What can go wrong with duty and with keeping somebody from it."""

from django.utils.translation import gettext as _

from rukun.training.errors.base import TrainingError


class NoReason(TrainingError):
    field = "reason"

    def __init__(self) -> None:
        super().__init__(_("Alasannya belum diisi. Tulis apa yang terjadi: anggota itu berhak mengetahuinya."))


class TooLong(TrainingError):
    field = "reason"

    def __init__(self, limit: int) -> None:
        super().__init__(_("Tulisannya terlalu panjang. Ringkas menjadi paling banyak %d huruf.") % limit)


class NoEnd(TrainingError):
    field = "until"

    def __init__(self) -> None:
        super().__init__(
            _("Penangguhan tidak boleh tanpa batas. Isi hari terakhirnya, atau hari terakhir untuk meninjaunya.")
        )


class EndNotAhead(TrainingError):
    field = "until"

    def __init__(self) -> None:
        super().__init__(_("Hari terakhirnya sudah lewat. Isi hari ini atau hari yang akan datang."))


class EndTooFar(TrainingError):
    field = "until"

    def __init__(self, days: int) -> None:
        super().__init__(_("Paling lama %d hari dari sekarang. Isi hari yang lebih dekat.") % days)


class ReviewNotAhead(TrainingError):
    field = "review_by"

    def __init__(self) -> None:
        super().__init__(_("Hari untuk meninjau sudah lewat. Isi hari ini atau hari yang akan datang."))


class ReviewTooFar(TrainingError):
    field = "review_by"

    def __init__(self, days: int) -> None:
        super().__init__(_("Tinjauan paling lama %d hari dari sekarang. Isi hari yang lebih dekat.") % days)


class ReviewAfterEnd(TrainingError):
    field = "review_by"

    def __init__(self) -> None:
        super().__init__(_("Tinjauan harus sebelum penangguhannya berakhir. Isi hari yang lebih dekat."))


class OnlyShortAgain(TrainingError):
    """The same authority suspended the same member before, and the second authority did not agree to it."""

    def __init__(self, field: str, days: int) -> None:
        self.field = field
        super().__init__(
            _(
                "Pihak Anda pernah menangguhkan anggota ini, dan penangguhan itu tidak dikuatkan oleh pihak kedua. "
                "Karena itu yang baru paling lama %d hari, dan ditinjau dalam waktu itu. Isi hari yang lebih dekat."
            )
            % days
        )


class NoAnswer(TrainingError):
    field = "text"

    def __init__(self) -> None:
        super().__init__(_("Jawaban Anda belum diisi. Tulis apa yang terjadi menurut Anda."))


class AnswerTooLong(TrainingError):
    field = "text"

    def __init__(self, limit: int) -> None:
        super().__init__(_("Jawaban Anda terlalu panjang. Ringkas menjadi paling banyak %d huruf.") % limit)


class AlreadyReviewed(TrainingError):
    def __init__(self) -> None:
        super().__init__(
            _("Penangguhan ini sudah ditinjau. Muat ulang halaman ini untuk melihat hasilnya; tidak ada yang berubah.")
        )


class SuspensionOver(TrainingError):
    def __init__(self) -> None:
        super().__init__(_("Penangguhan ini sudah berakhir. Tidak ada yang berubah."))

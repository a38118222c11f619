from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rukun.training.errors.base import TrainingError


def moment(when: datetime) -> str:
    """A moment as people say it: "Senin, 3 Maret 2025 pukul 14.05"."""
    local = timezone.localtime(when)
    return _("%(day)s pukul %(time)s") % {
        "day": date_format(local, "l, j F Y"),
        "time": date_format(local, "H.i"),
    }


class ClassFirst(TrainingError):
    """A certificate was revoked: passing the quiz once more does not show that they master it now."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Sertifikat Anda untuk materi ini dicabut. Setelah dicabut, ikut kelas pelatih dulu: "
                "kuis saja tidak menerbitkannya lagi."
            )
        )


class NotRestedYet(TrainingError):
    """A failed try lies too short a time back."""

    def __init__(self, when: datetime) -> None:
        self.when = when
        super().__init__(
            _("Kuis ini belum lulus. Baca lagi kartunya, lalu coba lagi mulai %(when)s.") % {"when": moment(when)}
        )


class PassedAlready(TrainingError):
    """The quiz is passed, and it is not time for it again."""

    def __init__(self, when: datetime) -> None:
        self.when = when
        super().__init__(_("Anda sudah lulus kuis ini. Kuisnya dapat diulang mulai %(when)s.") % {"when": moment(when)})


class QuizOver(TrainingError):
    """Drawn too long ago, or the course has a newer version by now."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Kuis ini sudah tidak berlaku: lewat tujuh hari sejak dibuka, atau materinya sudah diperbarui. "
                "Jawabannya tidak dinilai dan tidak dihitung gagal. Silakan mulai kuis yang baru."
            )
        )


class NoSuchQuiz(TrainingError):
    """Absent, or somebody else's."""

    def __init__(self) -> None:
        super().__init__(_("Kuis itu tidak ada, atau bukan milik akun Anda."))


class Unanswered(TrainingError):
    """``questions`` are the ids of those without an answer."""

    def __init__(self, questions: tuple[str, ...]) -> None:
        self.questions = questions
        super().__init__(
            _("Masih ada %(count)d pertanyaan yang belum dijawab. Jawab semuanya, lalu kirim.")
            % {"count": len(questions)}
        )

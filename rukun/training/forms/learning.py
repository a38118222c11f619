from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.training.algo import quiz
from rukun.training.content import Course
from rukun.training.models import Attempt


class QuizForm(forms.Form):
    """The questions of one drawn quiz.

    What it sends are positions, of the question (``p1``, ``p2``, …) and of the choice: the page knows neither which
    choice is right nor which question of the file it is, so that nobody can pass on a key to the answers.
    """

    attempt = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, attempt: Attempt, course: Course) -> None:
        super().__init__(data, initial={"attempt": attempt.pk})
        self.questions: dict[str, str] = {}
        for number, asked in enumerate(quiz.from_rows(attempt.drawn), 1):
            name = f"p{number}"
            self.questions[name] = asked.question
            question = course.question(asked.question)
            if question is None:  # withdrawn meanwhile: it counts for the learner, but something has to be ticked
                self.fields[name] = forms.ChoiceField(
                    label=_("Pertanyaan ini sudah ditarik dan dihitung benar."),
                    choices=[("0", _("Lanjut"))],
                    initial="0",
                    widget=forms.RadioSelect,
                )
                continue
            self.fields[name] = forms.ChoiceField(
                label=question.ask,
                choices=[
                    (str(position), question.choices[choice])
                    for position, choice in enumerate(asked.order)
                    if choice < len(question.choices)
                ],
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Belum dijawab. Pilih satu."),
                    "invalid_choice": _("Jawaban itu tidak ada di sini. Pilih satu."),
                },
            )

    def positions(self) -> dict[str, int]:
        """What was ticked, by the question's id, for ``send_answers``."""
        return {question: int(self.cleaned_data[name]) for name, question in self.questions.items()}

"""What was done, and ringing the kentongan."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.commitment.forms import Minted
from rukun.incident.forms.fields import HourField, last_time, words
from rukun.ui.careful import CarefulForm


class MeasureForm(CarefulForm):
    """That something was done. ``to`` only where it goes to an authority."""

    measure_id = Minted()
    kind = forms.CharField(max_length=20, widget=forms.HiddenInput)
    to = forms.ChoiceField(
        label=_("Kepada siapa"),
        required=False,
        error_messages={"invalid_choice": _("Pilih salah satu dari daftar.")},
    )
    hour = HourField()
    note = words(_("Catatan"), rows=2, required=False, help_text=_("Tanpa nama siapa pun."))
    looked: ClassVar[tuple[str, ...]] = ("note",)
    field_order = ("measure_id", "kind", "sure", "to", "hour", "note")

    def __init__(self, *args: Any, to: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not to:
            del self.fields["to"]
            return
        choice = self.fields["to"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("Pilih")), *to]
        choice.required = True
        choice.error_messages["required"] = _("Belum dipilih kepada siapa.")

    def arguments(self) -> dict[str, Any]:
        """As ``record_measure`` takes it."""
        given = self.cleaned_data
        return {
            "measure_id": given["measure_id"],
            "kind": given["kind"],
            "to": given.get("to", ""),
            "note": given["note"],
            "done_at": last_time(given["hour"]),
        }


class AskForm(forms.Form):
    """One of the ready questions, to everybody whose report was joined."""

    measure_id = Minted()
    kind = forms.CharField(max_length=20, widget=forms.HiddenInput)
    question = forms.ChoiceField(
        label=_("Pertanyaannya"),
        widget=forms.RadioSelect,
        help_text=_("Dikirim ke semua pelapor yang laporannya digabungkan ke sini. Mereka tidak saling tahu."),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Pilih satu pertanyaan.")),
    )

    def __init__(self, *args: Any, questions: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.fields["question"]
        assert isinstance(asked, forms.ChoiceField)
        asked.choices = list(questions)


class RingForm(forms.Form):
    """The kentongan for a situation: who is called and in which words follows from its level; the post is chosen."""

    ring_id = Minted()
    measure_id = Minted()
    instead = forms.UUIDField(required=False, widget=forms.HiddenInput)  # that the page showed as ringing
    message = forms.ChoiceField(
        label=_("Pesannya"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pesannya belum dipilih.")},
    )
    meeting = forms.ChoiceField(
        label=_("Titik kumpul"),
        required=False,
        help_text=_("Pos yang aman, jauh dari tempat kejadian. Yang piket kumpul di sana, bukan di tempat kejadian."),
    )

    def __init__(
        self, *args: Any, messages: Sequence[tuple[str, Any]], posts: Sequence[tuple[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        message, meeting = self.fields["message"], self.fields["meeting"]
        assert isinstance(message, forms.ChoiceField)
        assert isinstance(meeting, forms.ChoiceField)
        message.choices = list(messages)
        meeting.choices = [("", _("Pilih pos")), *posts]
        if len(messages) == 1:
            message.initial = messages[0][0]

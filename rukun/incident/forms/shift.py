"""What one shift tells the next."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from rukun.commitment.forms import Minted
from rukun.incident.actions.handover import LONGEST
from rukun.incident.forms.fields import words as some_words
from rukun.ui.careful import CarefulForm


class GiveForm(CarefulForm):
    handover_id = Minted()
    words = some_words(
        _("Pesan untuk giliran berikutnya"),
        rows=5,
        required=False,
        max_length=LONGEST,
        help_text=_(
            "Yang belum selesai, yang perlu dilihat lagi, dan pukul berapa. Angka dan daftar kejadian sudah terisi "
            "sendiri. Tanpa nama siapa pun."
        ),
    )
    looked: ClassVar[tuple[str, ...]] = ("words",)

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rukun.evidence.actions import LONGEST_REASON, MOST_BOXES, Box
from rukun.ui.forms import LongText

SIDES = ("left", "right", "top", "bottom")
ROWS = 4
"""Boxes that can be typed at once; the script adds more."""
Row = tuple[str, str, str, str]


class _Rows(forms.Widget):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row]:
        if not hasattr(data, "getlist"):
            return []
        columns = [data.getlist(f"{name}_{side}")[: 2 * MOST_BOXES] for side in SIDES]
        return [row for row in zip(*columns, strict=False) if any(each.strip() for each in row)]


class BoxesField(forms.Field):
    """Boxes as rows of four numbers, per cent of the picture from its left and top edge; empty rows are no boxes."""

    widget = _Rows

    def clean(self, value: list[Row]) -> list[Box]:
        try:
            rows = [[float(each.replace(",", ".")) / 100 for each in row] for row in value]
        except ValueError:
            raise forms.ValidationError(_("Isi keempat angka setiap kotak, dari 0 sampai 100.")) from None
        if any(not 0 <= each <= 1 for row in rows for each in row):  # nan is in no range
            raise forms.ValidationError(_("Isi keempat angka setiap kotak, dari 0 sampai 100."))
        boxes = [(left, top, right, bottom) for left, right, top, bottom in rows]
        if any(left >= right or top >= bottom for left, top, right, bottom in boxes):
            raise forms.ValidationError(_("Sisi kanan harus lebih besar dari kiri, dan sisi bawah lebih dari atas."))
        return boxes


class BoxesForm(forms.Form):
    boxes = BoxesField(label=_("Kotak"))

    def rows(self) -> list[Row]:
        """What was typed, and empty rows up to ``ROWS``."""
        typed: list[Row] = self["boxes"].value() if self.is_bound else []
        return [*typed, *[("", "", "", "")] * max(0, ROWS - len(typed))]


class OpeningForm(forms.Form):
    reason = LongText(
        label=_("Untuk apa ini perlu dibuka?"),
        help_text=_("Dibaca oleh orang kedua yang menyetujui, dan tercatat di buku mutasi."),
        max_length=LONGEST_REASON,
    )

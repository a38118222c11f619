"""Tables as files that a spreadsheet opens, and that cannot make it calculate."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a text that begins like this for a formula, and a formula can send the table elsewhere."""


def neutral(cell: Any) -> Any:
    """A text cell that a spreadsheet shows and does not execute: an apostrophe in front of what would be a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA) else cell


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A CSV to download as ``name``, none of its cells a formula. UTF-8 with its mark: Excel needs that for names."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")
    writer = csv.writer(response)
    for row in (header, *rows):
        writer.writerow([neutral(cell) for cell in row])
    return response

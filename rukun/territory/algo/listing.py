"""A list of units as a table (CSV), read row by row: what each says, and what is wrong with it."""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from rukun.territory.algo import codes
from rukun.territory.algo.findings import LONGEST_NAME, UNSEEN

COLUMNS = {
    "code": ("kode", "code"),
    "name": ("nama", "name"),
    "time_zone": ("zona_waktu", "zona waktu", "time_zone"),
    "retired": ("berakhir", "retired"),
    "successor": ("pengganti", "successor"),
}
YES, NO = ("ya", "yes", "y", "1", "true"), ("", "tidak", "no", "n", "0", "false")
LARGEST = 20 * 2**20
"""Bytes. A list of all 83,762 villages of the country is about a fifth of this."""


@dataclass(frozen=True)
class ListedUnit:
    """One row. An empty ``time_zone`` leaves the zone as it is, or as the province has it.

    A retired unit may leave its name out too.
    """

    line: int
    code: str
    name: str
    time_zone: str = ""
    retired: bool = False
    successor: str = ""


@dataclass(frozen=True)
class RowError:
    """``why`` is a code whose words are in ``rukun.territory.words``; ``line`` counts from 1, 0 is the whole file.

    ``code`` is what the row says of itself, for rows that stand on this one.
    """

    line: int
    why: str
    detail: str = ""
    code: str = field(default="", compare=False)


def read_list(data: bytes) -> tuple[list[ListedUnit], list[RowError]]:
    """The rows of a table, and all that is wrong with them taken one by one.

    The first line names the columns, in Indonesian or English; commas, semicolons or tabs stand between them.
    Encoded as UTF-8, or as UTF-16 where its mark says so.
    """
    if len(data) > LARGEST:
        return [], [RowError(0, "file_large")]
    try:
        text = _decoded(data)
    except UnicodeDecodeError as error:
        # The error's own bytes: a mark at the begin is not counted in its position.
        return [], [RowError(error.object.count(b"\n", 0, error.start) + 1, "encoding")]
    if "\0" in text:
        return [], [RowError(text.count("\n", 0, text.index("\0")) + 1, "encoding")]
    lines = text.splitlines()
    head = lines[0] if lines else ""
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return _read_rows(_numbered(reader))
    except csv.Error:
        return [], [RowError(reader.line_num, "csv_broken")]


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows of a ``csv.reader``, each with the line it begins on: a quoted cell may run over several."""
    line = 1
    for row in reader:
        yield line, row
        line = reader.line_num + 1


def _read_rows(rows: Iterator[tuple[int, list[str]]]) -> tuple[list[ListedUnit], list[RowError]]:
    _, first = next(rows, (1, []))
    head = [cell.strip().casefold() for cell in first]
    places = {
        column: next((head.index(word) for word in words if word in head), None) for column, words in COLUMNS.items()
    }
    if places["code"] is None or places["name"] is None:
        return [], [RowError(1, "columns", ", ".join(cell for cell in head if cell)[:80])]
    unknown = [cell for cell in head if cell and not any(cell in words for words in COLUMNS.values())]
    if unknown:
        return [], [RowError(1, "column_unknown", ", ".join(unknown)[:80])]
    units: list[ListedUnit] = []
    errors: list[RowError] = []
    seen: dict[str, int] = {}
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(head):
            errors.append(RowError(line, "cells", str(len(row))))
            continue
        cells = {
            column: row[place].strip() if place is not None and place < len(row) else ""
            for column, place in places.items()
        }
        wrong = _wrong(cells)
        code = cells["code"].lower()
        if not wrong and code in seen:
            wrong = [("twice", str(seen[code]))]
        seen.setdefault(code, line)
        errors += [RowError(line, why, detail, code) for why, detail in wrong]
        if not wrong:
            units.append(
                ListedUnit(
                    line,
                    code,
                    " ".join(cells["name"].split()),
                    _zone(cells["time_zone"]) or "",
                    cells["retired"].casefold() in YES,
                    cells["successor"].lower(),
                )
            )
    if not units and not errors:
        errors.append(RowError(0, "no_rows"))
    return units, errors


def _wrong(cells: dict[str, str]) -> list[tuple[str, str]]:
    """What is wrong with one row, as pairs of why and detail."""
    code, name, successor = cells["code"].lower(), cells["name"], cells["successor"].lower()
    wrong = []
    if not codes.CODE.fullmatch(code):
        wrong.append(("code", cells["code"][:40]))
    if cells["retired"].casefold() not in (*YES, *NO):
        wrong.append(("retired", cells["retired"][:40]))
    if not name and cells["retired"].casefold() not in YES:
        wrong.append(("name_empty", code[:40]))
    elif UNSEEN.search(name):
        wrong.append(("name_unseen", code[:40]))
    elif len(name) > LONGEST_NAME:
        wrong.append(("name_long", str(LONGEST_NAME)))
    if _zone(cells["time_zone"]) is None:
        wrong.append(("time_zone", cells["time_zone"][:40]))
    if successor and (not codes.CODE.fullmatch(successor) or successor == code):
        wrong.append(("successor", cells["successor"][:40]))
    elif successor and codes.CODE.fullmatch(code) and codes.level_of(successor) != codes.level_of(code):
        wrong.append(("successor_level", cells["successor"][:40]))
    elif successor and cells["retired"].casefold() not in YES:
        wrong.append(("successor_of_living", cells["successor"][:40]))
    return wrong


def _zone(text: str) -> str | None:
    """The zone's name in the tz database, ``""`` for none, ``None`` for one that Indonesia does not have."""
    if not text:
        return ""
    return codes.ZONE_NAMES.get(text.upper()) or (text if text in codes.ZONE_NAMES.values() else None)


def disagreements(rows: Collection[ListedUnit], living: Collection[str], known: Collection[str]) -> list[RowError]:
    """What is wrong with the rows taken together with the units there are.

    ``known`` are the codes of all units, ``living`` of those not retired.
    """
    errors = []
    after = (set(living) | {row.code for row in rows if not row.retired}) - {row.code for row in rows if row.retired}
    parents = {codes.parent_of(code): code for code in sorted(after, reverse=True)}
    for row in rows:
        parent = codes.parent_of(row.code)
        if row.retired and row.code not in known:
            errors.append(RowError(row.line, "retired_unknown", row.code))
        elif row.code not in known and not codes.may_be_new(row.code):
            errors.append(RowError(row.line, "code_new", row.code))
            continue
        elif row.retired and row.code in parents:
            errors.append(RowError(row.line, "retired_with_parts", parents[row.code]))
        # Whoever comes back may lie in what the map never had; not in what is retired.
        needs_parent = row.code not in living and (row.code not in known or parent in known)
        if not row.retired and needs_parent and parent and parent not in after:
            errors.append(RowError(row.line, "parent", parent))
        if row.successor and row.successor not in after:
            errors.append(RowError(row.line, "successor_unknown", row.successor))
    return errors

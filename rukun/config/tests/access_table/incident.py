"""The posko's board, situations on it, the map of potential disturbances, the posko's shift.

Judged, proposed and made by the lurah, in RT 02 of RW 03 where the cast is at home, and in RW 01 (``beside_…``), of
which the head of RW 03 learns nothing. Those who see a board and may not write on it, or whose word is not the second
one, are told why not; for all others who see boards elsewhere there is no such situation. The Kapolsek and the camat
are over the neighbour's, too.
"""

from collections.abc import Mapping
from typing import Any

from rukun.config.tests.access_table.roles import (
    BOARD,
    BOARD_VERIFY,
    BOARD_WRITE,
    NOBODY,
    OTHER_HOUSES,
    OUTLINED,
    OWE,
    REST,
)
from rukun.config.tests.access_table.rows import ELSEWHERE, SIGN_IN, Key, Row, Rows, Status, Who, among, form, only

THERE = {"kapolsek", "camat"}
"""See the neighbour's board."""
NEXT = BOARD - {"ketua_rw"}
"""See what is in another RW of the kelurahan."""
OWN_OR_LEAD = {"lurah", "bhabinkamtibmas", "kapolsek"}
"""Whoever wrote what was observed, and the office that leads there."""
SUMMARY = "Ramai di jembatan. Harap menjauh."
REASON = "Di sana sudah sepi, semua sudah pulang."


def told(doing: set[str], seeing: set[str], status: Status = 200) -> Who:
    """Whoever sees it and does not do that is told why; for whoever sees others there is none."""
    return {status: doing, 404: BOARD - doing - seeing, SIGN_IN: NOBODY, 403: REST}


def seen(about: str, status: Status = 200) -> tuple[Row, Row]:
    """To be read by whoever sees the board, in RW 03 and in RW 01."""
    foreign = Row(among(BOARD, THERE, status))
    return (
        Row(only(BOARD, status), about=about, foreign=foreign),
        Row(among(BOARD, NEXT, status), about=f"beside_{about}", foreign=foreign),
    )


def acted(
    about: str,
    roles: set[str],
    get: Status,
    post: Status = ELSEWHERE,
    *,
    over: set[str] | None = None,
    seers: bool = False,
    **sent: Any,
) -> tuple[Row, Row]:
    """Done by ``roles``, and in the neighbour's kelurahan by ``over``: else by the Kapolsek, who is one of them.

    ``get`` 405: by POST alone. ``seers``: GET leads whoever sees the situation back to it.
    """
    over = roles & {"kapolsek"} if over is None else over

    def both(doing: set[str], seeing: set[str]) -> tuple[Who, Who]:
        asked = only(BOARD, 405) if get == 405 else told(seeing if seers else doing, seeing, get)
        return asked, told(doing, seeing, post)

    beside = {name: Key(f"beside_{each}") if isinstance(each, Key) else each for name, each in sent.items()}
    beside |= {name: each for name, each in sent.items() if each == "report"}
    foreign = Row(*both(over, THERE))
    return (
        Row(*both(roles, BOARD), about, foreign, sent=sent),
        Row(*both(roles - {"ketua_rw"}, NEXT), f"beside_{about}", foreign, sent=beside),
    )


def shift(about: str, get: Status = 200, post: Status | None = None) -> tuple[Row, Row]:
    """For whoever works at that posko; for whoever does elsewhere there is no such thing."""

    def both(roles: set[str]) -> tuple[Who, Who | None]:
        asked = only(BOARD_WRITE, 405) if get == 405 else among(BOARD_WRITE, roles, get)
        return asked, None if post is None else among(BOARD_WRITE, roles, post)

    foreign = Row(*both({"kapolsek"}))
    return (
        Row(*both(BOARD_WRITE), about, foreign),
        Row(*both(BOARD_WRITE - {"ketua_rw"}), f"beside_{about}", foreign),
    )


def asked_for(rows: tuple[Row, ...], query: str) -> tuple[Row, ...]:
    return tuple(Row(each.get, each.post, each.about, each.foreign, query, each.sent) for each in rows)


def refused_elsewhere(name: str) -> tuple[Row, Row]:
    """A board that is not one's own is refused with the reason: that there are RW is no secret."""
    foreign = Row(only(THERE))
    return (
        Row(only(BOARD), about="there", foreign=foreign, query=name),
        Row(only(NEXT), about="beside_there", foreign=foreign, query=name),
    )


def begun(**sent: Any) -> tuple[Row, Row]:
    """Whoever may not write in the unit that they typed gets their words back, and is told so."""

    def answers(roles: set[str]) -> Who:
        return {ELSEWHERE: roles, 200: BOARD_WRITE - roles, SIGN_IN: NOBODY, 403: REST}

    asked = only(BOARD_WRITE)
    foreign = Row(asked, answers({"kapolsek"}))
    return (
        Row(asked, answers(BOARD_WRITE), foreign=foreign, sent={"unit": Key("there"), **sent}),
        Row(asked, answers(BOARD_WRITE - {"ketua_rw"}), foreign=foreign, sent={"unit": Key("beside_there"), **sent}),
    )


VERSION = Key("version")

ADDRESSES: dict[str, Rows] = {
    # The board
    "incident:board": (Row(only(BOARD)), *refused_elsewhere("wilayah")),
    "incident:changes": (Row(only(BOARD)), *refused_elsewhere("wilayah")),
    # Lists beside it
    "incident:closed": Row(only(BOARD)),
    "incident:outlines": Row(only(BOARD | OUTLINED)),
    "incident:cards": Row(only(BOARD)),
    # One situation
    "incident:open": (form(BOARD_WRITE), *begun(kind="tawuran", place="Jembatan", lain="1")),
    "incident:situation": (*seen("situation"), *seen("proposed"), *seen("closed")),
    "incident:news": seen("situation"),
    "incident:change": acted("situation", BOARD_WRITE, 200, 200),
    "incident:observe": acted("situation", BOARD_WRITE, ELSEWHERE, text="Dua kelompok berkumpul.", source="seen"),
    "incident:withdraw_observation": acted("observation", OWN_OR_LEAD, 200, reason=REASON),
    "incident:state": acted("situation", BOARD_WRITE, 405, version=VERSION, state="handled"),
    # How serious it is
    "incident:judge": acted(
        "situation", BOARD_WRITE, 200, version=VERSION, level="3", evidence=Key("seen"), reason=REASON
    ),
    "incident:verify": acted("step", OTHER_HOUSES, 405),
    "incident:refuse": acted("step", OTHER_HOUSES, ELSEWHERE, seers=True, reason=REASON),
    "incident:withdraw": acted("step", BOARD_WRITE, 405),  # another's: back to the page, and told so
    # Reports, what is done, the kentongan
    "incident:join": acted("situation", BOARD_WRITE, 405, report=Key("report")),
    "incident:part": acted("situation", BOARD_WRITE, 405, report=Key("report")),
    "incident:measure": asked_for(acted("measure", BOARD_WRITE, 200, kind="note", note="Lampu dinyalakan."), "jenis"),
    "incident:ring": acted("situation", BOARD_WRITE, 200, message="periksa"),  # it rings already, with these words
    "incident:end_ring": acted("rung", BOARD_WRITE, 405, ending="safe"),
    # What others may know, and its end
    "incident:summary": acted("situation", BOARD_WRITE, 200, version=VERSION, text="Sudah sepi."),
    "incident:review": acted("situation", BOARD_VERIFY, 405, seen=SUMMARY),
    "incident:close": acted("situation", BOARD_WRITE, 200, 200),
    "incident:confirm_closing": acted("proposed", OTHER_HOUSES, 405, closing=Key("closing")),
    "incident:refuse_closing": acted(
        "proposed", OTHER_HOUSES, ELSEWHERE, seers=True, reason=REASON, closing=Key("closing")
    ),
    "incident:withdraw_closing": acted("proposed", {"lurah"}, 405),
    "incident:reopen": acted("closed", BOARD_WRITE, ELSEWHERE, seers=True, reason="Kedua kelompok kembali berkumpul."),
    "incident:followup": (
        *acted("followup", OWE, 405, over=set()),
        *acted("followup_done", OTHER_HOUSES, 405, what="confirm"),
    ),
    # The map of potential disturbances
    "incident:spots": Row(only(BOARD)),
    "incident:spot_new": (
        form(BOARD_WRITE), *begun(name="Jembatan", friction="grudge", about="Ramai tiap akhir pekan.")
    ),
    "incident:spot": seen("spot"),
    "incident:spot_change": acted("spot", BOARD_WRITE, 200, 200),
    "incident:spot_review": acted("spot", BOARD_WRITE, ELSEWHERE, seers=True, version="1", review_by=Key("soon")),
    "incident:spot_end": acted("spot", BOARD_WRITE, 405, version="1"),
    # The posko's shift
    "incident:shift": (Row(only(BOARD_WRITE)), *asked_for(shift("there"), "wilayah")),
    "incident:shift_give": (form(BOARD_WRITE), *asked_for(shift("there", 200, 200), "wilayah")),
    "incident:shift_log": (
        Row(only(BOARD_WRITE)), *asked_for(shift("there"), "wilayah"), *asked_for(shift("handover"), "giliran")
    ),
    "incident:shift_one": (*shift("handover"), *shift("handover_taken")),
    "incident:shift_take": shift("handover", 405, ELSEWHERE),
    "incident:shift_back": shift("handover", 405, ELSEWHERE),
    "incident:shift_sheet": shift("handover_taken"),
}  # fmt: skip

OBSERVED: Mapping[str, Any] = {
    "id": "019a0000-0000-7000-8000-000000000003", "source": "call", "text": "Dua kelompok berkumpul.",
    "seen_at": Key("now"),
}  # fmt: skip
READERS = {*BOARD, "kunci_lurah"}


def _by_api(about: str, reading: set[str], there: set[str]) -> Row:
    def answers(roles: set[str]) -> Who:
        return {200: roles, 404: READERS - roles, 401: {"anonim"}, 403: REST}

    return Row(answers(reading), about=about, foreign=Row(answers(there)))


def _by_key(about: str) -> Row:
    """By key alone."""
    nothing: Who = {405: REST}
    return Row(
        nothing, {201: {"kunci_lurah"}, 403: {"kunci_mati"}, 401: REST}, about,
        Row(nothing, {404: {"kunci_lurah"}, 403: {"kunci_mati"}, 401: REST}), sent=OBSERVED,
    )  # fmt: skip


OPERATIONS: dict[str, Rows] = {
    "GET /incidents": Row({200: READERS, 401: {"anonim"}, 403: REST}),
    "GET /incidents/{id}": (
        _by_api("situation", READERS, THERE),
        _by_api("beside_situation", READERS - {"ketua_rw"}, THERE),
    ),
    "POST /incidents/{id}/observations": (_by_key("situation"), _by_key("beside_situation")),
}

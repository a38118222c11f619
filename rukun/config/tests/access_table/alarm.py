"""The kentongan: one's own calls, how it is set up, codes, drills. Public warnings stand in ``warnings``.

The drill called the member of the cast. A table of codes hangs on a wall: whoever has signed in reads it.
"""

from typing import Any

from rukun.config.tests.access_table.roles import BY_CODE, MEMBER, NOBODY, REST, SET_ALARMS
from rukun.config.tests.access_table.rows import (
    ELSEWHERE,
    SIGN_IN,
    Row,
    Rows,
    Status,
    Who,
    among,
    form,
    oneself,
    only,
    signed_in,
)

NEXT = SET_ALARMS - {"ketua_rw"}
"""Set it up in another RW of the kelurahan."""


def own(roles: set[str], status: Status = 200) -> Who:
    return {status: roles, 403: BY_CODE, SIGN_IN: NOBODY, 404: REST}


def called(get: Status, post: Status | None = None, **sent: Any) -> Row:
    """Only for whoever was called; nobody else learns that somebody was."""

    def both(roles: set[str]) -> tuple[Who, Who | None]:
        return oneself(405) if get == 405 else own(roles), None if post is None else own(roles, post)

    return Row(*both(MEMBER), "called", Row(*both(set())), sent=sent)


def kept(about: str, get: Status = 200, post: Status | None = None, query: str = "", **sent: Any) -> tuple[Row, Row]:
    """For whoever sets it up there; for whoever does elsewhere there is no such thing."""

    def both(roles: set[str]) -> tuple[Who, Who | None]:
        asked = only(SET_ALARMS, 405) if get == 405 else among(SET_ALARMS, roles, get)
        return asked, None if post is None else among(SET_ALARMS, roles, post)

    foreign = Row(*both(set()))
    return (
        Row(*both(SET_ALARMS), about, foreign, query, sent),
        Row(*both(NEXT), f"beside_{about}", foreign, query, sent),
    )


HANGS = Row(signed_in(), about="there", foreign=Row(signed_in()), query="wilayah")

ADDRESSES: dict[str, Rows] = {
    "alarm:calls": Row(oneself()),
    "alarm:call": called(200),
    "alarm:answer": called(405, ELSEWHERE, jawab="siap"),
    "alarm:setup": (Row(only(SET_ALARMS)), *kept("there", query="wilayah")),
    "alarm:times": (form(SET_ALARMS), *kept("there", 200, 200, "wilayah")),
    "alarm:follow": kept("there", 405, ELSEWHERE, "wilayah"),
    "alarm:beats": (HANGS, Row(signed_in())),  # of no RW: choose one
    "alarm:beat_sheet": (HANGS, Row(signed_in(ELSEWHERE))),
    "alarm:beat_new": kept(
        "there", 200, ELSEWHERE, "wilayah", beats="2-2-2", rhythm="slow", meaning="kumpul di pos"
    ),
    "alarm:beat": kept("beat", 200, 200),
    "alarm:beat_move": kept("beat", 405, ELSEWHERE),
    "alarm:beat_remove": kept("beat", 405, ELSEWHERE),
    "alarm:drills": (form(SET_ALARMS), *kept("there", 200, 200, "wilayah")),
    "alarm:drill": kept("drill"),
    "alarm:drill_end": kept("drill", 405, ELSEWHERE),
}  # fmt: skip

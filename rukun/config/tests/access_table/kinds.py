"""Kinds of reports, whose each is, and the answers that those who read it, handle it, or do neither get about it."""

from dataclasses import dataclass, field, replace
from typing import Any

from rukun.config.tests.access_table.roles import (
    ASK,
    HANDLE,
    HEAR,
    IDENTIFY,
    NOBODY,
    OVER_THEM,
    PROTECT,
    READ_REPORTS,
    REST,
)
from rukun.config.tests.access_table.rows import ELSEWHERE, SIGN_IN, Row, Status, Who, among, only


@dataclass(frozen=True)
class Kind:
    """Whose a kind of report is. ``there`` and ``handled_there`` are those of the roles who are over the neighbour's.

    ``identify`` open how to reach whoever reported; of what is not ordinary, whoever reads it does all of it.
    """

    about: str
    read: set[str]
    handle: set[str]
    identify: set[str]
    there: set[str] = field(default_factory=set)
    handled_there: set[str] = field(default_factory=set)


def read_alone(about: str, roles: set[str], there: set[str] | None = None) -> Kind:
    return Kind(about, roles, roles, roles, there or set(), there or set())


ORDINARY = Kind("report", READ_REPORTS, HANDLE, IDENTIFY, {"kapolsek"})
WAITING = Kind("waiting", HANDLE, HANDLE, IDENTIFY)
VIOLENCE = read_alone("protected", PROTECT)
ABOUT_MEMBER = read_alone("about_member", HEAR, {"kapolsek"})
COMPLAINTS = (
    ABOUT_MEMBER,
    read_alone("about_polsek", {"lurah"}),  # who belongs to the Polsek does not read what is said of its people
    read_alone("about_rt", {"lurah"}),
    read_alone("about_kelurahan", OVER_THEM, OVER_THEM),
)
PHOTO, COVERED = replace(ORDINARY, about="photo"), replace(ORDINARY, about="cleared")
OF_VIOLENCE = replace(VIOLENCE, about="protected_photo")
ASKED_FOR = replace(ORDINARY, about="opening")
VOICE, OPENED_VOICE = replace(ORDINARY, about="voice"), replace(ORDINARY, about="voice_opened")
VOICE_ASKED_FOR = replace(ORDINARY, about="voice_opening")
VOICE_OF_VIOLENCE = replace(VIOLENCE, about="protected_voice")


def told_by(doing: set[str], reading: set[str], status: Status = 200) -> Who:
    """Whoever only reads it is told who does that; for whoever reads others there is no such report."""
    return {status: doing, 404: ASK - reading, SIGN_IN: NOBODY, 403: REST}


def seen(*kinds: Kind) -> tuple[Row, ...]:
    return tuple(Row(among(ASK, each.read), about=each.about, foreign=Row(among(ASK, each.there))) for each in kinds)


def opened(*kinds: Kind, status: Status = 200) -> tuple[Row, ...]:
    """Read by those alone who handle it."""
    return tuple(
        Row(
            told_by(each.handle, each.read, status), about=each.about,
            foreign=Row(told_by(each.handled_there, each.there, status)),
        )
        for each in kinds
    )  # fmt: skip


def handled(kinds: tuple[Kind, ...], get: Status, post: Status, **sent: Any) -> tuple[Row, ...]:
    """``get`` 405: by POST alone, as whoever may ask at all is told."""

    def both(doing: set[str], reading: set[str]) -> tuple[Who, Who]:
        asked = only(ASK, 405) if get == 405 else told_by(doing, reading, get)
        return asked, told_by(doing, reading, post)

    return tuple(
        Row(*both(each.handle, each.read), each.about, Row(*both(each.handled_there, each.there)), sent=sent)
        for each in kinds
    )


def page(*kinds: Kind) -> tuple[Row, ...]:
    return handled(kinds, 200, 200)


def button(*kinds: Kind) -> tuple[Row, ...]:
    return handled(kinds, 405, ELSEWHERE)

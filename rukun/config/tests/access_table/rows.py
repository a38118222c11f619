"""What a row of the table is made of, and answers that many rows share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from rukun.config.tests.access_table.roles import ADMIN, BY_CODE, NOBODY, REST, WIDE

SIGN_IN: Final = "masuk"
"""Sent to the sign-in, and back to here after it."""
ELSEWHERE: Final = "ke halaman lain"
"""Sent on to another page."""

Status = int | str
Who = Mapping[Status, set[str]]


class Key(str):
    """Of what is ``sent``: the last key of the thing of this name, the own one or the neighbour's."""

    __slots__ = ()


@dataclass(frozen=True)
class Row:
    """``about`` names a thing of the test's ``Place``; ``foreign`` is what comes back for the neighbour's.

    ``query`` is the parameter in which the last of its keys goes, where the address itself has no place for it.
    ``sent`` goes with a POST where nothing at all would say too little; the neighbour's is sent the same.
    """

    get: Who
    post: Who | None = None
    about: str = ""
    foreign: "Row | None" = None
    query: str = ""
    sent: Mapping[str, Any] = field(default_factory=dict)

    @property
    def names(self) -> bool:
        """Whether the address, or what is sent to it, names a thing."""
        return bool(self.about) or any(isinstance(each, Key) for each in self.sent.values())


Rows = Row | tuple[Row, ...]
"""Several where one address is asked about several kinds of things."""


def rows(of: Rows) -> tuple[Row, ...]:
    return of if isinstance(of, tuple) else (of,)


def everybody(status: Status = 200) -> Who:
    return {status: REST}


def only(roles: set[str], status: Status = 200) -> Who:
    """The others are told why not; whoever has not signed in may do so."""
    return {status: roles, SIGN_IN: NOBODY, 403: REST}


def signed_in(status: Status = 200) -> Who:
    return {status: REST, SIGN_IN: NOBODY}


def seen_by(roles: set[str], status: Status = 200) -> Who:
    """For all others who have signed in there is no such thing."""
    return {status: roles, SIGN_IN: NOBODY, 404: REST}


def oneself(status: Status = 200) -> Who:
    """What is one's own does not open to a code: the number may have a new holder."""
    return {status: REST, SIGN_IN: NOBODY, 403: BY_CODE}


def entrance(status: Status = 200) -> Who:
    """Whoever is in already is sent on."""
    return {status: NOBODY, ELSEWHERE: REST}


def everywhere(who: Who, about: str) -> Row:
    """The same for one's own and the neighbour's, to be read alone."""
    return Row(who, about=about, foreign=Row(who))


def form(roles: set[str]) -> Row:
    return Row(only(roles), only(roles))


def form_about(about: str, roles: set[str], foreign: Who) -> Row:
    return Row(only(roles), only(roles), about, Row(foreign, foreign))


def form_for(about: str, own: Who, foreign: Who) -> Row:
    """A form to be opened and sent by the same people."""
    return Row(own, own, about, Row(foreign, foreign))


def act_on(about: str, roles: set[str], outside: Who) -> Row:
    """Done by POST alone, then sent on."""
    return Row(only(roles, 405), only(roles, ELSEWHERE), about, Row(only(roles, 405), outside))


def post_about(about: str, own: Who, foreign: Who, get: Who | None = None) -> Row:
    """Done by POST alone; ``get`` is for those who may ask at all."""
    get = get or signed_in(405)
    return Row(get, own, about, Row(get, foreign))


def among(asking: set[str], roles: set[str], status: Status = 200) -> Who:
    """Of those who may ask for such things at all, for ``roles``; for the others of them there is none.

    Whoever may never ask is told why not.
    """
    return {status: roles, 404: asking - roles, SIGN_IN: NOBODY, 403: REST}


def hidden(managers: set[str], beyond: Status = 200) -> Who:
    """What lies outside is absent even for those who manage such things; whoever never does is told so."""
    return among(managers, managers & WIDE, beyond)


NOT_FOR_ANYBODY: Who = seen_by(set())
"""What is theirs alone to whom it belongs, and that is none of these."""
PUBLIC_OUTSIDE = only(ADMIN)
"""What lies outside but is public is refused with the reason instead."""

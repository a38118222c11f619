"""Reports: how they come in, who reads which, what handlers do, and what everybody may know.

Of RT 02 are one of each kind: an ordinary one with photos, one that waits for a first look, one of violence at home,
and complaints about a member of Mitra Kampung, a member of the Polsek, the RT, and the kelurahan. The neighbouring
kelurahan has the same; the Kapolsek and the camat are over both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rukun.config.tests.access_table.roles import (
    ASK,
    HANDLE,
    HEAR,
    IDENTIFY,
    NOBODY,
    OUTLINED,
    OVER_THEM,
    PROTECT,
    READ_REPORTS,
    REST,
    SUSPEND,
    TELL,
)
from rukun.config.tests.access_table.rows import (
    ELSEWHERE,
    SIGN_IN,
    Row,
    Rows,
    Status,
    Who,
    among,
    everybody,
    everywhere,
    form,
    only,
)


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


def _read_alone(about: str, roles: set[str], there: set[str] | None = None) -> Kind:
    return Kind(about, roles, roles, roles, there or set(), there or set())


ORDINARY = Kind("report", READ_REPORTS, HANDLE, IDENTIFY, {"kapolsek"})
WAITING = Kind("waiting", HANDLE, HANDLE, IDENTIFY)
VIOLENCE = _read_alone("protected", PROTECT)
ABOUT_MEMBER = _read_alone("about_member", HEAR, {"kapolsek"})
COMPLAINTS = (
    ABOUT_MEMBER,
    _read_alone("about_polsek", {"lurah"}),  # who belongs to the Polsek does not read what is said of its people
    _read_alone("about_rt", {"lurah"}),
    _read_alone("about_kelurahan", OVER_THEM, OVER_THEM),
)
PHOTO, COVERED = replace(ORDINARY, about="photo"), replace(ORDINARY, about="cleared")
OF_VIOLENCE = replace(VIOLENCE, about="protected_photo")
ASKED_FOR = replace(ORDINARY, about="opening")


def _by(doing: set[str], reading: set[str], status: Status = 200) -> Who:
    """Whoever only reads it is told who does that; for whoever reads others there is no such report."""
    return {status: doing, 404: ASK - reading, SIGN_IN: NOBODY, 403: REST}


def _seen(*kinds: Kind) -> tuple[Row, ...]:
    return tuple(Row(among(ASK, each.read), about=each.about, foreign=Row(among(ASK, each.there))) for each in kinds)


def _handled(kinds: tuple[Kind, ...], get: Status, post: Status, **sent: Any) -> tuple[Row, ...]:
    """``get`` 405: by POST alone, as whoever may ask at all is told."""

    def both(doing: set[str], reading: set[str]) -> tuple[Who, Who]:
        asked = only(ASK, 405) if get == 405 else _by(doing, reading, get)
        return asked, _by(doing, reading, post)

    return tuple(
        Row(*both(each.handle, each.read), each.about, Row(*both(each.handled_there, each.there)), sent=sent)
        for each in kinds
    )


def _page(*kinds: Kind) -> tuple[Row, ...]:
    return _handled(kinds, 200, 200)


def _button(*kinds: Kind) -> tuple[Row, ...]:
    return _handled(kinds, 405, ELSEWHERE)


SENT: Mapping[str, Any] = {
    "id": "019a0000-0000-7000-8000-000000000001", "code": "48151623421081516234", "category": "saran",
    "unit": "99.01.01.1001.003.002", "words": "Lampu jalan perlu ditambah.",
}  # fmt: skip
FROM_A_SYSTEM = {**SENT, "source": "system"}
REASON = "Perlu ditanyakan letak rumahnya."

NAMELESS: dict[str, Rows] = {
    "report:lapor": Row(everybody(), everybody()),
    "report:lapor_map": everywhere(everybody(), "kelurahan"),  # of one without an outline, what is around it
    "report:send": (
        Row(everybody(405), everybody(422)),
        Row(everybody(405), everybody(201), sent=SENT),  # whoever is signed in is nobody here, too
    ),
    "report:send_photo": Row(everybody(405), everybody(422)),
    "report:app": Row(everybody()),
    "report:worker": Row(everybody()),
    "report:manifest": Row(everybody()),
    "report:area": Row(everybody(), everybody()),
    "report:receipt": Row(everybody(), everybody()),
    "report:promise": Row(everybody()),
    "report:elsewhere_all": Row(everybody()),
    "report:elsewhere": Row(
        everybody(), everybody(), "authority", Row(everybody(404), everybody(404))
    ),
    "report:posters": Row(everybody()),
    "report:poster": (everywhere(everybody(), "rw"), everywhere(everybody(404), "kelurahan")),
}  # fmt: skip

PUBLIC: dict[str, Rows] = {
    "report:figures": Row(everybody()),
    "report:figures_csv": (everywhere(everybody(), "kelurahan"), everywhere(everybody(404), "rw")),
    "report:verify_proof": Row(everybody(), everybody()),
    "report:keys": Row(everybody()),
    "report:keys_json": Row(everybody()),
}

HANDLING: dict[str, Rows] = {
    "report:reports": Row(only(ASK)),
    "report:take_down": form(TELL),
    "report:outlines": Row(only(OUTLINED)),
    "report:report": _seen(ORDINARY, WAITING, VIOLENCE, *COMPLAINTS),
    "report:exact_place": _handled((ORDINARY, VIOLENCE), 405, 200),
    "report:contact": _handled(
        tuple(replace(each, handle=each.identify) for each in (ORDINARY, VIOLENCE, ABOUT_MEMBER)),
        ELSEWHERE, 200, reason=REASON,
    ),
    "report:ask": _handled(
        (ORDINARY, VIOLENCE), ELSEWHERE, ELSEWHERE,
        text="Masih berlangsung?", message_id="019a0000-0000-7000-8000-000000000002",
    ),
    "report:summary": _page(ORDINARY, VIOLENCE, ABOUT_MEMBER),
    "report:recategorise": _page(ORDINARY, VIOLENCE),
    "report:set_aside": _handled((ORDINARY, VIOLENCE), 405, ELSEWHERE, reason=REASON),
    "report:restore": _button(ORDINARY),
    "report:pass": _button(WAITING),
    "report:sheet": _handled((ORDINARY, VIOLENCE), 405, 200),
    "report:complaint_suspend": (
        Row(
            among(SUSPEND, HEAR), among(SUSPEND, HEAR), "about_member",
            Row(among(SUSPEND, {"kapolsek"}), among(SUSPEND, {"kapolsek"})),
        ),
        *(  # nobody there who could be kept from duty
            Row(among(SUSPEND, set()), among(SUSPEND, set()), about,
                Row(among(SUSPEND, set()), among(SUSPEND, set())))
            for about in ("report", "about_rt")
        ),
    ),
}  # fmt: skip

PHOTOS: dict[str, Rows] = {
    "report:photo": _seen(PHOTO, OF_VIOLENCE),
    # Handlers at once, others once faces and plates are covered.
    "report:photo_list": _seen(replace(PHOTO, read=HANDLE, there=set()), COVERED, OF_VIOLENCE),
    "report:photo_page": _seen(replace(PHOTO, read=HANDLE, there=set()), COVERED, OF_VIOLENCE),
    "report:photo_paint": _page(PHOTO, OF_VIOLENCE),
    "report:photo_clear": _button(PHOTO),
    "report:photo_again": _button(PHOTO),
    "report:photo_ask": _page(PHOTO, OF_VIOLENCE),
    "report:photo_agree": _button(ASKED_FOR),
    "report:photo_original": (
        *_button(PHOTO, OF_VIOLENCE),  # nobody has opened it: back, and told so
        Row(  # two have
            only(ASK, 405),
            {200: {"lurah", "bhabinkamtibmas"}, **_by(HANDLE - {"lurah", "bhabinkamtibmas"}, READ_REPORTS, ELSEWHERE)},
            "cleared", Row(only(ASK, 405), _by(set(), {"kapolsek"})),
        ),
    ),
}  # fmt: skip

ADDRESSES: dict[str, Rows] = {**NAMELESS, **PUBLIC, **HANDLING, **PHOTOS}

BY_API: Who = {200: {*ASK, "kunci_lurah"}, 401: {"anonim"}, 403: REST}


def _by_api(about: str, reading: set[str], there: set[str]) -> Row:
    """Only ordinary ones, whoever asks: of others there is none there."""
    asking = {*ASK, "kunci_lurah"}

    def told(roles: set[str]) -> Who:
        return {200: roles, 404: asking - roles, 401: {"anonim"}, 403: REST}

    return Row(told(reading), about=about, foreign=Row(told(there)))


OPERATIONS: dict[str, Rows] = {
    "GET /reports": Row(BY_API),
    # By key alone; first in RT 02, then in the neighbouring kelurahan
    "POST /reports": (
        Row(BY_API, {201: {"kunci_lurah"}, 403: {"kunci_mati"}, 401: REST}, sent=FROM_A_SYSTEM),
        Row(BY_API, {403: {"kunci_lurah", "kunci_mati"}, 401: REST},
            sent={**FROM_A_SYSTEM, "unit": "99.01.01.1002.001.001"}),
    ),
    "GET /reports/{id}": (
        _by_api("report", {*READ_REPORTS, "kunci_lurah"}, {"kapolsek"}),
        _by_api("waiting", {*HANDLE, "kunci_lurah"}, set()),
        _by_api("protected", set(), set()),
        _by_api("about_member", set(), set()),
    ),
}  # fmt: skip

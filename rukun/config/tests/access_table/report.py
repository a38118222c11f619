"""Reports: how they come in, who reads which, what handlers do, and what everybody may know.

Of RT 02 are one of each kind: an ordinary one with photos, one that waits for a first look, one of violence at home,
and complaints about a member of Mitra Kampung, a member of the Polsek, the RT, and the kelurahan. The neighbouring
kelurahan has the same; the Kapolsek and the camat are over both.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rukun.config.tests.access_table.kinds import (
    ABOUT_MEMBER,
    ASKED_FOR,
    COMPLAINTS,
    COVERED,
    OF_VIOLENCE,
    OPENED_VOICE,
    ORDINARY,
    PHOTO,
    VIOLENCE,
    VOICE,
    VOICE_ASKED_FOR,
    VOICE_OF_VIOLENCE,
    WAITING,
    button,
    handled,
    opened,
    page,
    seen,
    told_by,
)
from rukun.config.tests.access_table.promises import CLOSER, PROOFS
from rukun.config.tests.access_table.roles import ASK, HANDLE, HEAR, OUTLINED, READ_REPORTS, REST, SUSPEND, TELL
from rukun.config.tests.access_table.rows import ELSEWHERE, Row, Rows, Who, among, everybody, everywhere, form, only

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

HANDLING: dict[str, tuple[Row, ...]] = {
    "report:reports": (Row(only(ASK)),),
    "report:take_down": (form(TELL),),
    "report:outlines": (Row(only(OUTLINED)),),
    "report:report": seen(ORDINARY, WAITING, VIOLENCE, *COMPLAINTS),
    "report:exact_place": handled((ORDINARY, VIOLENCE), 405, 200),
    "report:contact": handled(
        tuple(replace(each, handle=each.identify) for each in (ORDINARY, VIOLENCE, ABOUT_MEMBER)),
        ELSEWHERE, 200, reason=REASON,
    ),
    "report:ask": handled(
        (ORDINARY, VIOLENCE), ELSEWHERE, ELSEWHERE,
        text="Masih berlangsung?", message_id="019a0000-0000-7000-8000-000000000002",
    ),
    "report:summary": page(ORDINARY, VIOLENCE, ABOUT_MEMBER),
    "report:recategorise": page(ORDINARY, VIOLENCE),
    "report:set_aside": handled((ORDINARY, VIOLENCE), 405, ELSEWHERE, reason=REASON),
    "report:restore": button(ORDINARY),
    "report:why_aside": button(ORDINARY),  # of what nobody set aside there is nothing to read
    "report:pass": button(WAITING),
    "report:sheet": handled((ORDINARY, VIOLENCE), 405, 200),
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

OPENED = {"lurah", "bhabinkamtibmas"}

PHOTOS: dict[str, tuple[Row, ...]] = {
    "report:photo": seen(PHOTO, OF_VIOLENCE),
    # Handlers at once, others once faces and plates are covered.
    "report:photo_list": seen(replace(PHOTO, read=HANDLE, there=set()), COVERED, OF_VIOLENCE),
    "report:photo_page": seen(replace(PHOTO, read=HANDLE, there=set()), COVERED, OF_VIOLENCE),
    "report:photo_paint": page(PHOTO, OF_VIOLENCE),
    "report:photo_clear": button(PHOTO),
    "report:photo_again": button(PHOTO),
    "report:photo_ask": page(PHOTO, OF_VIOLENCE),
    "report:photo_agree": button(ASKED_FOR),
    "report:photo_original": (
        *button(PHOTO, OF_VIOLENCE),  # nobody has opened it: back, and told so
        Row(  # two have
            only(ASK, 405),
            {200: OPENED, **told_by(HANDLE - OPENED, READ_REPORTS, ELSEWHERE)},
            "cleared", Row(only(ASK, 405), told_by(set(), {"kapolsek"})),
        ),
    ),
}  # fmt: skip

VOICES: dict[str, tuple[Row, ...]] = {
    # Those alone who may be one of the two; other readers are told so.
    "report:voice": opened(VOICE, OPENED_VOICE, VOICE_OF_VIOLENCE),
    "report:voice_ask": page(VOICE, VOICE_OF_VIOLENCE),
    "report:voice_agree": button(VOICE_ASKED_FOR),
    "report:voice_listen": button(VOICE, OPENED_VOICE, VOICE_OF_VIOLENCE),
    # Nobody has said that they listen, which is recorded: back to the page.
    "report:voice_sound": opened(VOICE, OPENED_VOICE, VOICE_OF_VIOLENCE, status=ELSEWHERE),
}

ADDRESSES: dict[str, Rows] = {
    **NAMELESS, **PUBLIC, **HANDLING, **PHOTOS, **VOICES,
    **{name: (*PHOTOS[name], *more) for name, more in PROOFS.items()},
    **{name: (*HANDLING[name], *more) for name, more in CLOSER.items()},
}  # fmt: skip

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

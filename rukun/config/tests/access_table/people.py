"""Organisations, positions and persons; whom to call; oneself; signing in and out."""

from rukun.config.tests.access_table.roles import (
    ADMIN,
    BY_CODE,
    INVITE,
    MANAGE,
    NOBODY,
    REST,
    SEALED,
    SEE,
    SEE_SOME,
    WIDE,
)
from rukun.config.tests.access_table.rows import (
    ELSEWHERE,
    PUBLIC_OUTSIDE,
    SIGN_IN,
    Row,
    Rows,
    act_on,
    entrance,
    everybody,
    everywhere,
    form,
    form_about,
    hidden,
    oneself,
    only,
    seen_by,
    signed_in,
)

ADDRESSES: dict[str, Rows] = {
    # Organisations, positions, persons
    "people:organisations": Row(everybody()),
    "people:establish": form(MANAGE),
    "people:organisation": everywhere(everybody(), "organisation"),
    "people:chart_pdf": everywhere(everybody(), "organisation"),
    "people:change_organisation": form_about("organisation", MANAGE, PUBLIC_OUTSIDE),
    "people:close_organisation": act_on("organisation", MANAGE, only(ADMIN, ELSEWHERE)),
    "people:give_position": form_about("organisation", MANAGE, PUBLIC_OUTSIDE),
    "people:position": Row({200: SEE, 404: REST}, about="position", foreign=Row({200: WIDE, 404: REST})),
    "people:correct_position": form_about("position", MANAGE, hidden(MANAGE)),
    "people:end_position": act_on("position", MANAGE, hidden(MANAGE, ELSEWHERE)),
    "people:persons": form(SEE_SOME),
    "people:register": form(MANAGE),
    "people:person": Row(seen_by(SEE), about="person", foreign=Row(seen_by(WIDE))),
    "people:contact": Row(
        signed_in(ELSEWHERE), {200: SEALED, SIGN_IN: NOBODY, 403: SEE - SEALED, 404: REST}, "person",
        Row(signed_in(ELSEWHERE), seen_by(WIDE, 403)),
    ),
    "people:correct_person": form_about("person", MANAGE, hidden(MANAGE)),
    "people:import_people": form(MANAGE),
    "people:import_example": Row(only(MANAGE)),
    "people:import_bad_rows": Row(only(MANAGE, 404)),  # nothing was imported here
    "people:release": act_on("person", MANAGE, hidden(MANAGE, ELSEWHERE)),
    # Whom to call, and who may do what
    "people:directory": Row(everybody()),
    "people:directory_here": Row(everybody(ELSEWHERE), everybody(ELSEWHERE)),
    "people:directory_unit": everywhere(everybody(), "unit"),
    "people:directory_pdf": everywhere(everybody(), "unit"),
    "people:wewenang": Row(everybody()),
    # Oneself
    "people:profile": Row(oneself()),
    "people:data": Row(oneself()),
    "people:download_data": Row(oneself(ELSEWHERE), oneself()),
    "people:correct_data": Row(oneself(), oneself()),
    "people:forget_me": Row(oneself(), {200: ADMIN, ELSEWHERE: REST, SIGN_IN: NOBODY, 403: BY_CODE}),  # the last stays
    "people:forgotten": Row(everybody()),
    "people:released": Row(everybody()),
    "people:privacy": Row(everybody()),
    "people:privacy_history": Row(everybody()),
    "people:write_privacy": form(ADMIN),
    # Invitations, recovery, keys
    "people:accept_invitation": Row(everybody(), everybody()),
    "people:invitations": Row(only(INVITE)),
    "people:withdraw_invitation": Row(
        only(INVITE, 405),
        {ELSEWHERE: MANAGE, 404: {"koordinator"}, SIGN_IN: NOBODY, 403: REST},  # of another organisation
        "invitation",
        Row(only(INVITE, 405), hidden(INVITE, ELSEWHERE)),
    ),
    "people:invite": Row(
        {200: MANAGE, 404: {"koordinator"}, SIGN_IN: NOBODY, 403: REST},
        {200: MANAGE, 404: {"koordinator"}, SIGN_IN: NOBODY, 403: REST},
        "position", Row(hidden(INVITE), hidden(INVITE)),
    ),
    "people:recoveries": Row(only(MANAGE)),
    "people:recovery": form_about("person", MANAGE, hidden(MANAGE)),
    "people:confirm_recovery": Row(
        only(MANAGE, ELSEWHERE), only(MANAGE, ELSEWHERE), "person",
        Row(hidden(MANAGE, ELSEWHERE), hidden(MANAGE, ELSEWHERE)),
    ),
    "people:withdraw_recovery": Row(
        only(MANAGE, ELSEWHERE), only(MANAGE, ELSEWHERE), "person",
        Row(hidden(MANAGE, ELSEWHERE), hidden(MANAGE, ELSEWHERE)),
    ),
    "people:keys": form(MANAGE),
    "people:revoke_key": act_on("key", MANAGE, hidden(MANAGE, ELSEWHERE)),
    # Signing in and out
    "account_login": Row(entrance(), entrance()),
    "account_request_login_code": Row(entrance(), entrance()),
    "account_confirm_login_code": Row(everybody(ELSEWHERE), everybody(ELSEWHERE)),  # nobody has asked for a code here
    "mfa_authenticate": Row(everybody(ELSEWHERE), everybody(ELSEWHERE)),
    "mfa_login_webauthn": Row(everybody(ELSEWHERE), everybody(ELSEWHERE)),
    "people:sign_out": Row(everybody(ELSEWHERE), everybody(ELSEWHERE)),
    # Ways to sign in. Nobody here has any yet, so there is nothing to show once more, and nothing to remove.
    "account_reauthenticate": Row(signed_in(403), signed_in(403)),
    "mfa_reauthenticate": Row(signed_in(403), signed_in(403)),
    "mfa_reauthenticate_webauthn": Row(signed_in(403), signed_in(403)),
    "mfa_index": Row(signed_in()),
    "mfa_add_webauthn": Row(oneself(), oneself()),
    "mfa_remove_webauthn": Row(oneself(404), oneself(404), "passkey", Row(oneself(404), oneself(404))),
    "mfa_activate_totp": Row(oneself(), oneself()),
    "mfa_deactivate_totp": Row(oneself(404), oneself(404)),
    "people:password": Row(oneself(), oneself()),
    "people:sessions": Row(oneself()),
    "people:end_sessions": Row(oneself(405), oneself(ELSEWHERE)),
}  # fmt: skip

OPERATIONS: dict[str, Rows] = {
    "GET /people/directory/{unit}": everywhere(everybody(), "unit"),
    "GET /people/organisations": Row(everybody()),
    "GET /people/organisations/{id}": everywhere(everybody(), "organisation"),
    "GET /people/organisations/{id}/positions": everywhere(everybody(), "organisation"),
    "GET /people/me": Row({200: REST, 401: {"anonim"}}),
    "GET /people/capabilities": Row(everybody()),
    # What writes takes a key alone
    "POST /people/positions/{id}/end": Row(
        everybody(405), {200: {"kunci_lurah"}, 403: {"kunci_mati"}, 401: REST}, "position",
        Row(everybody(405), {404: {"kunci_lurah"}, 403: {"kunci_mati"}, 401: REST}),
    ),
}  # fmt: skip

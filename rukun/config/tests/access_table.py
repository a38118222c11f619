"""What every address and every operation answers to every role. Written by hand: nothing here is asked of the code.

A row says what comes back for GET and POST; where the address names a thing, first for one in RT 02 of RW 03, where all
of the cast are at home, then for the same kind of thing in a neighbouring kelurahan. POST is sent empty: a form comes
back (200), what needs no form is done (and undone by the test). An address without ``post`` takes none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SIGN_IN: Final = "masuk"
"""Sent to the sign-in, and back to here after it."""
ELSEWHERE: Final = "ke halaman lain"
"""Sent on to another page."""

ROLES = (
    "anonim", "warga", "ketua_rt", "ketua_rw", "petugas_posko", "babinsa", "bhabinkamtibmas", "lurah", "sekretaris",
    "administrator", "koordinator", "ketua_ormas", "fkdm", "satpol_pp", "petugas_pelindungan",
    "mantan_lurah",  # the office has ended, the session is open
    "lurah_dengan_kode",  # signed in by a one-time code alone
    "kunci_lurah",  # an API key with all that a lurah can give it
    "kunci_mati",  # such a key, after the office ended
)  # fmt: skip
KEYS = {"kunci_lurah", "kunci_mati"}
NOBODY = {"anonim", *KEYS}
"""To pages a key is nobody."""
ADMIN = {"administrator"}
MANAGE = {"lurah", "sekretaris", "administrator"}
INVITE = {*MANAGE, "koordinator"}
READ = {"ketua_rt", "ketua_rw", "petugas_posko", "babinsa", "bhabinkamtibmas", "lurah", "sekretaris", "administrator"}
WRITE = {"ketua_rw", "petugas_posko", "babinsa", "bhabinkamtibmas", "lurah", "sekretaris"}
SEALED = {"petugas_posko", "babinsa", "bhabinkamtibmas", "lurah"}
"""Read notes and private numbers."""
SEE = {*READ, "koordinator", "ketua_ormas", "fkdm", "satpol_pp"}
"""See some persons; the last four those of their own organisation alone, to which none of these things belongs."""
BY_CODE = {"lurah_dengan_kode"}
REST: Final[set[str]] = set()
"""Whoever is in no other group of the same answer."""

Status = int | str
Who = Mapping[Status, set[str]]


@dataclass(frozen=True)
class Row:
    """``about`` names a field of the test's ``Place``; ``foreign`` is what comes back for the neighbour's."""

    get: Who
    post: Who | None = None
    about: str = ""
    foreign: "Row | None" = None


def everybody(status: Status = 200) -> Who:
    return {status: REST}


def only(roles: set[str], status: Status = 200) -> Who:
    """The others are told why not; whoever has not signed in may do so."""
    return {status: roles, SIGN_IN: NOBODY, 403: REST - roles}


def signed_in(status: Status = 200) -> Who:
    return {status: REST, SIGN_IN: NOBODY}


def oneself(status: Status = 200) -> Who:
    """What is one's own does not open to a code: the number may have a new holder."""
    return {status: REST, SIGN_IN: NOBODY, 403: BY_CODE}


def entrance(status: Status = 200) -> Who:
    """Whoever is in already is sent on."""
    return {status: NOBODY, ELSEWHERE: REST}


def form(roles: set[str]) -> Row:
    return Row(only(roles), only(roles))


def form_about(about: str, roles: set[str], foreign: Who) -> Row:
    return Row(only(roles), only(roles), about, Row(foreign, foreign))


def act_on(about: str, roles: set[str], outside: Who) -> Row:
    """Done by POST alone, then sent on."""
    return Row(only(roles, 405), only(roles, ELSEWHERE), about, Row(only(roles, 405), outside))


def hidden(managers: set[str], admin: Status = 200) -> Who:
    """What lies outside is absent even for those who manage such things; whoever never does is told so."""
    return {admin: ADMIN, 404: managers - ADMIN, SIGN_IN: NOBODY, 403: REST}


# What lies outside but is public is refused with the reason instead.
PUBLIC_OUTSIDE = only(ADMIN)

ADDRESSES: dict[str, Row] = {
    "/healthz": Row(everybody()),
    "/readyz": Row(everybody()),
    "home:landing": Row(everybody()),
    "home:today": Row(signed_in()),
    "ui:components": Row(everybody(), everybody()),
    "api_docs": Row(everybody()),
    "api:openapi-json": Row(everybody()),
    "api:api-root": Row(everybody(404)),
    "demo:cast": Row(everybody(), everybody(404)),
    "demo:codes": Row(everybody()),
    # Territory
    "territory:index": Row(everybody()),
    "territory:about_map": Row(everybody()),
    "territory:unit": Row(everybody(), about="unit", foreign=Row(everybody())),
    # Journal
    "journal:journal": Row(only(READ)),
    "journal:write": form(WRITE),
    "journal:entry": Row(only(READ), about="entry", foreign=Row(hidden(READ))),
    "journal:entry_note": Row(
        only(READ, ELSEWHERE), only(SEALED), "entry",
        Row(only(READ, ELSEWHERE), {404: READ - ADMIN, SIGN_IN: NOBODY, 403: REST}),
    ),
    # Organisations, positions, persons
    "people:organisations": Row(everybody()),
    "people:establish": form(MANAGE),
    "people:organisation": Row(everybody(), about="organisation", foreign=Row(everybody())),
    "people:chart_pdf": Row(everybody(), about="organisation", foreign=Row(everybody())),
    "people:change_organisation": form_about("organisation", MANAGE, PUBLIC_OUTSIDE),
    "people:close_organisation": act_on("organisation", MANAGE, only(ADMIN, ELSEWHERE)),
    "people:give_position": form_about("organisation", MANAGE, PUBLIC_OUTSIDE),
    "people:position": Row({200: READ, 404: REST}, about="position", foreign=Row({200: ADMIN, 404: REST})),
    "people:correct_position": form_about("position", MANAGE, hidden(MANAGE)),
    "people:end_position": act_on("position", MANAGE, hidden(MANAGE, ELSEWHERE)),
    "people:persons": form(SEE),
    "people:register": form(MANAGE),
    "people:person": Row(
        {200: READ, SIGN_IN: NOBODY, 404: REST}, about="person", foreign=Row({200: ADMIN, SIGN_IN: NOBODY, 404: REST})
    ),
    "people:contact": Row(
        signed_in(ELSEWHERE), {200: SEALED, SIGN_IN: NOBODY, 403: READ - SEALED, 404: REST}, "person",
        Row(signed_in(ELSEWHERE), {403: ADMIN, SIGN_IN: NOBODY, 404: REST}),
    ),
    "people:correct_person": form_about("person", MANAGE, hidden(MANAGE)),
    "people:import_people": form(MANAGE),
    "people:import_example": Row(only(MANAGE)),
    "people:import_bad_rows": Row(only(MANAGE, 404)),  # nothing was imported here
    "people:release": act_on("person", MANAGE, hidden(MANAGE, ELSEWHERE)),
    # Whom to call, and who may do what
    "people:directory": Row(everybody()),
    "people:directory_here": Row(everybody(ELSEWHERE), everybody(ELSEWHERE)),
    "people:directory_unit": Row(everybody(), about="unit", foreign=Row(everybody())),
    "people:directory_pdf": Row(everybody(), about="unit", foreign=Row(everybody())),
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

JOURNAL_BY_API: Who = {200: {*READ, "kunci_lurah"}, 401: {"anonim"}, 403: REST}

OPERATIONS: dict[str, Row] = {
    "GET /installation": Row(everybody()),
    "GET /journal/entries": Row(JOURNAL_BY_API),
    "GET /units": Row(everybody()),
    "GET /units/at": Row(everybody()),
    "GET /units/search": Row(everybody()),
    "GET /units/geojson": Row(everybody()),
    "GET /units/{code}": Row(everybody(), about="unit", foreign=Row(everybody())),
    "GET /units/{code}/geojson": Row(everybody(), about="unit", foreign=Row(everybody())),
    "GET /people/directory/{unit}": Row(everybody(), about="unit", foreign=Row(everybody())),
    "GET /people/organisations": Row(everybody()),
    "GET /people/organisations/{id}": Row(everybody(), about="organisation", foreign=Row(everybody())),
    "GET /people/organisations/{id}/positions": Row(everybody(), about="organisation", foreign=Row(everybody())),
    "GET /people/me": Row({200: REST, 401: {"anonim"}}),
    "GET /people/capabilities": Row(everybody()),
    # What writes takes a key alone
    "POST /people/positions/{id}/end": Row(
        everybody(405), {200: {"kunci_lurah"}, 403: {"kunci_mati"}, 401: REST}, "position",
        Row(everybody(405), {404: {"kunci_lurah"}, 403: {"kunci_mati"}, 401: REST}),
    ),
}  # fmt: skip
"""GET is asked of an operation that is not one for GET too: nothing may answer it."""

NEEDS = {"GET /units/at": {"lat": "-5.6", "lon": "107.6"}, "GET /units/search": {"q": "Mawar"}}
"""What an operation cannot do without."""

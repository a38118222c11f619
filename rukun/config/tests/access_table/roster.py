"""Jadwal ronda of Mitra Kampung: set up, made, seen and lived with. The neighbour's ormas has the same.

The roster's members are one of the cast (``anggota``) and another; its chair and coordinator make it. Other chairs, and
heads of RW and RT, make rosters too, but not this one: for them it is not there.
"""

from rukun.config.tests.access_table.roles import BY_CODE, CHAIR, DUTY, MEMBER, NOBODY, OVER_BOTH, REST
from rukun.config.tests.access_table.rows import (
    ELSEWHERE,
    SIGN_IN,
    Row,
    Rows,
    Status,
    Who,
    among,
    everybody,
    form,
    oneself,
    only,
    seen_by,
    signed_in,
)

KEEPERS = CHAIR | {"koordinator"}
"""Make Mitra Kampung's roster."""
ANY_KEEPERS = KEEPERS | {"fkdm", "satpol_pp", "ketua_rw", "ketua_rt"}
"""Make some roster, or could."""
OFFICERS = DUTY - {"ketua_rw", "fkdm", "satpol_pp", "koordinator", "ketua_ormas"}
"""See in the whole kelurahan who is on duty."""
READERS = KEEPERS | MEMBER | OFFICERS
"""See who stands when."""


def kept(status: Status = 200) -> Who:
    return among(ANY_KEEPERS, KEEPERS, status)


NOT_THEIRS = among(ANY_KEEPERS, set())


def page(about: str) -> Row:
    """To be read by whoever makes that roster."""
    return Row(kept(), about=about, foreign=Row(NOT_THEIRS))


def kept_form(about: str, sent: Status = 200) -> Row:
    return Row(kept(), kept(sent), about, Row(NOT_THEIRS, NOT_THEIRS))


def kept_button(about: str, sent: Status = ELSEWHERE) -> Row:
    only_sent = only(ANY_KEEPERS, 405)
    return Row(only_sent, kept(sent), about, Row(only_sent, NOT_THEIRS))


def own(status: Status = 405) -> Who:
    """What belongs to whoever surely is themselves."""
    return oneself(status)


def own_among(roles: set[str], status: Status = 200, others: Status = 404, denied: set[str] | None = None) -> Who:
    """``denied`` are told why not; for all others there is no such thing."""
    return {status: roles, 403: BY_CODE | (denied or set()), SIGN_IN: NOBODY, others: REST}


GIVES: Who = {200: MEMBER | KEEPERS, ELSEWHERE: OFFICERS, 403: BY_CODE, SIGN_IN: NOBODY, 404: REST}
"""Whoever sees a duty and has no say about it is shown it instead."""
GIVES_NOT: Who = {ELSEWHERE: OVER_BOTH, 403: BY_CODE, SIGN_IN: NOBODY, 404: REST}

ADDRESSES: dict[str, Rows] = {
    # One's own, and the published roster
    "roster:home": Row(signed_in()),
    "roster:feed": Row(signed_in(405), oneself(ELSEWHERE)),
    "kalender:feed": Row(everybody(404), about="feed", foreign=Row(everybody(404))),
    "roster:watch": Row(seen_by(READERS), about="watch", foreign=Row(seen_by(OVER_BOTH))),
    "roster:poster": Row(seen_by(READERS), about="watch", foreign=Row(seen_by(OVER_BOTH))),
    "roster:wishes": Row(seen_by(MEMBER), seen_by(MEMBER), "watch", Row(seen_by(set()), seen_by(set()))),
    "roster:wishes_of": Row(
        seen_by(MEMBER | KEEPERS), seen_by(MEMBER | KEEPERS), "watcher", Row(seen_by(set()), seen_by(set()))
    ),
    "roster:availability": Row(
        seen_by(KEEPERS), seen_by(KEEPERS), "watch", Row(seen_by(set()), seen_by(set()))
    ),
    "roster:fairness": Row(seen_by(KEEPERS | MEMBER), about="watch", foreign=Row(seen_by(set()))),
    # Setting up
    "roster:open": form(ANY_KEEPERS),
    "roster:setup": page("watch"),
    "roster:rules": kept_form("watch"),
    "roster:seasons": kept_form("watch"),
    "roster:season": kept_form("season"),
    "roster:season_remove": kept_button("season"),
    "roster:posts": page("watch"),
    "roster:post_new": kept_form("watch"),
    "roster:post": page("post"),
    "roster:post_change": kept_form("post"),
    "roster:post_close": kept_button("post"),
    "roster:shift_new": kept_form("post"),
    "roster:shift": kept_form("shift"),
    "roster:shift_close": kept_button("shift"),
    "roster:post_code": page("post"),
    "roster:post_sheet": page("post"),
    "roster:post_code_renew": kept_button("post"),
    "roster:watchers": page("watch"),
    "roster:watcher_add": kept_form("watch"),
    "roster:watcher_add_all": kept_button("watch"),
    "roster:officer_add": kept_form("watch"),
    "roster:leaders": kept_form("watch"),
    "roster:watcher": kept_form("watcher"),
    "roster:watcher_end": kept_button("watcher", 200),
    "roster:groups": page("watch"),
    "roster:group_new": kept_form("watch"),
    "roster:group": kept_form("group"),
    "roster:group_remove": kept_button("group"),
    "roster:pair_add": kept_form("watch"),
    "roster:pair_remove": kept_button("pair"),
    # Making
    "roster:rosters": page("watch"),
    "roster:new_roster": kept_form("watch"),
    "roster:roster": page("draft"),
    "roster:solve": kept_button("draft"),
    "roster:stop_solving": kept_button("draft"),
    "roster:accept_relaxation": kept_button("draft"),
    "roster:publish": kept_form("draft"),
    "roster:discard": kept_button("draft"),
    "roster:resolve": kept_form("published"),
    "roster:cell": kept_form("cell"),
    # Living with it
    "roster:duty": Row(own_among(READERS), about="duty", foreign=Row(own_among(OVER_BOTH))),
    "roster:swap": Row(GIVES, GIVES, "duty", Row(GIVES_NOT, GIVES_NOT)),
    "roster:call": Row(
        own(), own_among(MEMBER | KEEPERS, ELSEWHERE, denied=OFFICERS), "duty",
        Row(own(), own_among(set(), denied=OVER_BOTH)),
    ),
    "roster:attend": Row(  # the member leads there, but is suspended from duty
        own(), own_among(KEEPERS, ELSEWHERE, denied=OFFICERS | MEMBER), "duty",
        Row(own(), own_among(set(), denied=OVER_BOTH)),
    ),
    "roster:answer_swap": Row(
        own(), own_among(READERS, ELSEWHERE), "swap", Row(own(), own_among(OVER_BOTH, ELSEWHERE))
    ),
    "roster:end_call": Row(own(), own_among(MEMBER | KEEPERS, ELSEWHERE), "call", Row(own(), own_among(set()))),
    "roster:answer_call": Row(own(), own_among(MEMBER, ELSEWHERE), "ask", Row(own(), own_among(set()))),
    "roster:now": Row(own_among(READERS), about="watch", foreign=Row(own_among(OVER_BOTH))),
    "roster:check_in": Row(oneself(), oneself(), "post_token", Row(oneself(), oneself())),
    "roster:notes": Row(
        own_among(KEEPERS | OFFICERS), own_among(KEEPERS, denied=OFFICERS), "watch_post",
        Row(own_among(OVER_BOTH), own_among(set(), denied=OVER_BOTH)),
    ),
    "roster:erase_note": Row(own(), own_among(KEEPERS, ELSEWHERE), "note", Row(own(), own_among(set()))),
}  # fmt: skip

OPERATIONS: dict[str, Rows] = {
    "GET /roster/on-duty": Row(
        {200: OFFICERS | KEEPERS | MEMBER | {"ketua_rw", "kunci_lurah"}, 401: {"anonim"}, 403: REST}
    ),
    "GET /roster/own": Row({403: BY_CODE | {"kunci_lurah", "kunci_mati"}, 401: {"anonim"}, 200: REST}),
}

"""What is promised about reports: who works on it, hands it on, confirms it, watches it, and who writes the rules.

What nobody else was given in RT 02 is the kelurahan's; by a rule, suggestions are the head of RW 03's. One report waits
for somebody's word that it is done, each for what the kelurahan, the RW, and the Polsek did; one was offered to the
Polsek; one handed to an authority outside. The neighbouring kelurahan has the same, but nobody in its RW.
"""

from dataclasses import replace

from rukun.config.tests.access_table.kinds import (
    ABOUT_MEMBER,
    COMPLAINTS,
    ORDINARY,
    VIOLENCE,
    Kind,
    button,
    handled,
    page,
    seen,
    told_by,
)
from rukun.config.tests.access_table.roles import (
    ASK,
    FOR_POLSEK,
    HANDLE,
    HEAR,
    IDENTIFY,
    NOBODY,
    OWE,
    READ_REPORTS,
    REST,
    RULE,
    WATCH,
)
from rukun.config.tests.access_table.rows import (
    ELSEWHERE,
    SIGN_IN,
    Key,
    Row,
    Rows,
    Who,
    everybody,
    everywhere,
    form,
    form_for,
    only,
)


def _of(about: str, doing: set[str], doing_there: set[str] | None = None) -> Kind:
    """An ordinary one, of which these do something."""
    return replace(ORDINARY, about=about, handle=doing, handled_there=doing_there or set())


# Whose it is works on it, and says what became of it. As the report came in, its version is 1.
OWED = _of("report", OWE)
BY_RULE = _of("by_rule", {"ketua_rw"})
ABOUT_RT, ABOUT_KELURAHAN = COMPLAINTS[2:]
REASON = "Bukan milik kelurahan, dan tidak ada anggarannya."
GIVEN_UP = {"seen": 1, "claim_id": "019a0000-0000-7000-8000-000000000003", "words": REASON}

WORKING: dict[str, Rows] = {
    "report:coordinate": handled((OWED,), ELSEWHERE, ELSEWHERE, seen=1, words="Sudah ditelepon."),
    "report:start": handled(
        (OWED, BY_RULE, VIOLENCE, ABOUT_RT, ABOUT_KELURAHAN), ELSEWHERE, ELSEWHERE, seen=1, words="Kami ke sana."
    ),
    "report:claim": page(OWED, BY_RULE, VIOLENCE),
    "report:cannot": handled((OWED, ABOUT_KELURAHAN), 200, ELSEWHERE, **GIVEN_UP),
    # Whoever reads it may ask; it takes back one's own step of the last minutes, or says that there is none.
    "report:undo": handled((_of("claimed", READ_REPORTS, {"kapolsek"}), VIOLENCE), 405, ELSEWHERE),
    "report:presence": seen(ORDINARY, VIOLENCE, ABOUT_MEMBER),
}  # fmt: skip


def _answered(about: str, reading: Kind, confirming: set[str], there: set[str]) -> Row:
    """Whether it is so is said by whoever reads it and has nothing to do with its owner, by POST."""
    return Row(
        told_by(reading.read, reading.read, ELSEWHERE), told_by(confirming, reading.read, ELSEWHERE), about,
        Row(told_by(reading.there, reading.there, ELSEWHERE), told_by(there, reading.there, ELSEWHERE)),
        sent={"claim": Key(f"{about}_claim"), "words": "Saya ke sana tadi pagi."},
    )  # fmt: skip


ANSWERED = (
    _answered("claimed", ORDINARY, READ_REPORTS - OWE, {"kapolsek"}),
    _answered("claimed_by_rw", ORDINARY, READ_REPORTS - {"ketua_rw"}, {"kapolsek"}),
    _answered("claimed_by_polsek", ORDINARY, READ_REPORTS - FOR_POLSEK, set()),
    _answered("protected_claimed", VIOLENCE, set(), set()),  # only whoever reported it
    _answered("member_claimed", ABOUT_MEMBER, HEAR - {"lurah"}, {"kapolsek"}),
)

# Whoever handles it hands it on, and its owner.
HAND_ON = (
    _of("by_rule", HANDLE | {"ketua_rw"}),
    _of("claimed_by_polsek", HANDLE | FOR_POLSEK, {"kapolsek"}),
)
OFFERED = _of("offered", FOR_POLSEK, {"kapolsek"})
OUTSIDE = _of("outside", HANDLE)
WHICH, WHICH_OUTSIDE = Key("offer"), Key("handed")

HANDING: dict[str, Rows] = {
    "report:hand": page(ORDINARY, *HAND_ON, VIOLENCE, ABOUT_MEMBER),
    "report:take": handled((OFFERED,), 405, ELSEWHERE, handoff=WHICH),
    "report:decline": handled((OFFERED,), 200, ELSEWHERE, handoff=WHICH, reason=REASON),
    "report:take_back": (
        *handled((_of("offered", HANDLE),), 405, ELSEWHERE, handoff=WHICH),
        *handled((OUTSIDE,), 405, ELSEWHERE, handoff=WHICH_OUTSIDE),
    ),
    "report:new_link": handled((OUTSIDE,), 405, 200),
    "report:enter_answer": handled((OUTSIDE,), 200, ELSEWHERE, outcome="accepted", words="Bagian jalan menelepon."),
    "report:letter": handled((OUTSIDE,), 405, 200),
    "report:letters": Row(
        only(ASK, 405), {200: HANDLE, ELSEWHERE: ASK - HANDLE, SIGN_IN: NOBODY, 403: REST},
        foreign=Row(only(ASK, 405), only(ASK, ELSEWHERE)), sent={"laporan": Key("outside"), "secret": ""},
    ),
    # What one may not hand on is not handed on, and of what one does not see it says no more than how many.
    "report:bulk": Row(only(ASK), only(ASK), "report", Row(only(ASK), only(ASK)), query="laporan"),
    "report:merge": (
        *page(ORDINARY),
        *handled((VIOLENCE, ABOUT_MEMBER), ELSEWHERE, ELSEWHERE),  # is never merged
    ),
    "report:unmerge": button(ORDINARY, VIOLENCE),
    "commitment:handed": Row(
        everybody(), everybody(), foreign=Row(everybody(), everybody()), sent={"secret": Key("link")}
    ),
}  # fmt: skip

WATCHING: dict[str, Rows] = {
    "report:views": form(ASK),
    "report:following": Row(only(WATCH)),
    "report:following_paper": Row(only(WATCH)),
    "report:late": Row(only(WATCH)),
    "report:export_choose": Row(only(HANDLE)),
    "report:export": Row(only(HANDLE, 405), only(HANDLE), "format", Row(only(HANDLE, 405), only(HANDLE, 404))),
}

SEES_RULES = RULE | HANDLE
ENDED: Who = {200: RULE, SIGN_IN: NOBODY, 403: REST}

RULES: dict[str, Rows] = {
    "report:rules": Row(only(SEES_RULES)),
    "report:rule_try": Row(only(SEES_RULES)),
    "report:rule_add": form(RULE),
    "report:rule_end": form_for("rule", ENDED, only(SEES_RULES, 404)),
}

# Photos of proof: as those of the report, and whoever acts for its owner covers them too.
PROOF = _of("proof", HANDLE)
OF_VIOLENCE = replace(VIOLENCE, about="proof_of_violence")
BY_RW = replace(_of("proof_of_rw", HANDLE | {"ketua_rw"}), read=HANDLE | {"ketua_rw"}, there=set())

PROOFS: dict[str, tuple[Row, ...]] = {
    "report:photo": seen(OF_VIOLENCE),
    "report:photo_list": seen(PROOF, BY_RW, OF_VIOLENCE),
    "report:photo_paint": (*page(PROOF), *handled((replace(BY_RW, read=READ_REPORTS, there={"kapolsek"}),), 200, 200)),
    "report:photo_clear": button(PROOF),
}
"""Beside what is said of a report's own photos."""
CLOSER: dict[str, tuple[Row, ...]] = {
    "report:exact_place": handled((_of("by_rule", HANDLE),), 405, 200),
    "report:contact": handled((_of("by_rule", IDENTIFY),), ELSEWHERE, 200, reason="Perlu ditanyakan letaknya."),
    "report:ask": handled(
        (_of("by_rule", HANDLE | {"ketua_rw"}), _of("claimed_by_polsek", HANDLE | FOR_POLSEK, {"kapolsek"})),
        ELSEWHERE, 200, text="?", message_id="",
    ),
}  # fmt: skip
"""To owe something brings nobody closer to whoever reported it, but to put a ready question: beside what is said of
other reports. What is no such question comes back with the page."""
TOKENS: dict[str, Rows] = {
    "report:proof_photo": (everywhere(everybody(), "token"), everywhere(everybody(404), "kelurahan")),
}
"""Whoever was shown it with a receipt code: no sign-in says who that is."""

ADDRESSES: dict[str, Rows] = {
    **WORKING, **HANDING, **WATCHING, **RULES, **TOKENS, "report:confirm": ANSWERED,
    "report:reject": (ANSWERED[0], ANSWERED[3]),
}  # fmt: skip

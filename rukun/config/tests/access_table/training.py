"""Partner organisations, their members, training, and who is fit for duty.

Of RT 02 is Mitra Kampung, an ormas of the whole kelurahan, with a member who is one of the cast; a siskamling of RW 03;
and a group that has only applied. The neighbouring kelurahan has the same.
"""

from rukun.config.tests.access_table.roles import (
    ADMIN,
    BELONG,
    BY_CODE,
    CHAIR,
    DUTY,
    FOR_KELURAHAN,
    FOR_POLSEK,
    FOR_RW,
    INVITED,
    MANAGE,
    MEMBER,
    NOBODY,
    OVER_BOTH,
    REST,
    SEE_HERE,
    SEE_SOME,
    SUSPEND,
    TEACH,
    VERIFY,
    VERIFY_ORMAS,
    VERIFY_RONDA,
)
from rukun.config.tests.access_table.rows import (
    ELSEWHERE,
    NOT_FOR_ANYBODY,
    SIGN_IN,
    Row,
    Rows,
    Who,
    among,
    everybody,
    everywhere,
    form,
    form_for,
    hidden,
    oneself,
    only,
    post_about,
    seen_by,
    signed_in,
)

# An application is no matter of the public's: who verifies nothing is told so, who does so elsewhere finds nothing.
# About a partner, who is public, both are told why not.
APPLIED = among(VERIFY, VERIFY_ORMAS)
DECIDED_BY_VERIFIERS = (
    form_for("partner", only(VERIFY_ORMAS), only(OVER_BOTH)),
    form_for("ronda", only(VERIFY_RONDA), only(OVER_BOTH)),
    form_for("application", APPLIED, hidden(VERIFY)),
)
BOARD_OR_ONESELF = post_about("membership", seen_by(CHAIR | MEMBER, ELSEWHERE), NOT_FOR_ANYBODY)
ONLY_THE_MEMBER = seen_by(MEMBER, ELSEWHERE)
"""Who is suspended; the authorities answer and read in nobody's place."""
AGAIN: Who = {200: FOR_POLSEK, ELSEWHERE: FOR_KELURAHAN, SIGN_IN: NOBODY, 403: REST}
"""The kelurahan has suspended the member already, and is sent on to that."""

PARTNERS: dict[str, Rows] = {
    "training:partners": Row(everybody()),
    "training:partner_ways": Row(everybody()),
    "training:apply_for_partnership": (
        form_for("kind", everybody(), everybody(404)),
        # In the name of a registered organisation: its board, and who manages people there.
        Row(only(MANAGE | CHAIR), only(MANAGE | CHAIR), "registered", Row(only(ADMIN), only(ADMIN)), "organisasi"),
    ),
    "training:partner_status": Row(everybody(), everybody()),
    "training:partner": (
        everywhere(everybody(), "partner"),
        Row(
            {200: VERIFY_ORMAS | INVITED, 404: REST}, about="application",  # those invited are who applied
            foreign=Row({200: OVER_BOTH, 404: REST}),
        ),
    ),
    "training:partner_chair": (  # whose number is written there is nobody's business once it is a partner
        post_about("application", APPLIED, hidden(VERIFY), only(VERIFY, 405)),
        post_about("partner", only(set()), only(set()), only(VERIFY, 405)),
    ),
    "training:verify_partner": DECIDED_BY_VERIFIERS,
    "training:partner_agreement": (
        form_for("partner", only(FOR_KELURAHAN), only(set())),
        form_for("ronda", only(VERIFY_RONDA), only(OVER_BOTH)),  # none on paper: who verifies prolongs
        form_for(
            "application",
            {200: FOR_KELURAHAN, 404: FOR_RW, SIGN_IN: NOBODY, 403: REST},
            hidden(VERIFY, 403),
        ),
    ),
    "training:suspend_partner": DECIDED_BY_VERIFIERS,
    "training:restore_partner": (
        *DECIDED_BY_VERIFIERS,
        form_for("stopped", only(FOR_KELURAHAN), only(set())),  # in whose name it was suspended, they restore it
    ),
    "training:end_partner": (
        form_for("partner", only(VERIFY_ORMAS | CHAIR), only(OVER_BOTH)),
        form_for("ronda", only(VERIFY_RONDA), only(OVER_BOTH)),
        form_for(  # who applied sees it, and takes it back by the receipt
            "application", {200: VERIFY_ORMAS, SIGN_IN: NOBODY, 403: INVITED, 404: REST}, seen_by(OVER_BOTH)
        ),
    ),
    "training:partner_document": post_about("paper", APPLIED, hidden(VERIFY), only(VERIFY, 405)),  # even of a partner
}  # fmt: skip

MEMBERS: dict[str, Rows] = {
    "training:member_organisations": Row(only(SEE_SOME)),
    "training:members": Row(
        among(SEE_SOME, SEE_HERE | CHAIR), about="mitra", foreign=Row(hidden(SEE_SOME))
    ),
    "training:invite_member": form_for(
        "mitra",
        {200: CHAIR, 404: SEE_SOME - SEE_HERE - CHAIR, SIGN_IN: NOBODY, 403: REST},
        hidden(SEE_SOME, 403),
    ),
    "training:answer_applicant": post_about(
        "applicant", among(SEE_SOME, CHAIR, ELSEWHERE), among(SEE_SOME, set()), only(SEE_SOME, 405)
    ),
    "training:member": Row(
        {200: CHAIR, ELSEWHERE: MEMBER, SIGN_IN: NOBODY, 404: REST}, about="membership", foreign=Row(NOT_FOR_ANYBODY)
    ),
    "training:accept_member": post_about(
        "membership", {ELSEWHERE: CHAIR, SIGN_IN: NOBODY, 403: MEMBER, 404: REST}, NOT_FOR_ANYBODY
    ),
    "training:let_member_in": (
        post_about("newcomer", seen_by(CHAIR), NOT_FOR_ANYBODY),
        post_about("membership", {ELSEWHERE: CHAIR, SIGN_IN: NOBODY, 403: MEMBER, 404: REST}, NOT_FOR_ANYBODY),
    ),
    "training:pause_membership": BOARD_OR_ONESELF,
    "training:resume_membership": BOARD_OR_ONESELF,
    "training:leave": BOARD_OR_ONESELF,
    "training:join": (
        form_for("mitra", {ELSEWHERE: BELONG, 200: REST}, everybody()),
        form_for("organisation", everybody(404), everybody(404)),  # no group that takes members here
    ),
    "training:joined": everywhere(everybody(), "mitra"),
    "training:own_duty": Row(oneself()),
    "training:consent": form_for(
        "invited",
        {200: INVITED, SIGN_IN: NOBODY, 403: BY_CODE, 404: REST},  # nobody agrees for somebody else, no board either
        oneself(404),
    ),
    "training:sign_conduct": Row(oneself(), oneself()),
    "training:conduct": Row(everybody()),
    "training:conduct_pdf": Row(everybody()),
}  # fmt: skip

TRAINING: dict[str, Rows] = {
    "training:courses": Row(everybody()),
    "training:learning_worker": Row(everybody()),
    "training:learning_offline": Row(everybody()),
    "training:course": Row(everybody(), about="course", foreign=Row(everybody(404))),
    "training:course_pdf": Row(everybody(), about="course", foreign=Row(everybody(404))),
    "training:quiz": Row(oneself(), oneself(ELSEWHERE), "course", Row(oneself(404), oneself(404))),
    "training:quiz_result": Row(
        {200: MEMBER, SIGN_IN: NOBODY, 403: BY_CODE, 404: REST}, about="attempt", foreign=Row(oneself(404))
    ),
    "training:check_certificate": Row(everybody(), everybody()),
    "training:certificate": everywhere(everybody(), "code"),
    "training:certificate_pdf": (
        Row(seen_by(TEACH | MEMBER), about="certificate", foreign=Row(NOT_FOR_ANYBODY)),
        Row(seen_by(TEACH | MEMBER, 403), about="revoked", foreign=Row(NOT_FOR_ANYBODY)),
    ),
    "training:revoke_certificate": form_for("certificate", only(TEACH), hidden(TEACH)),
    "training:training": Row(only(TEACH)),
    "training:training_csv": Row(only(TEACH)),
    "training:remind": Row(only(TEACH, 405), only(TEACH, ELSEWHERE)),
    "training:reminders_seen": Row(signed_in(405), oneself(ELSEWHERE)),
    "training:pupil": Row(only(TEACH), about="pupil", foreign=Row(hidden(TEACH))),
    "training:classes": Row(only(TEACH)),
    "training:new_class": form(TEACH),
    "training:class": Row(only(TEACH), about="class", foreign=Row(hidden(TEACH))),
    "training:correct_class": Row(
        only(TEACH, ELSEWHERE), only(TEACH), "class", Row(hidden(TEACH, ELSEWHERE), hidden(TEACH)),
        sent={"reason": "Keliru dicatat."},
    ),
}  # fmt: skip

FITNESS: dict[str, Rows] = {
    "training:duty": form(DUTY),
    "training:suspensions": Row(only(SUSPEND)),
    "training:suspend": (
        Row(only(SUSPEND, ELSEWHERE), only(SUSPEND, ELSEWHERE)),  # whom? is chosen in the list of members
        Row(AGAIN, AGAIN, "pupil", Row(hidden(SUSPEND), hidden(SUSPEND)), "orang"),
    ),
    "training:suspension": Row(seen_by(SUSPEND | MEMBER), about="suspension", foreign=Row(seen_by(OVER_BOTH))),
    "training:read_suspension": post_about("suspension", only(SUSPEND), hidden(SUSPEND), only(SUSPEND, 405)),
    "training:suspension_seen": post_about("suspension", ONLY_THE_MEMBER, NOT_FOR_ANYBODY),
    "training:answer_suspension": Row(
        ONLY_THE_MEMBER, ONLY_THE_MEMBER, "suspension", Row(NOT_FOR_ANYBODY, NOT_FOR_ANYBODY),
        sent={"text": "Bukan saya."},
    ),
    # The kelurahan suspended: the Polsek reviews, the kelurahan lifts.
    "training:review_suspension": Row(
        only(SUSPEND, ELSEWHERE), only(FOR_POLSEK, ELSEWHERE), "suspension",
        Row(hidden(SUSPEND, ELSEWHERE), hidden(SUSPEND, ELSEWHERE)), sent={"upheld": "ya", "reason": "Beralasan."},
    ),
    "training:lift_suspension": Row(
        only(SUSPEND, ELSEWHERE), only(FOR_KELURAHAN, ELSEWHERE), "suspension",
        Row(hidden(SUSPEND, ELSEWHERE), hidden(SUSPEND, 403)), sent={"reason": "Sudah jelas."},
    ),
}  # fmt: skip

ADDRESSES: dict[str, Rows] = {**PARTNERS, **MEMBERS, **TRAINING, **FITNESS}

OPERATIONS: dict[str, Rows] = {
    "GET /partners": Row(everybody()),
    "GET /partners/{id}": (everywhere(everybody(), "partner"), everywhere(everybody(404), "application")),
    "GET /certificates/{code}": everywhere(everybody(), "code"),
    "GET /training/courses": Row(everybody()),
    # It changes nothing; asking about many persons takes a key all the same
    "POST /duty/check": Row(
        everybody(405), {200: {"kunci_lurah"}, 403: {"kunci_mati"}, 401: REST},
        sent={"persons": ["01900000-0000-7000-8000-000000000010"], "at": "2026-03-01T22:00:00+07:00"},
    ),
}  # fmt: skip

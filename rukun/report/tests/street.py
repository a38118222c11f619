"""A street on which three reports come in, for ``test_promises_kept``: who is there, and what always holds."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from random import Random
from typing import Any
from uuid import UUID

import time_machine
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from rukun.almanac.errors import AlmanacError
from rukun.commitment import verbs
from rukun.commitment.access import INVOLVED
from rukun.commitment.algo import states
from rukun.commitment.clocks import CLOCKS
from rukun.commitment.errors import CommitmentError
from rukun.commitment.models import Claim, Commitment, Handoff, Step
from rukun.commitment.owners import Owner
from rukun.commitment.queries import open_handoff, waiting_claim
from rukun.evidence.errors import EvidenceError
from rukun.evidence.models import Photo
from rukun.guard import Actor, Decision, Refused
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.people.errors import PeopleError
from rukun.people.tests.factories import SYSTEM, person
from rukun.report.actions import owing
from rukun.report.actions.rules import add_rule
from rukun.report.categories import CATEGORIES
from rukun.report.errors import ReportError
from rukun.report.models import Report
from rukun.report.tests.factories import KELURAHAN, RT, RW, jpeg, report, town

DISTRICT = "31.73.07"
BEGIN = datetime(2026, 11, 3, 2, tzinfo=UTC)  # a Tuesday morning in Jakarta
OFFICES = {
    "lurah": ("lurah", KELURAHAN),
    "sekretaris": ("sekretaris_kelurahan", KELURAHAN),
    "bhabin": ("bhabinkamtibmas", KELURAHAN),
    "posko": ("petugas_posko", KELURAHAN),
    "rw": ("ketua_rw", RW),
    "rt": ("ketua_rt", RT),
    "pelindung": ("petugas_pelindungan", KELURAHAN),
    "camat": ("camat", DISTRICT),
}
FIT = "fit"
REFUSALS = (CommitmentError, ReportError, EvidenceError, AlmanacError, PeopleError, Refused)
TABLES = (Report, Commitment, Step, Claim, Handoff, Photo)
NEW_TIME = {verbs.TAKEN.name, verbs.OWNER_GONE.name}
"""Only with another owner does what was late begin anew."""
MORE_TIME = NEW_TIME | {verbs.RECOUNTED.name, verbs.REASSIGNED.name}


@dataclass(frozen=True)
class Stand:
    """How a report stands between two steps, and who is asked to take it."""

    report: Report
    asked: Handoff | None

    @property
    def owed(self) -> Commitment:
        assert self.report.commitment is not None
        return self.report.commitment


class Back(Exception):
    """Take back what was only tried."""


def anything(*, often: int = 1, **draws: Sequence[Any]) -> Callable[[Callable[..., None]], Any]:
    """A rule that draws from these. What it draws from, and how ``often``, stays with it, for ``Street.walks``."""

    def decorate(act: Callable[..., None]) -> Any:
        drawn: dict[str, Any] = {name: st.sampled_from(each) for name, each in draws.items()}
        decorated: Any = rule(**drawn)
        step = decorated(act)
        step.draws, step.fits, step.often = draws, None, often
        return step

    return decorate


def about(
    fits: Callable[[Stand], bool], *, often: int = 1, **draws: Sequence[Any]
) -> Callable[[Callable[..., None]], Any]:
    """A rule about one of the reports that fit: of the others it would only be refused, and prove little."""

    def decorate(act: Callable[..., None]) -> Any:
        @wraps(act)
        def chosen(self: "Street", number: int, **drawn: Any) -> None:
            able = [place for place, each in enumerate(self.stands) if fits(each)]
            act(self, able[number % len(able)], **drawn)

        step = precondition(lambda self: any(map(fits, self.stands)))(
            anything(often=often, number=range(6), **draws)(chosen)
        )
        step.fits, step.often = fits, often
        step.draws = {"number": range(6), **draws}
        return step

    return decorate


def anyhow(_each: Stand) -> bool:
    return True


def awaiting(each: Stand) -> bool:
    return each.owed.state == states.AWAITING


def in_turn(each: Stand) -> bool:
    return each.owed.state in states.OWNERS_TURN and each.owed.joined_id is None and each.asked is None


def offered(each: Stand) -> bool:
    return each.asked is not None and not each.asked.outside


def outside_now(each: Stand) -> bool:
    return each.asked is not None and each.asked.outside


def still_open(each: Stand) -> bool:
    return each.report.closed_at is None


def over(each: Stand) -> bool:
    return each.report.closing in states.ENDED


def merged(each: Stand) -> bool:
    return each.report.merged_into_id is not None


def aside(each: Stand) -> bool:
    return each.report.closing == "spam"


class Street(RuleBasedStateMachine):
    """Three reports, eight offices and whoever reported; what is refused changes no row.

    ``seen`` counts what really happened, by the verb and by what kind of actor: a rule whose every try is refused
    proves nothing.
    """

    def __init__(self, seen: Counter[str]) -> None:
        super().__init__()
        self.seen = seen
        self.undo = ExitStack()
        self.clock = self.undo.enter_context(time_machine.travel(BEGIN, tick=False))
        self.undo.enter_context(undone())
        self.photos, self.picture = 0, jpeg()
        self.links: dict[UUID, str] = {}
        self.known: dict[UUID, Commitment] = {}
        self.due: dict[UUID, tuple[str, datetime | None]] = {}
        self.ended: dict[UUID, str] = {}
        self.decided: datetime | None = None
        """When days off were decided, as long as the timed job has not counted anew."""

    def teardown(self) -> None:
        for verb, by in Step.objects.values_list("verb", "by"):
            self.seen[f"{verb} {by.partition(':')[0]}"] += 1
        self.seen.update(Entry.objects.filter(verb__startswith="report.").values_list("verb", flat=True))
        self.undo.close()

    @initialize()
    def begins(self) -> None:
        town()
        self.people = {name: person(title, unit, name=name.title()) for name, (title, unit) in OFFICES.items()}
        self.who: dict[str, Actor] = {name: actor_of(each) for name, each in self.people.items()}
        add_rule(
            actor=SYSTEM,
            unit=KELURAHAN,
            category="kriminal",
            owner=Owner(KELURAHAN, title="bhabinkamtibmas"),
            clock="tiga_hari",
            since=BEGIN.date(),
            rule_id=new_id(),
        )
        self.reports: list[Report] = []
        for more in ({"category": "kriminal", "happened_about": "now"}, {"channel": "posko"}, {}):
            words = f"Lampu gang mati di ujung {len(self.reports)}."
            self.reports.append(report(unit=RT, words=words, **{"category": "keadaan", **more})[0])
            self.clock.shift(timedelta(minutes=1))

    def walks(self, chance: Random, steps: int) -> None:
        """Do anything that fits, without the preferences by which an example is searched that is easily told."""
        able = [each for each in vars(type(self)).values() for _time in range(getattr(each, "often", 0))]
        self.begins()
        self.holds()
        for _each in range(steps):
            act = chance.choice([each for each in able if each.fits is None or any(map(each.fits, self.stands))])
            act(self, **{name: chance.choice(each) for name, each in act.draws.items()})
            self.holds()

    def holds(self) -> None:
        self.looks_around()
        self.one_owner_and_nothing_done_alone()
        self.time_never_runs_backwards()
        self.nobody_gets_more_time_but_with_a_new_owner_or_calendar()
        self.reports_stand_as_their_promises_do()

    # What rules ask for

    @invariant()
    def looks_around(self) -> None:
        asked: dict[UUID | None, Handoff] = {each.commitment_id: each for each in Handoff.objects.filter(ended_at=None)}
        found = {each.pk: each for each in Report.objects.select_related("commitment")}
        self.stands = [Stand(found[each.pk], asked.get(found[each.pk].commitment_id)) for each in self.reports]

    def attempt(self, what: Callable[[], Any]) -> Any:
        before = rows()
        try:
            with transaction.atomic():
                return what()
        except REFUSALS:
            assert rows() == before, "what is refused leaves no trace"
            return None

    def chosen(self, who: str, may: Callable[[Actor], Decision]) -> Actor:
        """One of the offices; ``FIT``: the first that may, if there is one."""
        if who != FIT:
            return self.who[who]
        return next((each for each in self.who.values() if may(each).allowed), self.who["rt"])

    def fresh(self, number: int) -> Report:
        return Report.objects.get(pk=self.reports[number].pk)

    def owed(self, number: int) -> Commitment:
        return Commitment.objects.get(about_id=self.reports[number].pk)

    def claim_of(self, number: int) -> UUID:
        claim = waiting_claim(self.owed(number))
        return claim.pk if claim else new_id()

    def proof(self, *, like_another: bool = False) -> list[tuple[UUID, bytes]]:
        """A photo; or another file of what one of the first photos shows."""
        self.photos += 1
        if like_another:
            return [(new_id(), self.picture + self.photos.to_bytes(2, "big"))]
        return [(new_id(), jpeg(seed=self.photos))]

    # What always holds

    @invariant()
    def one_owner_and_nothing_done_alone(self) -> None:
        for row in Commitment.objects.all():
            assert (row.owner_organisation_id is None) != (row.owner_title == "")
            claims = list(Claim.objects.select_related("step").filter(commitment=row))
            if row.state in states.ENDED:
                last = max(claims, key=lambda each: each.step.number if each.step else 0)
                assert (last.verdict == "confirmed" and last.answered_by != last.by) or (
                    last.verdict == "unanswered" and row.closing == "unconfirmed"
                )
                assert row.state == states.CANNOT or last.kind in (Claim.PHOTO, Claim.MINUTES)
                if row.closing in ("office", "sample"):
                    assert row.local, "of what only few may know, nobody else than the reporter says so"
                    worked = Step.objects.filter(commitment=row, by=last.answered_by, verb__in=INVOLVED)
                    assert not worked.exists(), "who worked on it never confirms it"
            assert sum(each.verdict == "" for each in claims) == (row.state == states.AWAITING)

    @invariant()
    def time_never_runs_backwards(self) -> None:
        for row in Commitment.objects.all():
            assert row.spent >= self.spent_before(row)
            clock, due = self.due.get(row.pk, (row.clock, None))
            assert not (row.due_at and due) or clock != row.clock or row.due_at >= due
            self.due[row.pk] = row.clock, row.due_at or (due if clock == row.clock else None)
            runs, handoff = row.running_since is not None, open_handoff(row)
            assert (row.due_at is not None) == (runs and row.joined_id is None)
            if not (handoff and handoff.outside and CLOCKS[row.clock].waits_outside):
                assert runs == (row.state in states.OWNERS_TURN)  # else it stands as long as there is time for that

    def spent_before(self, row: Commitment) -> int:
        return self.known[row.pk].spent if row.pk in self.known else 0

    @invariant()
    def nobody_gets_more_time_but_with_a_new_owner_or_calendar(self) -> None:
        happened = defaultdict(set)
        for commitment, number, verb in Step.objects.values_list("commitment", "number", "verb"):
            if commitment in self.known and number > self.known[commitment].version:
                happened[commitment].add(verb)
        for row in Commitment.objects.all():
            before = self.known.get(row.pk, row)
            assert row.stage >= before.stage or happened[row.pk] & NEW_TIME, "what was late stays so"
            more = row.allowance > before.allowance and row.due_at != before.due_at
            assert not more or happened[row.pk] & MORE_TIME or self.decided
            assert row.reopened >= before.reopened or verbs.UNDONE.name in happened[row.pk]
            self.known[row.pk] = row

    @invariant()
    def reports_stand_as_their_promises_do(self) -> None:
        into = dict(Report.objects.values_list("pk", "merged_into"))
        for first in list(into):
            seen, key = {first}, into[first]
            while key is not None:
                assert key not in seen, "merged in a circle"
                seen.add(key)
                key = into[key]
        for row in Report.objects.select_related("commitment"):
            own, owed = row.commitment, owing.owed_about(row)
            assert own is not None
            assert owed is not None
            ordinary = CATEGORIES[row.category].kind == "ordinary"
            assert bool(own.book) == ordinary, "no neighbourhood's book tells of what few may know"
            assert ordinary or not (row.merged_into_id or row.pk in into.values()), "that is merged with nothing"
            if row.closing in owing.GONE:
                assert own.state == self.ended.get(row.pk, states.VOID), "what had ended stays so, all else falls away"
            else:
                assert own.state != states.VOID
                assert (row.closing or "open") == (owed.state if owed.state in states.ENDED else "open")


@contextmanager
def undone() -> Iterator[None]:
    with suppress(Back), transaction.atomic():
        yield
        raise Back


def rows() -> list[Any]:
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def standing() -> list[Any]:
    """How promises stand, without their versions and the moments of the last step."""
    found = Commitment.objects.order_by("pk").values(
        "state",
        "owner_organisation",
        "owner_title",
        "clock",
        "spent",
        "allowance",
        "stage",
        "joined",
        "closing",
        "due_at",
    )
    return [list(found), list(Report.objects.order_by("pk").values("category", "merged_into", "closing", "closed_at"))]

"""What a trainer sees, and what somebody sees of their own training."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.almanac.queries import next_ramadan
from rukun.guard import Actor
from rukun.territory import queries as territory
from rukun.training.access import teaching as access
from rukun.training.access.members import own_key
from rukun.training.actions.teaching import REMINDED_EVERY
from rukun.training.algo.fitness import NO_PAPER, PAPER_EXPIRED, PAPER_REVOKED, REFRESH
from rukun.training.algo.lacking import ENDS, VALID, CourseStanding
from rukun.training.content import courses
from rukun.training.models import Certificate, CourseClass, Membership, MembershipState, Reminder
from rukun.training.queries.lacking import Training, training_of
from rukun.training.queries.progress import progress_of
from rukun.training.queries.verifying import WORDS, Verdict, judged
from rukun.training.todo import Todo
from rukun.ui.dates import in_words, last_day

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

STANDINGS: "dict[str, tuple[str, _StrPromise]]" = {
    VALID: ("done", gettext_lazy("sampai %s")),
    ENDS: ("waiting", gettext_lazy("hanya sampai %s")),
    REFRESH: ("working", gettext_lazy("perlu penyegaran")),
    PAPER_EXPIRED: ("off", gettext_lazy("sudah habis")),
    PAPER_REVOKED: ("off", gettext_lazy("dicabut")),
    NO_PAPER: ("off", gettext_lazy("belum ada")),
}
"""The badge of each standing, and its words; ``%s`` is the last day on which it counts."""


@dataclass(frozen=True)
class Line:
    """A member and how they stand with each course. ``reminded_at`` is when they were last reminded."""

    person: UUID
    name: str
    state: str
    training: Training
    reminded_at: datetime | None

    @property
    def has_none(self) -> bool:
        """Whether they have never had a certificate of any of them."""
        return all(each.code == NO_PAPER for each in self.training.standings.values())

    @property
    def lacks(self) -> list[tuple[str, str]]:
        """Of each course that is missing the badge and its words."""
        shown = [(courses()[code].title, *told(self.training.standings[code])) for code in self.training.lacks]
        return [(kind, f"{title}: {words}") for title, kind, words in shown]

    @property
    def to_remind(self) -> bool:
        """Whether they lack something and were not reminded these days."""
        rested = self.reminded_at is None or self.reminded_at <= timezone.now() - REMINDED_EVERY
        return bool(self.training.lacks) and rested


@dataclass(frozen=True)
class Roster:
    """An organisation and its members: who lacks most comes first."""

    id: UUID
    name: str
    unit: str
    lines: list[Line]

    @property
    def complete(self) -> int:
        """How many will have every course that duty needs."""
        return sum(not line.training.lacks for line in self.lines)

    @property
    def to_remind(self) -> int:
        return sum(line.to_remind for line in self.lines)

    def by_course(self) -> list[tuple[str, int, int, int]]:
        """Of each course how many do not have it, how many have it until that day, and how many only until before."""
        rows = []
        for code in self.lines[0].training.standings if self.lines else ():
            held = [line.training.standings[code].code for line in self.lines]
            valid, ends = held.count(VALID), held.count(ENDS)
            rows.append((courses()[code].title, len(held) - valid - ends, valid, ends))
        return rows


@dataclass(frozen=True)
class ShownCertificate:
    """A certificate as its holder and their trainers see it."""

    certificate: Certificate
    title: str
    verdict: Verdict
    until: datetime

    @property
    def words(self) -> str:
        return str(WORDS[self.verdict])

    @property
    def counts(self) -> bool:
        return self.verdict in (Verdict.VALID, Verdict.RENEW)

    @property
    def printable(self) -> bool:
        """Whether it has neither expired nor been revoked: one of an earlier version is still a certificate of that."""
        return self.verdict not in (Verdict.EXPIRED, Verdict.REVOKED)

    @property
    def last_day(self) -> date:
        return last_day(self.until)


def usual_day() -> date:
    """The day by which training is wanted unless a trainer names another: the next 1 Ramadan, from tomorrow on."""
    return next_ramadan(timezone.localdate() + timedelta(days=1), territory.begin())


def told(standing: CourseStanding) -> tuple[str, str]:
    """The badge and the words for how somebody stands with a course."""
    kind, words = STANDINGS[standing.code]
    return kind, str(words).replace("%s", in_words(last_day(standing.until)) if standing.until else "")


def organisations_taught(actor: Actor) -> QuerySet[Membership, dict[str, Any]]:
    """Those whose members could go on duty, by name: ``organisation``, its ``name`` and ``unit``, its ``members``."""
    return _organisations(access.members_for_duty(actor))


def organisations_in_class(actor: Actor) -> QuerySet[Membership, dict[str, Any]]:
    """The same with those that report only: they may learn what they like."""
    return _organisations(access.members_taught(actor))


def rosters_of(actor: Actor, organisations: Collection[UUID], by: date) -> list[Roster]:
    """These organisations, as far as the actor teaches them, and how their members stand. Two queries, however many."""
    state = MembershipState.objects.filter(membership=OuterRef("pk")).order_by("-since", "-pk").values("state")[:1]
    reminded = Reminder.objects.filter(person=OuterRef("person")).order_by("-made_at").values("made_at")[:1]
    members = (
        access.members_for_duty(actor)
        .filter(organisation__in=organisations)
        .select_related("person", "organisation")
        .annotate(state=Subquery(state), reminded_at=Subquery(reminded))
        .order_by("organisation__name", "organisation_id", "person__name", "pk")
    )
    trainings = training_of({each.person_id for each in members}, by)
    circles: dict[UUID, Roster] = {}
    for each in members:
        found = each.organisation
        circle = circles.setdefault(found.pk, Roster(found.pk, found.name, found.unit, []))
        line = Line(each.person_id, each.person.name, each.state, trainings[each.person_id], each.reminded_at)
        circle.lines.append(line)
    for circle in circles.values():
        circle.lines.sort(key=lambda line: -len(line.training.lacks))
    return list(circles.values())


def pupils_of(actor: Actor, organisations: Collection[UUID]) -> list[tuple[UUID, str, str]]:
    """Who can be in a class of the actor: person, name, organisation. Somebody in two organisations comes once."""
    members = access.members_taught(actor).filter(organisation__in=organisations)
    rows = members.order_by("organisation__name", "person__name", "pk")
    known: dict[UUID, tuple[UUID, str, str]] = {}
    for key, name, organisation in rows.values_list("person_id", "person__name", "organisation__name"):
        known.setdefault(key, (key, name, organisation))
    return list(known.values())


def classes_of(actor: Actor) -> QuerySet[CourseClass]:
    """The classes in the actor's units, the newest first, with how many ``attended``."""
    return access.classes_visible_to(actor).annotate(attended=Count("attendances")).order_by("-held_on", "-made_at")


@dataclass(frozen=True)
class Attended:
    """Somebody in a class, and what came of it: ``badge`` and ``words``, empty where there is nothing to say."""

    person: UUID
    name: str
    practical: bool
    badge: str = ""
    words: str = ""


def attended(course_class: CourseClass) -> list[Attended]:
    """Who was in a class, by name, who has a certificate of its course and who still lacks a part. Five queries."""
    rows = course_class.attendances.filter(person__released_at=None).select_related("person").order_by("person__name")
    known = [(each.person_id, each.person.name, each.practical) for each in rows]
    waits = waiting_parts([key for key, _name, _practical in known], course_class.course)
    return [Attended(*each, *waits.get(each[0], ("", ""))) for each in known]


def waiting_parts(persons: Collection[UUID], code: str) -> dict[UUID, tuple[str, str]]:
    """Badge and words for each of these who has a certificate of a course, or has done one of its two parts."""
    course, now = courses().get(code), timezone.now()
    if course is None or not persons:
        return {}
    papers = Certificate.objects.filter(
        person__in=persons, course=code, version=course.version, expires_at__gt=now, revoked_at=None
    )
    told = {key: ("done", _("sertifikat terbit")) for key in papers.values_list("person", flat=True)}
    for key, done in progress_of(persons, course).items() if course.practical else ():
        if key not in told and (done.quiz or done.seen):
            told[key] = ("waiting", _("menunggu praktik") if done.quiz else _("menunggu kuis"))
    return told


def parts_done(person: UUID, code: str) -> str:
    """What of a course with practice somebody has done already and what is left, for themselves; ``""`` for nothing."""
    course = courses()[code]
    done = progress_of([person], course)[person] if course.practical else None
    if done is None or not (done.quiz or done.seen):
        return ""
    return _("Kuis sudah lulus; tinggal praktik.") if done.quiz else _("Praktik sudah; tinggal kuis.")


def certificates_of(person: UUID) -> list[ShownCertificate]:
    """All certificates of somebody, by course, the newest first. One query."""
    order, now = list(courses()), timezone.now()
    found = Certificate.objects.filter(person=person).order_by("-issued_at")
    papers = []
    for each in sorted(found, key=lambda each: order.index(each.course) if each.course in order else len(order)):
        title = courses()[each.course].title if each.course in order else each.course
        papers.append(ShownCertificate(each, title, *judged(each, now)))
    return papers


def reminders_for(actor: Actor) -> list[Todo]:
    """What the actor was reminded of, has not read, and still lacks: for "Hari ini" and their own page."""
    own = own_key(actor)
    if own is None:
        return []
    newest = Reminder.objects.filter(person=own, seen_at=None).order_by("-made_at").first()
    if newest is None:
        return []
    lacks = training_of([own], newest.before)[own].lacks
    titles = ", ".join(courses()[code].title for code in lacks)
    if newest.by.startswith("person:"):
        words = _("Pelatih mengingatkan: lengkapi pelatihan sebelum %(day)s. Yang kurang: %(courses)s.")
    else:
        words = _("Sertifikat Anda segera habis. Perbarui sebelum %(day)s: %(courses)s.")
    told_so = words % {"day": in_words(newest.before), "courses": titles}
    return [Todo(told_so, reverse("training:courses"))] if lacks else []


def _organisations(members: QuerySet[Membership]) -> QuerySet[Membership, dict[str, Any]]:
    return (
        members.order_by("organisation__name", "organisation")
        .values("organisation", "organisation__name", "organisation__unit")
        .annotate(members=Count("pk"))
    )

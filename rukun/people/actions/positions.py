from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from rukun.guard import Actor, covers
from rukun.journal import actions as journal
from rukun.people.access.invitations import way_in_is_doubtful
from rukun.people.actions.checking import a_decree, a_unit, a_work_phone
from rukun.people.actions.organisations import usual_organisation
from rukun.people.algo import ranks
from rukun.people.algo.terms import Span, longest_end, served
from rukun.people.errors import (
    EndsBeforeItBegins,
    LastAdministrator,
    LetInByOthers,
    NeedsOrganisation,
    NotGrownUp,
    NotOneself,
    OrganisationClosed,
    OutsideOrganisation,
    Released,
    SeatTaken,
    TermTooLong,
    TooManyTerms,
    UnknownRank,
    UnknownTitle,
    WrongOrganisation,
    WrongRank,
    WrongUnit,
)
from rukun.people.kinds import KINDS
from rukun.people.models import Organisation, Person, Position
from rukun.people.titles import TITLES, Title
from rukun.people.verbs import POSITION_CORRECTED, POSITION_ENDED, POSITION_GIVEN

BEFORE_END: list[Callable[[Actor, Position], None]] = []
"""What rooms above do when somebody's position ends, in the same transaction: filled in ``config/wiring.py``.

Called before the position's row is locked, and only for one that is not over: what they lock themselves comes first
everywhere.
"""


def give_position(
    *,
    actor: Actor,
    person: Person,
    title: str,
    unit: str,
    organisation: Organisation | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    rank: str = "",
    decree: str = "",
    work_phone: str = "",
) -> Position:
    """Give a person a title in an organisation, over a unit.

    Without ``organisation`` the usual one is taken. ``until`` is the first moment at which it is over; where a title
    has a term, it is five years when left out. Raises ``Refused``, ``NotAPhoneNumber`` or a ``PeopleError``.
    """
    actor.may("people.manage", unit).demand()
    if title not in TITLES:
        raise UnknownTitle(sorted(TITLES))
    if actor.label == f"person:{person.pk}":
        raise NotOneself
    _from_above(actor, TITLES[title], unit)
    wanted, since = TITLES[title], since or timezone.now()
    a_unit(unit)
    if wanted.levels and (len(unit.split(".")) if unit else 0) not in wanted.levels:
        raise WrongUnit(str(wanted.words), wanted.levels[0])
    span = Span(since, _end_of(wanted, since, until))
    with journal.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        if person.released_at is not None:
            raise Released
        if not person.adult:
            raise NotGrownUp
        organisation = organisation or usual_organisation(actor=actor, title=wanted, unit=unit)
        if organisation is not None:
            # Two who appoint a chair at once come one after the other.
            organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
        _fits(wanted, organisation, unit)
        _is_free(wanted, organisation, person, unit, span)
        if wanted.sealed and way_in_is_doubtful(person, organisation.pk if organisation else None):
            raise LetInByOthers
        position = Position.objects.create(
            person=person,
            organisation=organisation,
            title=title,
            unit=unit,
            rank=_rank(rank or _rank_before(person.name, organisation), organisation),
            decree=a_decree(decree),
            work_phone=a_work_phone(work_phone),
            since=span.since,
            until=span.until,
        )
        journal.record(
            POSITION_GIVEN,
            actor=actor,
            unit=unit,
            about=("position", position.pk),
            codes={"title": title, "person": str(person.pk)},
        )
    return position


def correct_position(*, actor: Actor, position: Position, rank: str, decree: str, work_phone: str) -> None:
    """What stands beside a position. Its title, unit and time are not corrected: end it and give another."""
    actor.may("people.manage", position.unit).demand()
    with journal.atomic():
        position.rank = _rank(rank, position.organisation)
        position.decree, position.work_phone = a_decree(decree), a_work_phone(work_phone)
        position.save(update_fields=["rank", "decree", "work_phone"])
        journal.record(POSITION_CORRECTED, actor=actor, unit=position.unit, about=("position", position.pk))


def end_position(*, actor: Actor, position: Position) -> None:
    """End a position now: in this second its rights are gone, open sessions included. Twice is once."""
    actor.may("people.manage", position.unit).demand()
    if actor.label != f"person:{position.person_id}":
        _from_above(actor, TITLES[position.title], position.unit)
    end_position_of(actor, position)


def end_position_of(actor: Actor, position: Position) -> None:
    """The same without asking whether the actor may: for whoever lays down all that they hold."""
    with journal.atomic():
        now = timezone.now()
        if Position.objects.filter(pk=position.pk).exclude(until__lte=now).exists():
            for follow in BEFORE_END:
                follow(actor, position)
        if position.title == "administrator":
            # All of them, always in one order: two who leave at once wait for each other.
            list(Position.objects.select_for_update().filter(title="administrator", unit="").order_by("pk"))
        locked = Position.objects.select_for_update().get(pk=position.pk)
        if locked.until is not None and locked.until <= now:
            return
        _not_the_last_administrator(locked, now)
        locked.until = max(now, locked.since)
        locked.save(update_fields=["until"])
        journal.record(
            POSITION_ENDED, actor=actor, unit=locked.unit, about=("position", locked.pk), codes={"title": locked.title}
        )


def _from_above(actor: Actor, title: Title, unit: str) -> None:
    """Who manages people is appointed, and dismissed, from a unit above their own.

    Else one who manages could make a second self, and be both of the two whom some steps take.
    """
    if "people.manage" in title.capabilities:
        actor.may("people.manage", unit.rpartition(".")[0]).demand()


def _not_the_last_administrator(position: Position, now: datetime) -> None:
    if position.title != "administrator" or position.unit:
        return
    others = Position.objects.filter(title="administrator", unit="", since__lte=now)
    if not others.exclude(until__lte=now).exclude(pk=position.pk).filter(person__released_at=None).exists():
        raise LastAdministrator


def _end_of(title: Title, since: datetime, until: datetime | None) -> datetime | None:
    if until is not None and until < since:
        raise EndsBeforeItBegins
    if title.years is None:
        return until
    latest = longest_end(since, title.years)
    if until is not None and latest < until <= latest + timedelta(days=1):
        return latest  # decrees name the same day as first and last: "3 Maret 2025 sampai 3 Maret 2030"
    if until is not None and until > latest:
        raise TermTooLong(str(title.words), title.years, latest)
    return until or latest


def _fits(title: Title, organisation: Organisation | None, unit: str) -> None:
    if organisation is None:
        if title.kinds and not title.free:
            raise NeedsOrganisation(str(title.words))
        return
    if organisation.closed_at is not None:
        raise OrganisationClosed
    if title.kinds and organisation.kind not in title.kinds:
        raise WrongOrganisation(str(title.words), [str(KINDS[kind].words) for kind in title.kinds])
    if not covers(organisation.unit, unit):
        raise OutsideOrganisation


def _is_free(title: Title, organisation: Organisation | None, person: Person, unit: str, span: Span) -> None:
    """Nobody else sits there in that time, and this person has not sat there too often, nor sits there already."""
    there = Position.objects.filter(title=title.code)
    # Of a title that many hold only this person's are looked at: an organisation may have thousands of members.
    there = there if title.single else there.filter(person=person)
    if title.of_a_unit:  # whatever the office was called, or founded anew, it is the same seat
        held = list(there.filter(unit=unit))
    else:
        there = there.filter(organisation=organisation) if title.single else there
        held = [each for each in there if each.organisation_id == (organisation.pk if organisation else None)]
    spans = {each: Span(each.since, each.until) for each in held}
    for each in held:
        same_seat = title.single or (each.person_id == person.pk and each.unit == unit)
        if same_seat and spans[each].meets(span):
            raise SeatTaken(str(title.words), each.since, each.until)
    own = [spans[each] for each in held if each.person_id == person.pk]
    if title.terms is not None and served(own) >= title.terms:
        raise TooManyTerms(str(title.words), title.terms)


def _rank_before(name: str, organisation: Organisation | None) -> str:
    """The rank typed in front of a name, where ranks are held. Elsewhere "Mayor" is what somebody is called."""
    return ranks.split(name)[1] if organisation is not None and organisation.kind in ranks.AGENCIES else ""


def _rank(text: str, organisation: Organisation | None) -> str:
    """The rank as it is usually written. Raises ``UnknownRank``, ``WrongRank``."""
    if not text.strip():
        return ""
    kind = organisation.kind if organisation else "lain"
    rank = ranks.known(text)
    agency = ranks.agency_of(rank)
    if not rank:
        raise UnknownRank(list(ranks.AGENCIES.get(kind, ranks.ARMY))[6:12])
    if agency != kind:
        raise WrongRank(rank, str(KINDS[agency].words), str(KINDS[kind].words))
    return rank

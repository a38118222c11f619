"""Whether somebody may go on duty, the slow way: the house's sentence about duty, clause by clause, row by row."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from rukun.people.models import Person
from rukun.people.phones import number_mark
from rukun.training.content import Course
from rukun.training.models import (
    Agreement,
    Certificate,
    CodeSigning,
    Membership,
    MembershipState,
    Partnership,
    PartnershipState,
    Suspension,
)

DAYS_OF_GRACE = 60


def why_not(
    person: UUID, at: datetime, unit: str, courses: Mapping[str, Course], code: tuple[int, datetime]
) -> set[str]:
    """What stands against it, in one word each; a course is its own word."""
    who = Person.objects.filter(pk=person).first()
    if who is None:
        return {"unknown"}
    against = set()
    if who.released_at is not None and not at < who.released_at:
        against.add("released")
    if not who.adult:
        against.add("minor")
    if not any(carries_duty(each, at, unit) for each in Membership.objects.filter(person=who)):
        against.add("partner")
    for course in courses.values():
        if course.needed and not any(counts(each, course, at) for each in Certificate.objects.filter(person=who)):
            against.add(course.code)
    if not any(is_signed(each, at, code) for each in CodeSigning.objects.filter(person=who)):
        against.add("code")
    for each in Suspension.objects.all():
        about_them = each.person_id == who.pk or each.phone_mark == number_mark(who.phone)
        if about_them and each.made_at <= at and not is_over(each, at):
            against.add("suspended")
    return against


def carries_duty(membership: Membership, at: datetime, unit: str) -> bool:
    """An active member, of an organisation that is there, and that is a verified partner of the place."""
    if latest(MembershipState.objects.filter(membership=membership), at) != "aktif":
        return False
    organisation = membership.organisation
    if organisation.closed_at is not None and organisation.closed_at <= at:
        return False
    for partnership in Partnership.objects.filter(organisation=organisation):
        place = partnership.unit.split(".")
        if partnership.kind == "fkdm":
            continue  # reports, and never handles
        if unit and unit.split(".")[: len(place)] != place:
            continue
        if latest(PartnershipState.objects.filter(partnership=partnership), at) != "diverifikasi":
            continue
        for agreement in Agreement.objects.filter(partnership=partnership):
            if agreement.awaiting == "" and agreement.since <= at and agreement.until > at:
                return True
    return False


def latest(states: Iterable[PartnershipState] | Iterable[MembershipState], at: datetime) -> str:
    found = sorted((each for each in states if each.since <= at), key=lambda each: (each.since, each.pk))
    return found[-1].state if found else ""


def counts(certificate: Certificate, course: Course, at: datetime) -> bool:
    if certificate.course != course.code or at < certificate.issued_at or at >= certificate.expires_at:
        return False
    if certificate.revoked_at is not None and certificate.revoked_at <= at:
        return False
    return new_enough(certificate.version, course.version, local_midnight(course), at)


def local_midnight(course: Course) -> datetime:
    from zoneinfo import ZoneInfo

    return datetime(course.since.year, course.since.month, course.since.day, tzinfo=ZoneInfo("Asia/Jakarta"))


def new_enough(version: int, newest: int, since: datetime, at: datetime) -> bool:
    if version < newest - 1:
        return False
    return version != newest - 1 or at - since < timedelta(days=DAYS_OF_GRACE)


def is_signed(signing: CodeSigning, at: datetime, code: tuple[int, datetime]) -> bool:
    if signing.signed_at > at or at >= midnight_after_a_year(signing.signed_at):
        return False
    return new_enough(signing.version, code[0], code[1], at)


def midnight_after_a_year(signed: datetime) -> datetime:
    """It holds through the same day of the next year, in Jakarta; signed on 29 February, through 28 February."""
    from zoneinfo import ZoneInfo

    there = signed.astimezone(ZoneInfo("Asia/Jakarta"))
    leap = (there.month, there.day) == (2, 29)
    last = datetime(there.year + 1, there.month, 28 if leap else there.day, tzinfo=there.tzinfo)
    return last + timedelta(days=1)


def is_over(suspension: Suspension, at: datetime) -> bool:
    lifted = suspension.lifted_at is not None and suspension.lifted_at <= at
    return lifted or suspension.until <= at

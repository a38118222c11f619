"""Whether somebody may go on duty at a moment, and if not, every reason why.

One must be grown up, an active member of a group that is a verified partner, have a valid certificate of each course
that duty needs, have signed the code of conduct within the year, and not be suspended.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from rukun.training.algo.states import (
    ACTIVE,
    CANDIDATE,
    ENDED,
    LEFT,
    ON_LEAVE,
    SUSPENDED,
    History,
    Span,
    in_force,
    standing_at,
    state_at,
)

GRACE = timedelta(days=60)
"""How long a certificate of the version before still counts after a new one came: time for the refresher."""
SIGNED_FOR_MONTHS = 12
"""How long a signature under the code of conduct holds."""
FIT_TEAM = 2
"""How many of a team must be fit: nobody stands on a street alone."""


@dataclass(frozen=True)
class Partner:
    """A partnership of the member's organisation. ``duty``: whether groups of this kind go on duty at all."""

    unit: str
    duty: bool
    history: History
    agreements: tuple[Span, ...]


@dataclass(frozen=True)
class Member:
    """A membership; ``organisation`` is the organisation's name, ``closed`` since when it is no more."""

    organisation: str
    history: History
    partners: tuple[Partner, ...]
    closed: datetime | None = None


@dataclass(frozen=True)
class CertificateSpan:
    """A certificate: from ``issued`` up to, but not including, ``expires``, or until it was revoked."""

    course: str
    version: int
    issued: datetime
    expires: datetime
    revoked: datetime | None = None


@dataclass(frozen=True)
class Signing:
    """The code of conduct, signed at ``signed`` in this version; it holds up to, but not including, ``until``."""

    version: int
    signed: datetime
    until: datetime


@dataclass(frozen=True)
class Needed:
    """A course that duty needs, in its newest version and since when that counts."""

    course: str
    version: int
    since: datetime


@dataclass(frozen=True)
class Rules:
    courses: tuple[Needed, ...]
    code_version: int
    code_since: datetime


@dataclass(frozen=True)
class Facts:
    """What is known of one person."""

    adult: bool
    released: datetime | None
    members: tuple[Member, ...]
    papers: tuple[CertificateSpan, ...]
    signings: tuple[Signing, ...]
    suspensions: tuple[Span, ...]


@dataclass(frozen=True)
class Reason:
    """Why not. ``code`` is one of those below; ``about`` the course's code or the organisation's name."""

    code: str
    about: str = ""


UNKNOWN, RELEASED, MINOR, SUSPENDED_NOW = "unknown", "released", "minor", "suspended"
NO_MEMBER, NOT_YET, ON_LEAVE_NOW, GONE = "no_member", "candidate", "on_leave", "left"
NO_PARTNER, PARTNER_SUSPENDED, PARTNER_ENDED, NOT_YET_PARTNER = (
    "no_partner", "partner_suspended", "partner_ended", "partner_not_yet",
)  # fmt: skip
REPORTS_ONLY, ELSEWHERE = "reports_only", "partner_elsewhere"
NO_PAPER, PAPER_EXPIRED, PAPER_REVOKED, REFRESH = "no_certificate", "expired", "revoked", "refresh"
UNSIGNED, SIGNING_EXPIRED, SIGN_AGAIN = "unsigned", "signing_expired", "sign_again"


def why_not(
    facts: Facts | None, rules: Rules, at: datetime, unit: str = "", until: datetime | None = None
) -> tuple[Reason, ...]:
    """Every reason against duty at ``at``; none means allowed. ``facts`` are ``None`` for somebody nobody knows.

    With ``unit`` the partnership must be for that unit or one that holds it. Of several memberships one suffices. With
    ``until`` it is asked of the whole time from ``at`` up to, but not including, then: each reason once.
    """
    if facts is None:
        return (Reason(UNKNOWN),)
    turns = {at} if until is None else {at, *(each for each in _turns(facts, rules) if at < each < until)}
    return tuple(dict.fromkeys(reason for each in sorted(turns) for reason in _reasons(facts, rules, each, unit)))


def _turns(facts: Facts, rules: Rules) -> Iterator[datetime]:
    """Every moment at which the answer may become another one; from one to the next it stays the same."""
    found: list[datetime | None] = [facts.released]
    spans = list(facts.suspensions)
    for member in facts.members:
        found += [member.closed, *(since for since, _state in member.history)]
        for partner in member.partners:
            found += [since for since, _state in partner.history]
            spans += partner.agreements
    for paper in facts.papers:
        found += [paper.issued, paper.expires, paper.revoked]
    for signing in facts.signings:
        found += [signing.signed, signing.until]
    for since in (rules.code_since, *(each.since for each in rules.courses)):
        found += [since, since + GRACE]
    for span in spans:
        found += [span.since, span.until]
    yield from (each for each in found if each is not None)


def _reasons(facts: Facts, rules: Rules, at: datetime, unit: str) -> Iterator[Reason]:
    if facts.released is not None and facts.released <= at:
        yield Reason(RELEASED)
    if not facts.adult:
        yield Reason(MINOR)
    if any(each.holds(at) for each in facts.suspensions):
        yield Reason(SUSPENDED_NOW)
    yield from _about_membership(facts.members, at, unit)
    for needed in rules.courses:
        if reason := about_course(needed, facts.papers, at):
            yield reason
    if reason := _about_signing(facts.signings, rules, at):
        yield reason


def _about_membership(members: tuple[Member, ...], at: datetime, unit: str) -> list[Reason]:
    """Why none of the memberships carries duty. One that was left counts only where there is no other."""
    states = [(each, state_at(each.history, at)) for each in members]
    begun = [(each, state) for each, state in states if state]
    against = [_against(each, state, at, unit) for each, state in begun if state != LEFT]
    if None in against:
        return []
    reasons = [reason for reason in against if reason] or [Reason(GONE, each.organisation) for each, _state in begun]
    return list(dict.fromkeys(reasons)) or [Reason(NO_MEMBER)]


def _against(member: Member, state: str, at: datetime, unit: str) -> Reason | None:
    """Why a membership does not carry duty; ``None`` where it does."""
    if state != ACTIVE:
        return Reason({CANDIDATE: NOT_YET, ON_LEAVE: ON_LEAVE_NOW}[state], member.organisation)
    if member.closed is not None and member.closed <= at:
        return Reason(PARTNER_ENDED, member.organisation)
    here = tuple(each for each in member.partners if _covers(each.unit, unit))
    if any(each.duty and in_force(each.history, each.agreements, at) for each in here):
        return None
    elsewhere = any(each.duty and in_force(each.history, each.agreements, at) for each in member.partners)
    code = ELSEWHERE if elsewhere and not here else _why_no_partner(here or member.partners, at)
    return Reason(code, member.organisation)


def _why_no_partner(partners: tuple[Partner, ...], at: datetime) -> str:
    standings = [(each.duty, standing_at(each.history, each.agreements, at)) for each in partners]
    begun = [(duty, standing) for duty, standing in standings if standing]
    if begun and not any(duty for duty, _standing in begun):
        return REPORTS_ONLY
    found = {standing for duty, standing in begun if duty}
    if SUSPENDED in found:
        return PARTNER_SUSPENDED
    if found - {ENDED}:
        return NOT_YET_PARTNER
    return PARTNER_ENDED if found else NO_PARTNER


def about_course(needed: Needed, papers: Collection[CertificateSpan], at: datetime) -> Reason | None:
    """Why these certificates do not do for a course; ``None`` where they do."""
    had = [each for each in papers if each.course == needed.course and each.issued <= at]
    whole = [each for each in had if each.revoked is None or at < each.revoked]
    valid = [each for each in whole if at < each.expires]
    if any(counts(each.version, needed.version, needed.since, at) for each in valid):
        return None
    taken_back = max((each.revoked for each in had if each.revoked and each.revoked <= at), default=None)
    since = [each for each in whole if taken_back is None or taken_back < each.issued]
    code = REFRESH if valid else PAPER_EXPIRED if since else PAPER_REVOKED if had else NO_PAPER
    return Reason(code, needed.course)


def _about_signing(signings: tuple[Signing, ...], rules: Rules, at: datetime) -> Reason | None:
    signed = [each for each in signings if each.signed <= at]
    valid = [each for each in signed if at < each.until]
    if any(counts(each.version, rules.code_version, rules.code_since, at) for each in valid):
        return None
    return Reason(SIGN_AGAIN if valid else SIGNING_EXPIRED if signed else UNSIGNED)


def counts(version: int, newest: int, since: datetime, at: datetime) -> bool:
    """Whether a version is good enough: the newest, or for a while the one before.

    Not one older still: it had its time, and a further version must not bring it back to life.
    """
    return version >= newest or (version == newest - 1 and at < since + GRACE)


def _covers(scope: str, unit: str) -> bool:
    """As ``guard.covers``; any partnership will do where no unit is asked for."""
    return not unit or scope in ("", unit) or unit.startswith(f"{scope}.")

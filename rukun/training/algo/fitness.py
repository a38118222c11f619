"""Whether somebody may go on duty at a moment, and if not, every reason why.

One must be grown up, an active member of a group that is a verified partner, have a valid certificate of each course
that duty needs, have signed the code of conduct within the year, and not be suspended.
"""

from collections.abc import Iterator
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
"""How long a certificate of an earlier version still counts after a new one came: time for the refresher."""
SIGNING_HOLDS = timedelta(days=365)
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
    """A membership; ``organisation`` is the organisation's name."""

    organisation: str
    history: History
    partners: tuple[Partner, ...]


@dataclass(frozen=True)
class Paper:
    """A certificate: from ``issued`` up to, but not including, ``expires``, or until it was revoked."""

    course: str
    version: int
    issued: datetime
    expires: datetime
    revoked: datetime | None = None


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
    """What is known of one person. ``signings`` are ``(when, version)``."""

    adult: bool
    released: datetime | None
    members: tuple[Member, ...]
    papers: tuple[Paper, ...]
    signings: tuple[tuple[datetime, int], ...]
    suspensions: tuple[Span, ...]


@dataclass(frozen=True)
class Reason:
    """Why not. ``code`` is one of those below; ``about`` the course's code or the organisation's name."""

    code: str
    about: str = ""


RELEASED, MINOR, SUSPENDED_NOW = "released", "minor", "suspended"
NO_MEMBER, NOT_YET, ON_LEAVE_NOW, GONE = "no_member", "candidate", "on_leave", "left"
NO_PARTNER, PARTNER_SUSPENDED, PARTNER_ENDED, NOT_YET_PARTNER = (
    "no_partner", "partner_suspended", "partner_ended", "partner_not_yet",
)  # fmt: skip
REPORTS_ONLY, ELSEWHERE = "reports_only", "partner_elsewhere"
NO_PAPER, PAPER_EXPIRED, PAPER_REVOKED, REFRESH = "no_certificate", "expired", "revoked", "refresh"
UNSIGNED, SIGNING_EXPIRED, SIGN_AGAIN = "unsigned", "signing_expired", "sign_again"
CODES = (
    RELEASED, MINOR, SUSPENDED_NOW, NO_MEMBER, NOT_YET, ON_LEAVE_NOW, GONE, NO_PARTNER, PARTNER_SUSPENDED,
    PARTNER_ENDED, NOT_YET_PARTNER, REPORTS_ONLY, ELSEWHERE, NO_PAPER, PAPER_EXPIRED, PAPER_REVOKED, REFRESH,
    UNSIGNED, SIGNING_EXPIRED, SIGN_AGAIN,
)  # fmt: skip


def why_not(facts: Facts, rules: Rules, at: datetime, unit: str = "") -> tuple[Reason, ...]:
    """Every reason against duty at ``at``; none means allowed.

    With ``unit`` the partnership must be for that unit or one that holds it. Of several memberships one suffices.
    """
    return tuple(_reasons(facts, rules, at, unit))


def _reasons(facts: Facts, rules: Rules, at: datetime, unit: str) -> Iterator[Reason]:
    if facts.released is not None and facts.released <= at:
        yield Reason(RELEASED)
    if not facts.adult:
        yield Reason(MINOR)
    if any(each.holds(at) for each in facts.suspensions):
        yield Reason(SUSPENDED_NOW)
    against = [_against(each, at, unit) for each in facts.members]
    if not against:
        yield Reason(NO_MEMBER)
    elif None not in against:
        yield from (reason for reason in against if reason is not None)
    for needed in rules.courses:
        if reason := _about_course(needed, facts.papers, at):
            yield reason
    if reason := _about_signing(facts.signings, rules, at):
        yield reason


def _against(member: Member, at: datetime, unit: str) -> Reason | None:
    """Why a membership does not carry duty; ``None`` where it does."""
    state = state_at(member.history, at)
    if state != ACTIVE:
        code = {"": NOT_YET, CANDIDATE: NOT_YET, ON_LEAVE: ON_LEAVE_NOW, LEFT: GONE}[state]
        return Reason(code, member.organisation)
    fit = [each for each in member.partners if each.duty and in_force(each.history, each.agreements, at)]
    if any(_covers(each.unit, unit) for each in fit):
        return None
    return Reason(ELSEWHERE if fit else _why_no_partner(member.partners, at), member.organisation)


def _why_no_partner(partners: tuple[Partner, ...], at: datetime) -> str:
    if partners and not any(each.duty for each in partners):
        return REPORTS_ONLY
    standings = {standing_at(each.history, each.agreements, at) for each in partners if each.duty}
    if SUSPENDED in standings:
        return PARTNER_SUSPENDED
    if standings - {"", ENDED}:
        return NOT_YET_PARTNER
    return PARTNER_ENDED if ENDED in standings else NO_PARTNER


def _about_course(needed: Needed, papers: tuple[Paper, ...], at: datetime) -> Reason | None:
    had = [each for each in papers if each.course == needed.course and each.issued <= at]
    whole = [each for each in had if each.revoked is None or at < each.revoked]
    valid = [each for each in whole if at < each.expires]
    if any(each.version >= needed.version or at < needed.since + GRACE for each in valid):
        return None
    code = REFRESH if valid else PAPER_EXPIRED if whole else PAPER_REVOKED if had else NO_PAPER
    return Reason(code, needed.course)


def _about_signing(signings: tuple[tuple[datetime, int], ...], rules: Rules, at: datetime) -> Reason | None:
    signed = [each for each in signings if each[0] <= at]
    valid = [version for when, version in signed if at < when + SIGNING_HOLDS]
    if any(version >= rules.code_version or at < rules.code_since + GRACE for version in valid):
        return None
    return Reason(SIGN_AGAIN if valid else SIGNING_EXPIRED if signed else UNSIGNED)


def _covers(scope: str, unit: str) -> bool:
    """As ``guard.covers``; any partnership will do where no unit is asked for."""
    return not unit or scope in ("", unit) or unit.startswith(f"{scope}.")

"""Writing the table of receivers. What held is never changed: a line ends, and another begins."""

from datetime import date
from uuid import UUID

from django.db import connection
from django.utils import timezone

from rukun.commitment.clocks import CLOCKS
from rukun.commitment.owners import Owner
from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.journal.verbs import Verb
from rukun.people.kinds import KELURAHAN
from rukun.report.access.rules import may_edit_rules
from rukun.report.algo.rules import EVERY_DAY, overlap
from rukun.report.categories import ORDINARY
from rukun.report.errors import rules as errors
from rukun.report.models import OwnerRule
from rukun.report.queries.rule_words import in_words
from rukun.report.queries.rules import as_rule, owners_able, today_in
from rukun.report.verbs import RULE_ADDED, RULE_ENDED
from rukun.territory import queries as territory


def add_rule(
    *,
    actor: Actor,
    rule_id: UUID,
    unit: str,
    category: str = "",
    days: int = EVERY_DAY,
    from_hour: int = 0,
    to_hour: int = 24,
    owner: Owner,
    clock: str,
    since: date,
    until: date | None = None,
) -> OwnerRule:
    """A line of the table, from today at the earliest. Sent twice with one ``rule_id``, it is stored once.

    ``category`` ``""`` means all ordinary ones; ``days`` are bits, Monday the lowest; ``until`` is the first day
    without the line. Raises ``Refused``, or an error of ``errors.rules``.
    """
    may_edit_rules(actor, unit).demand()
    if not territory.exists(unit):
        raise errors.UnknownUnit
    line = OwnerRule(
        id=rule_id,
        unit=unit,
        category=category,
        days=days,
        from_hour=from_hour,
        to_hour=to_hour,
        to_organisation_id=owner.organisation,
        to_title=owner.title,
        to_unit="" if owner.organisation else owner.unit,
        clock=clock,
        since=since,
        until=until,
        made_by=actor.label,
        made_at=timezone.now(),
    )
    _check(line)
    with journal.atomic():
        _one_after_another(unit)
        known = OwnerRule.objects.select_related("to_organisation").filter(pk=rule_id).first()
        if known is not None:
            return _the_same(known, line)
        if line.since < today_in(unit):
            raise errors.BeginsInThePast
        if owner not in owners_able(unit):
            raise errors.CannotRead
        mine = as_rule(line)
        others = OwnerRule.objects.filter(unit=unit, category=category).select_related("to_organisation")
        if other := next((each for each in others if overlap(mine, as_rule(each))), None):
            raise errors.Overlaps(in_words(other))
        line.save(force_insert=True)
        codes = {"category": category or "all", "to": owner.title or str(owner.organisation), "clock": clock}
        _record(RULE_ADDED, actor, line, **codes, since=since.isoformat())
    return line


def end_rule(*, actor: Actor, rule: OwnerRule, until: date) -> OwnerRule:
    """From ``until``, today at the earliest, a line does not hold any more. Twice is once.

    Raises ``Refused``, ``AlreadyEnded``, ``RuleGone``, ``EndsInThePast``, ``EndsBeforeItBegins``, ``EndsLater``.
    """
    may_edit_rules(actor, rule.unit).demand()
    with journal.atomic():
        line = _locked(rule)
        if line.until == until and line.ended_by:
            return line
        today = today_in(line.unit)
        if line.until is not None and line.until <= today:
            raise errors.AlreadyEnded
        if until < today:
            raise errors.EndsInThePast
        if line.since > today and until <= line.since:
            raise errors.EndsBeforeItBegins
        if line.until is not None and until > line.until:
            raise errors.AlreadyEnded if line.ended_by else errors.EndsLater
        line.until, line.ended_by = until, actor.label
        line.save(update_fields=["until", "ended_by"])
        _record(RULE_ENDED, actor, line, until=until.isoformat())
    return line


def remove_rule(*, actor: Actor, rule: OwnerRule) -> None:
    """Take back a line that has not begun: it decided nothing. Raises ``Refused``, ``RuleGone``, ``HasBegun``."""
    may_edit_rules(actor, rule.unit).demand()
    with journal.atomic():
        line = _locked(rule)
        if line.since <= today_in(line.unit):
            raise errors.HasBegun
        _record(RULE_ENDED, actor, line, until=line.since.isoformat(), removed=1)
        line.delete()


def _check(line: OwnerRule) -> None:
    """What is wrong with a line by itself."""
    if line.category and line.category not in ORDINARY:
        raise errors.NotOrdinary
    if not 0 < line.days <= EVERY_DAY:
        raise errors.NoDays
    if not (0 <= line.from_hour <= 23 and 1 <= line.to_hour <= 24):
        raise errors.BadHours
    if line.from_hour == line.to_hour:
        raise errors.SameHours
    if line.clock not in CLOCKS:
        raise errors.UnknownClock
    if line.until is not None and line.until <= line.since:
        raise errors.EndsBeforeItBegins


def _the_same(known: OwnerRule, line: OwnerRule) -> OwnerRule:
    asked = ("made_by", "unit", "category", "days", "from_hour", "to_hour", "clock", "since")
    owner = ("to_organisation_id", "to_title", "to_unit")
    if any(getattr(known, each) != getattr(line, each) for each in (*asked, *owner)):
        raise errors.RuleTaken
    return known


def _locked(rule: OwnerRule) -> OwnerRule:
    _one_after_another(rule.unit)
    line = OwnerRule.objects.filter(pk=rule.pk).first()
    if line is None:
        raise errors.RuleGone
    return line


def _one_after_another(unit: str) -> None:
    """Until this transaction ends nobody else writes lines of that kelurahan.

    SQLite has but one writer at a time. There is no row to lock: the table may be empty yet.
    """
    if connection.vendor == "postgresql":
        kelurahan = ".".join(unit.split(".")[:KELURAHAN])
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"report.rules {kelurahan}"])


def _record(verb: Verb, actor: Actor, line: OwnerRule, **codes: str | int) -> None:
    journal.record(verb, actor=actor, unit=line.unit, about=("rule", line.pk), codes=codes)

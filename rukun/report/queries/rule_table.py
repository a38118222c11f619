"""The table of receivers as its page shows it, a trial of it, and where it has gaps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.almanac.queries import working_time
from rukun.commitment.clocks import CLOCKS
from rukun.commitment.owners import Owner, words_of
from rukun.guard import Actor
from rukun.people.access import inside
from rukun.people.kinds import KELURAHAN
from rukun.report.access.rules import rules_visible_to
from rukun.report.algo.rules import chosen, why
from rukun.report.categories import CATEGORIES, ORDINARY
from rukun.report.models import OwnerRule, Report
from rukun.report.queries.rule_words import (
    because_in_words,
    gone_in_words,
    what_in_words,
    when_in_words,
    why_in_words,
)
from rukun.report.queries.rules import (
    Assignment,
    as_rule,
    local,
    owner_for,
    owner_of,
    owners_gone,
    path_of,
)
from rukun.training.todo import Todo
from rukun.ui.templatetags.units import unit as place_in_words

IN_FORCE, TO_COME, OVER = "berlaku", "akan", "berakhir"
STATES = {
    IN_FORCE: gettext_lazy("Berlaku"),
    TO_COME: gettext_lazy("Akan datang"),
    OVER: gettext_lazy("Berakhir"),
}
RECENT = timedelta(days=30)
LOOKED_AT = 2000
"""Reports that are looked at for gaps, the newest."""
MOST_TOLD = 60
"""Lines of which a trial says why."""


@dataclass(frozen=True)
class Line:
    """A line as people read it. ``gone`` says why it is passed over, ``""`` where its receiver stands."""

    row: OwnerRule
    what: str
    when: str
    owner: str
    clock: str
    gone: str
    why: str = ""


def table_for(actor: Actor, state: str, unit: str = "", category: str = "") -> QuerySet[OwnerRule]:
    """The lines in force, to come or ended; what concerns a unit (its own, those above, those below), or a category."""
    today = timezone.localdate()
    found = {
        IN_FORCE: Q(since__lte=today) & (Q(until=None) | Q(until__gt=today)),
        TO_COME: Q(since__gt=today),
        OVER: Q(since__lte=today, until__lte=today),
    }[state]
    if unit:
        found &= inside(unit) | Q(unit__in=path_of(unit))
    if category:
        found &= Q(category__in=("", category))
    order = ("-until", "unit", "pk") if state == OVER else ("unit", "category", "since", "pk")
    return rules_visible_to(actor).filter(found).order_by(*order)


def as_lines(rows: Iterable[OwnerRule]) -> list[Line]:
    """These lines in words. Two queries at most."""
    rows = list(rows)
    owners = {each.pk: owner_of(each) for each in rows}
    return _lines(rows, words_of(owners.values()), owners_gone(rows))


@dataclass(frozen=True)
class Trial:
    """Who would receive such a report, and in words why. ``decided`` is the line, if one did; ``others`` say why not.

    ``more`` is how many further lines speak of another place or category.
    """

    assignment: Assignment
    owner: str
    at: datetime
    due: datetime
    clock: str
    because: str
    decided: Line | None
    others: list[Line]
    more: int


def try_out(
    actor: Actor,
    category: str,
    unit: str,
    at: datetime,
    subject: str = "",
    organisation: UUID | None = None,
    *,
    danger: bool = False,
) -> Trial:
    """What ``owner_for`` would answer, and why, as far as the actor may see the table. Some ten queries."""
    assignment = owner_for(category, unit, subject, at, organisation, danger=danger)
    here = local(at, unit)
    ordinary = CATEGORIES[category].kind == "ordinary"
    rows = _around(actor, unit) if ordinary else {}
    gone = owners_gone(rows.values())
    judged = why(map(as_rule, rows.values()), category=category, units=path_of(unit), at=here, gone=gone)
    told = judged[:MOST_TOLD]
    shown = [rows[each.rule.id] for each in told]
    words = words_of([assignment.owner, *(owner_of(each) for each in shown)])
    lines = [
        replace(line, why=why_in_words(each, owner_of(line.row), unit))
        for each, line in zip(told, _lines(shown, words, gone), strict=True)
    ]
    return Trial(
        assignment,
        words[assignment.owner],
        here,
        local(due_at(assignment.clock, unit, at), unit),
        str(CLOCKS[assignment.clock].words),
        because_in_words(assignment),
        next((each for each in lines if each.row.pk == assignment.rule), None),
        [each for each in lines if each.row.pk != assignment.rule],
        len(judged) - len(told),
    )


def due_at(clock: str, unit: str, at: datetime) -> datetime:
    """When a clock that starts at a moment and never stands is over. One query for working time."""
    kind = CLOCKS[clock]
    return working_time(unit).after(at, kind.allowance) if kind.working else at + timedelta(seconds=kind.allowance)


def units_without_rule(actor: Actor) -> dict[str, int]:
    """Kelurahan for which the actor writes the table, and how many reports of 30 days no line of today would cover.

    A few queries, none for whoever writes no table.
    """
    scopes = actor.scopes("reports.rules")
    if not scopes:
        return {}
    there = Q(pk__in=[])
    for scope in scopes:
        there |= inside(scope)
    came = Report.objects.filter(
        there, category__in=ORDINARY, triage="", received_at__gte=timezone.now() - RECENT
    ).exclude(closing="spam")
    newest = list(came.order_by("-received_at").values_list("unit", "category", "received_at")[:LOOKED_AT])
    if not newest:
        return {}
    rows = list(table_for(actor, IN_FORCE))
    gone = owners_gone(rows)
    rules = [replace(as_rule(each), since=date.min, until=None) for each in rows]
    found: dict[str, int] = {}
    known: dict[tuple[str, str, int, int], bool] = {}
    for unit, category, received_at in newest:
        at = local(received_at, unit)
        moment = (unit, category, at.weekday(), at.hour)
        if moment not in known:
            known[moment] = chosen(rules, category=category, units=path_of(unit), at=at, gone=gone) is not None
        if not known[moment]:
            kelurahan = ".".join(unit.split(".")[:KELURAHAN])
            found[kelurahan] = found.get(kelurahan, 0) + 1
    return found


def rules_todo(actor: Actor) -> list[Todo]:
    """What waits for whoever writes the table: one line for each kelurahan in which it has gaps."""
    return [
        Todo(
            _("%(number)d laporan 30 hari terakhir dari %(where)s masuk tanpa aturan penerima: lengkapi aturannya.")
            % {"number": number, "where": place_in_words(unit)},
            f"{reverse('report:rules')}?wilayah={unit}",
        )
        for unit, number in sorted(units_without_rule(actor).items())
    ]


def _around(actor: Actor, unit: str) -> dict[UUID, OwnerRule]:
    """The lines that the actor sees of a unit's kelurahan and of what holds it."""
    path = path_of(unit)
    kelurahan = next((each for each in path if each.count(".") + 1 == KELURAHAN), unit)
    found = rules_visible_to(actor).filter(inside(kelurahan) | Q(unit__in=path))
    return {each.pk: each for each in found}


def _lines(rows: list[OwnerRule], words: Mapping[Owner, str], gone: set[Owner]) -> list[Line]:
    found: list[Line] = []
    for row in rows:
        owner = owner_of(row)
        found.append(
            Line(
                row,
                what_in_words(row.category),
                when_in_words(as_rule(row)),
                words[owner],
                str(CLOCKS[row.clock].words) if row.clock in CLOCKS else row.clock,
                gone_in_words(owner) if owner in gone else "",
            )
        )
    return found

"""Opening a watch, and its rules."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.roster import access
from rukun.roster.algo import rules as names
from rukun.roster.errors import ChangedMeanwhile
from rukun.roster.errors_setup import HouseholdsOfResidents, NoSuchRule, NotAPartner, NumberOff, ReportsOnly
from rukun.roster.models import Watch
from rukun.roster.queries.setup import goes_on_duty, partner_unit, seen_of
from rukun.roster.rules_words import MAX_WEEK, REST, RULES, Rules, as_stored, fits, rules_of
from rukun.roster.verbs import RULES_CHANGED, WATCH_MADE


def locked(watch: UUID) -> Watch:
    """The watch's row, which whoever changes anything of a watch locks first: changes of one happen one by one.

    Raises ``Watch.DoesNotExist``.
    """
    return Watch.objects.select_for_update().get(pk=watch)


def open_watch(*, actor: Actor, organisation: Any, households: bool = False) -> Watch:
    """Begin to keep a roster for a partner organisation, by persons or by ``households``; once.

    It is for the unit in which the organisation is a partner. Opened again it is the same one, as it is. Raises
    ``Refused``, ``ReportsOnly``, ``NotAPartner``, ``HouseholdsOfResidents``.
    """
    access.may_keep_for(actor, organisation).demand()
    if not goes_on_duty(organisation.kind):
        raise ReportsOnly
    if households and organisation.kind != access.BY_RESIDENTS:
        raise HouseholdsOfResidents
    with journal.atomic():
        if found := Watch.objects.filter(organisation=organisation.pk).first():
            return found
        unit = partner_unit(organisation.pk)
        if unit is None:
            raise NotAPartner
        try:
            with journal.atomic():
                made = Watch.objects.create(
                    organisation_id=organisation.pk, unit=unit, households=households, made_at=timezone.now()
                )
        except IntegrityError:  # somebody else was a moment sooner
            return Watch.objects.get(organisation=organisation.pk)
        journal.record(
            WATCH_MADE,
            actor=actor,
            unit=unit,
            about=("roster", made.pk),
            codes={"organisation": str(organisation.pk), "households": int(households)},
        )
    return made


def save_rules(
    *,
    actor: Actor,
    watch: Watch,
    off: Collection[str] = (),
    rest: int | None = None,
    max_week: int | None = None,
    seen: str = "",
) -> Rules:
    """Choose by which rules rosters are made: ``off`` are those switched off, by their names in ``algo.rules``.

    ``rest`` are free nights between two duties, ``max_week`` the most a week; ``None`` leaves them. What was published
    before stays as it is. ``seen`` is what ``seen_of`` said of the watch when the rules were shown. Raises
    ``Refused``, ``NoSuchRule``, ``NumberOff``, ``ChangedMeanwhile``.
    """
    access.may_keep(actor, watch).demand()
    if not set(off) <= set(names.SWITCHED):
        raise NoSuchRule
    for name, value in ((REST, rest), (MAX_WEEK, max_week)):
        number = RULES[name].number
        if value is not None and number is not None and not fits(name, value):
            raise NumberOff(name, number.low, number.high)
    with journal.atomic():
        row = locked(watch.pk)
        if seen and seen != seen_of(row):
            raise ChangedMeanwhile
        before = rules_of(row)
        chosen = Rules(
            frozenset(off),
            before.rest if rest is None else rest,
            before.max_week if max_week is None else max_week,
        )
        if chosen == before:
            return before
        row.rules = as_stored(chosen)
        row.save(update_fields=["rules"])
        changed = sorted(chosen.off ^ before.off)
        journal.record(
            RULES_CHANGED,
            actor=actor,
            unit=row.unit,
            about=("roster", row.pk),
            codes={
                "rest": chosen.rest,
                "max_week": chosen.max_week or 0,
                **{each: int(each not in chosen.off) for each in changed if each not in (REST, MAX_WEEK)},
                **{f"{each}_on": int(each not in chosen.off) for each in changed if each in (REST, MAX_WEEK)},
            },
        )
        watch.rules = row.rules
    return chosen

"""Certificates that end soon: members are reminded of them by themselves, once for each day on which one ends."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from rukun.journal import actions as journal
from rukun.training import follow
from rukun.training.access import teaching as access
from rukun.training.actions.member_steps import SYSTEM
from rukun.training.actions.teaching import REMINDED_EVERY
from rukun.training.algo.lacking import ENDS
from rukun.training.models import Reminder
from rukun.training.queries.lacking import training_of
from rukun.training.verbs import REMINDED
from rukun.ui.dates import last_day

BEFORE = timedelta(days=30)
"""So long before it ends: there is a class each month, and a course can be taken anew sixty days before."""
AT_ONCE = 500


def remind_of_ending() -> int:
    """Remind members of what duty needs and will lack within thirty days. Returns how many.

    Nobody twice of the same day, nor twice within seven days by whomever: then what ends first is told first.
    """
    units = dict(access.members_for_duty(SYSTEM).values_list("person_id", "organisation__unit"))
    persons = sorted(units)
    return sum(
        _remind({key: units[key] for key in persons[start : start + AT_ONCE]})
        for start in range(0, len(persons), AT_ONCE)
    )


def _remind(units: dict[UUID, str]) -> int:
    now = timezone.now()
    with journal.atomic():
        days = {}
        for person, training in training_of(units, timezone.localdate(now + BEFORE)).items():
            ends = [each.until for each in training.standings.values() if each.code == ENDS and each.until]
            if ends:
                days[person] = last_day(min(ends)) + timedelta(days=1)
        rows = Reminder.objects.filter(person__in=days)
        known = set(rows.filter(by=SYSTEM.label).values_list("person_id", "before"))
        lately = set(rows.filter(made_at__gt=now - REMINDED_EVERY).values_list("person_id", flat=True))
        made = [
            Reminder(person_id=person, before=day, by=SYSTEM.label, made_at=now)
            for person, day in days.items()
            if (person, day) not in known and person not in lately
        ]
        Reminder.objects.bulk_create(made)
        for each in made:
            journal.record(
                REMINDED,
                actor=SYSTEM,
                unit=units[each.person_id],
                about=("reminder", each.pk),
                codes={"person": str(each.person_id), "before": each.before.isoformat()},
            )
        follow.tell(follow.ENDING, {each.person_id: each.before - timedelta(days=1) for each in made})
    return len(made)

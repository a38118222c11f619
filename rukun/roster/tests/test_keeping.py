"""Nothing of anybody is kept longer than each table of this room says."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from rukun.guard import Retention
from rukun.roster.actions.keeping import forget
from rukun.roster.kept import KEPT
from rukun.roster.models import (
    Asking,
    Call,
    CallAsk,
    Duty,
    Group,
    Handover,
    Pair,
    Reply,
    Roster,
    Swap,
    Watcher,
    WatcherPerson,
    Wish,
)
from rukun.roster.queries.setup import today_in
from rukun.roster.tasks import JOBS
from rukun.roster.tests import factories

pytestmark = pytest.mark.django_db


def gone_after(days: int, *made: Model) -> None:
    """That rows are there to the end of their time, and no longer."""
    start = timezone.localtime().replace(hour=23, minute=59, second=59)  # later than anything made today
    with time_machine.travel(start + timedelta(days=days), tick=False):
        forget()
        assert all(type(each)._default_manager.filter(pk=each.pk).exists() for each in made), made
    with time_machine.travel(start + timedelta(days=days + 1), tick=False):
        assert forget()
        assert [each for each in made if type(each)._default_manager.filter(pk=each.pk).exists()] == []
        assert forget() == 0


def test_each_table_is_erased_when_it_says() -> None:
    made = factories.group(4)
    today, now = today_in(made.watch.unit), timezone.now()
    one, two, *_rest = made.watchers
    who = {"by": "system", "at": now}
    roster = factories.published(made, today, 1)
    duty = roster.duties.first()
    assert duty
    swap = Swap.objects.create(duty=duty, by="system", asked_at=now)
    call = Call.objects.create(duty=duty, by="system", opened_at=now)
    ask = CallAsk.objects.create(call=call, watcher=two, asked_at=now, until=now)
    dated = Wish.objects.create(watcher=one, wish=Wish.NEVER, first=today, last=today, **who)
    weekly = Wish.objects.create(watcher=one, wish=Wish.NEVER, weekday=2, **who)
    asking = Asking.objects.create(watch=made.watch, first=today, last=today, **who)
    reply = Reply.objects.create(asking=asking, watcher=one, at=now)
    note = Handover.objects.create(post=made.post, content=b"x", **who)
    discarded = factories.published(made, today, 1, per_shift=0, state=Roster.DISCARDED)
    left = [factories.published(made, today, 1, state=state) for state in (Roster.DRAFT, Roster.PROPOSED)]
    gone_after(30, dated, asking, reply, discarded, *left)
    gone_after(89, note)
    Watcher.objects.filter(pk=one.pk).update(until=today)
    pair = Pair.objects.create(watch=made.watch, first=one, second=two, together=True)
    group = Group.objects.create(watch=made.watch, name="Baru", max_week=1)
    group.watchers.set([one])
    gone_after(400, roster, duty, swap, call, ask, one, pair, weekly, one.persons.get())
    assert not group.watchers.exists()
    assert Watcher.objects.filter(pk=two.pk).exists()


def test_a_watcher_goes_with_the_last_person_behind_it() -> None:
    made = factories.families(2)
    family = made.watchers[0]
    factories.published(made, nights=1)
    WatcherPerson.objects.filter(watcher=family).first().delete()  # type: ignore[union-attr]
    assert forget() == 0
    WatcherPerson.objects.filter(watcher=family).delete()
    assert forget()
    assert not Watcher.objects.filter(pk=family.pk).exists()
    assert not Duty.objects.filter(watcher=family).exists()


def test_every_table_that_is_kept_for_a_time_is_told_in_the_privacy_notice() -> None:
    said = {table for each in KEPT for table in each.tables}
    jobs = {each.name for each in JOBS}
    for model in apps.get_app_config("roster").get_models():
        retention = model.retention  # type: ignore[attr-defined]
        assert isinstance(retention, Retention)
        assert not retention.job or model._meta.label in said, model
        assert not retention.job or retention.job in jobs, model
    assert said <= {model._meta.label for model in apps.get_app_config("roster").get_models()}

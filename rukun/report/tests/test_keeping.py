"""When a report's time is over, one row stays that leads to nothing and nobody."""

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from rukun.clock.jobs import register, registered
from rukun.clock.models import JobRun
from rukun.config.checks import what_is_erased_leaves_the_disk
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.journal.models import Entry, Note
from rukun.journal.verify import verify_journal
from rukun.people.actor import actor_of
from rukun.people.keeping import KEPT as SAID
from rukun.people.tests.factories import person
from rukun.report import kept
from rukun.report.actions import keeping
from rukun.report.actions.counting import count_days
from rukun.report.actions.dialogue import ask
from rukun.report.actions.keeping import LogInUse, put_away, trace_of, write_over_log
from rukun.report.actions.owing import take_up
from rukun.report.actions.prioritising import prioritise
from rukun.report.actions.reaching import take_contact_back
from rukun.report.actions.telling import forget_talks
from rukun.report.actions.withdrawing import withdraw
from rukun.report.algo.shifts import shift_of
from rukun.report.models import Contact, Message, Report, Trace
from rukun.report.tasks import JOBS
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, RW, report, town
from rukun.report.verbs import PUT_AWAY, REPORT_SPAM
from rukun.territory.tests.towns import SYSTEM, imported

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)  # twelve o'clock in Jakarta


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def close(made: Report, closing: str, at: datetime) -> None:
    Report.objects.filter(pk=made.pk).update(closed_at=at, closing=closing)


def there(made: Report) -> bool:
    return Report.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize(("closing", "days"), [("spam", 90), ("withdrawn", 90), ("", 365)])
def test_a_report_goes_when_its_time_is_over_and_not_a_day_before(closing: str, days: int) -> None:
    with time_machine.travel(NOON, tick=False):
        made, _code = report(phone="081299990001")
        officer = actor_of(person("petugas_posko", KELURAHAN))
        ask(actor=officer, report=made, text="Jam berapa?", message_id=new_id())
        if closing:
            close(made, closing, NOON)
    with time_machine.travel(NOON + timedelta(days=days, minutes=-1), tick=False):
        assert put_away() == 0
        assert there(made)
    with time_machine.travel(NOON + timedelta(days=days, minutes=1), tick=False):
        assert put_away() == 1
        assert not there(made)
        assert not Contact.objects.exists()
        assert not Message.objects.exists()
        assert put_away() == 0
    stays = Trace.objects.get()
    assert (stays.category, stays.day.isoformat(), stays.shift, stays.source) == (
        "ketertiban",
        "2026-11-20",
        "",
        "resident",
    )
    assert stays.weight == (0 if closing else 1), "what was no report counts for nothing"


def test_the_journal_tells_the_number_in_each_chain_and_forgets_the_reasons() -> None:
    with time_machine.travel(NOON, tick=False):
        made = [report()[0], report(unit=NEXT_RW)[0]]
        hidden = [report("kekerasan", phone="081299990001")[0], report("keluhan")[0]]
        with journal.atomic():
            journal.record(REPORT_SPAM, actor=SYSTEM, unit=RW, about=("report", made[0].pk), note="Iklan pinjaman.")
    with time_machine.travel(NOON + timedelta(days=366), tick=False):
        assert put_away() == 4
        assert put_away() == 0
    entries = Entry.objects.filter(verb=PUT_AWAY.name).order_by("chain_id")
    assert [(each.chain_id, each.unit, each.codes, each.actor) for each in entries] == [
        ("", "", {"number": len(hidden)}, "system:retention"),
        (KELURAHAN, KELURAHAN, {"number": 2}, "system:retention"),
    ], "a neighbourhood's book must not tell of those that are nobody's business there"
    assert not Note.objects.exclude(text="").exists()
    assert verify_journal().sound


def test_what_stays_says_where_no_closer_than_a_cell_and_when_no_closer_than_a_quarter_of_a_day(tmp_path: Path) -> None:
    imported(tmp_path)
    here = {"lat": -6.1985, "lon": 106.7905}
    seen = timezone.localtime().replace(hour=2, minute=15, second=0, microsecond=0) - timedelta(days=1)
    exact, by_rw, by_kelurahan = (
        trace_of(report(happened=seen, happened_about=about, **where)[0])
        for about, where in (
            ("hour", {"unit": "", **here}),
            ("day", {"unit": f"{KELURAHAN}.001"}),
            ("hour", {"unit": KELURAHAN}),
        )
    )
    assert exact.cell is not None
    assert by_rw.cell is not None
    assert by_kelurahan.cell is None, "the middle of a kelurahan would be a lie"
    assert (exact.shift, by_rw.shift) == ("dini_hari", "")
    assert exact.day == by_rw.day == seen.date()
    names = {each.name for each in Trace._meta.get_fields()}
    assert names == {"id", "category", "cell", "day", "shift", "source", "weight"}


def test_the_quarters_of_a_day_are_six_hours_each() -> None:
    assert [shift_of(hour) for hour in range(24)] == [
        *["dini_hari"] * 6,
        *["pagi"] * 6,
        *["siang"] * 6,
        *["malam"] * 6,
    ]


def test_the_jobs_are_registered_counting_first_and_every_table_is_in_their_hands() -> None:
    assert [each.run for each in JOBS] == [
        count_days,
        put_away,
        forget_talks,
        take_up,
        prioritise,
        write_over_log,
    ]
    if "report.put_away" in {each.name for each in registered()}:  # wired in config
        assert {each.name for each in JOBS} <= {each.name for each in registered()}
    said = {table for each in kept.KEPT for table in each.tables}
    models = {
        f"{model._meta.app_label}.{model.__name__}"
        for model in apps.get_models()
        if getattr(getattr(model, "retention", None), "job", "") == "report.put_away"
    }
    assert said - {"report.SavedView", "report.Talk"} == models
    assert all(str(each.what) and str(each.until).endswith(".") for each in (*kept.KEPT, *SAID))


@pytest.mark.django_db(transaction=True)
@pytest.mark.once  # it is about SQLite's files
def test_nothing_of_what_was_said_is_left_in_the_bytes_of_the_database(
    written_ahead: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "PAUSE", 0)
    town()
    said = ("Kata-rahasia-XQZW", "Ringkasan-rahasia-PLMV", "Alasan-rahasia-RTYU")
    with time_machine.travel(NOON, tick=False):
        made, code = report(words=said[0] * 40, phone="081299990001")
        Report.objects.filter(pk=made.pk).update(summary=said[1] * 40)
        with journal.atomic():
            journal.record(REPORT_SPAM, actor=SYSTEM, unit=RW, about=("report", made.pk), note=said[2] * 40)
        made.refresh_from_db()
    sealed = bytes(made.account)
    write_over_log()
    before = in_files()
    assert said[0].encode() not in before, "it was sealed all the time"
    for present in (said[1].encode(), said[2].encode(), sealed, made.receipt.encode()):
        assert present in before
    with contextlib.closing(sqlite3.connect(database(), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM report_report").fetchone()
        with time_machine.travel(NOON + timedelta(days=366), tick=False):
            assert put_away() == 1
        with pytest.raises(LogInUse):
            write_over_log()
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] > 0, "the others wait for each other as before"
        assert said[1].encode() in in_files(), "whoever reads now still reads what was there"
        reader.execute("COMMIT")
        write_over_log()
        after = in_files()
    for gone in (*(each.encode() for each in said), sealed[4:40], made.receipt.encode()):
        assert gone not in after
    assert code.encode() not in before + after
    assert Trace.objects.count() == 1


@pytest.fixture
def written_ahead() -> Iterator[None]:
    """The database as an installation has it: with a write-ahead log."""

    def mode(wanted: str) -> None:
        with connection.cursor() as cursor:
            assert cursor.execute(f"PRAGMA journal_mode={wanted}").fetchone()[0] == wanted

    mode("wal")
    yield
    mode("delete")


@pytest.mark.django_db(transaction=True)
def test_no_request_waits_for_the_log() -> None:
    """Whoever takes something back would wait for the slowest reader, and everybody else for them."""
    town()
    made, _code = report(phone="081299990001")
    with CaptureQueriesContext(connection) as asked:
        take_contact_back(report=made)
        withdraw(report=made)
    statements = " ".join(each["sql"] for each in asked.captured_queries)
    assert "report_contact" in statements
    assert "checkpoint" not in statements


@pytest.mark.once  # it is about SQLite's files
def test_the_check_tells_of_a_log_that_was_not_written_over_for_a_day() -> None:
    name, now = "report.write_over_log", timezone.now()
    if name not in {each.name for each in registered()}:
        register(JOBS)

    def told(error: str, ago: timedelta | None) -> list[str | None]:
        succeeded = now - ago if ago is not None else None
        JobRun.objects.update_or_create(
            name=name, defaults={"started_at": now, "error": error, "succeeded_at": succeeded}
        )
        return [each.id for each in what_is_erased_leaves_the_disk()]

    day = timedelta(days=1)
    assert told("LogInUse", 2 * day) == told("LogInUse", None) == ["config.W009"]
    assert told("", 2 * day) == told("LogInUse", day / 2) == [], "the machine was off, or it is but for now"


def test_the_rows_that_stay_are_in_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "AT_ONCE", 10)
    for number in range(20):
        with time_machine.travel(NOON + timedelta(days=number), tick=False):
            report()
    with time_machine.travel(NOON + timedelta(days=400), tick=False):
        assert put_away() == 20
    days = list(Trace.objects.order_by("pk").values_list("day", flat=True))
    assert len(set(days)) == 20
    early = set(sorted(days)[:10])
    assert 0 < len(early & {*days[:10]}) < 10, "those put away together were not those that came together"
    for part in (days[:10], days[10:]):
        assert part not in (sorted(part), sorted(part, reverse=True)), "nor is there an order within"


def database() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def in_files() -> bytes:
    path = database()
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")))


ends = st.lists(
    st.tuples(
        st.sampled_from(["ketertiban", "kekerasan", "keluhan", "saran"]),
        st.sampled_from(["", "spam", "withdrawn"]),
        st.integers(0, 400),
        st.integers(0, 400),
    ),
    max_size=6,
)


@how(max_examples=15)
@given(ends)
def test_after_every_run_nothing_is_there_that_should_not_be_and_nothing_is_gone_that_should_be(
    drawn: list[tuple[str, str, int, int]],
) -> None:
    Report.objects.all().delete()
    Trace.objects.all().delete()
    made: dict[UUID, bool] = {}
    for category, closing, came, closed in drawn:
        with time_machine.travel(NOON - timedelta(days=came), tick=False):
            each = report(category)[0]
        if closing == "withdrawn":
            withdraw(report=each)
        ago = min(came, closed)
        if closing:
            close(each, closing, NOON - timedelta(days=ago))
        made[each.pk] = came >= 365 or (bool(closing) and ago >= 90)
    with time_machine.travel(NOON, tick=False):
        assert put_away() == sum(made.values())
    assert set(Report.objects.values_list("pk", flat=True)) == {key for key, due in made.items() if not due}
    assert Trace.objects.count() == sum(made.values())


def test_an_unreadable_account_does_not_keep_a_report_for_ever() -> None:
    with time_machine.travel(NOON, tick=False):
        made, _code = report()
        Report.objects.filter(pk=made.pk).update(account=b"rusak")
    with time_machine.travel(NOON + timedelta(days=366), tick=False):
        assert put_away() == 1

"""The kentongan: from the tap until every channel has its letters. With adapters that answer at once, on SQLite."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import DEFAULT_DB_ALIAS, transaction
from django.urls import reverse
from django.utils import timezone

from rukun.alarm import follow
from rukun.alarm.actions.ringing import ring
from rukun.alarm.actions.ticking import step
from rukun.alarm.messages import CHECK, GATHER, KEEP_AWAY
from rukun.alarm.models import Called, Ring
from rukun.guard import Allowed, System
from rukun.guard.ids import new_id
from rukun.notify import carriers
from rukun.notify.actions.carrying import Carrier
from rukun.notify.adapters import Letter, Outcome
from rukun.notify.connecting import save_setting
from rukun.roster.tests.factories import group, published
from rukun.territory.actions import list_units

Row = tuple[str, object, object, object, str]
Contact, Outgoing, Question, Spent = (
    apps.get_model("notify", name) for name in ("Contact", "Outgoing", "Question", "Spent")
)
SYSTEM = System("bench")
CITY, KELURAHAN = "31.73", "31.73.07.1001"
RW = f"{KELURAHAN}.003"
HOUR = timedelta(hours=1)
FEW, MANY = 35, 30_000
SOON, LATER = 2.0, 60.0
ONCE = False
UNITS = (
    f"kode,nama\n31,Contoh\n{CITY},Kota Contoh\n31.73.07,Kecamatan Contoh\n{KELURAHAN},Kelurahan Contoh\n{RW},RW 003\n"
)
AGAIN = 5.0
_letters: list[Letter] = []


def send(setting: Mapping[str, Any], letter: Letter) -> Outcome:
    """A provider that answers as soon as it is asked."""
    _letters.append(letter)
    return Outcome("sent", message=str(letter.id))


def bench_ringing() -> list[Row]:
    """35 officers of a kelurahan: the mark is two seconds from the tap until all adapters have the letters."""
    with _mocked("telegram", "whatsapp", "sms", "mail"):
        people = _holders(FEW, "babinsa", lambda _number: KELURAHAN)
        took, rows, busy = _timed(CHECK, KELURAHAN, len(people))
    return [
        (
            "alarm: 35 people, tap until all channels have it, s",
            took,
            SOON,
            took / SOON,
            f"beside: 2 s allowed; {busy:.1f} s of processor time",
        ),
        ("alarm: the same, beside saving its rows one by one, s", took, rows, took / rows, "each in its transaction"),
    ]


def bench_gathering() -> list[Row]:
    """33 on duty and two officers, called together: each must be fit, reached on a channel, and beside an officer."""
    with _mocked("telegram", "whatsapp", "sms", "mail"):
        _holders(2, "babinsa", lambda _number: KELURAHAN)
        point = _on_duty(FEW - 2)
        took, _rows, busy = _timed(GATHER, RW, FEW, meeting=point)
    return [
        (
            "alarm: 35 people on duty to a meeting point, tap until all channels have it, s",
            took,
            SOON,
            took / SOON,
            f"beside: 2 s allowed; {busy:.1f} s of processor time",
        )
    ]


def bench_city_wide() -> list[Row]:
    """30,000 heads of a city on one worker: the mark is sixty seconds until the last adapter has its letter."""
    with _mocked("sms"):
        people = _holders(MANY, "ketua_rt", lambda number: f"{KELURAHAN}.{number // 100 + 1:03}.{number % 100 + 1:03}")
        took, rows, busy = _timed(KEEP_AWAY, CITY, len(people))
        _turn_on("sms", "whatsapp")  # so that everybody has a second channel
        look, looks, again = _looked_again()
    return [
        (
            "alarm: 30,000 heads without an answer, second channel: longest look of the timed job, s",
            look,
            AGAIN,
            look / AGAIN,
            f"beside: every {AGAIN:.0f} s; {looks} looks",
        ),
        (
            "alarm: 30,000 heads without an answer, second channel: until all are called again, s",
            again,
            took,
            again / took,
            "beside: the first channel, until all adapters had it; this without sending",
        ),
        (
            "alarm: 30,000 heads, tap until all channels have it, s",
            took,
            LATER,
            took / LATER,
            f"beside: 60 s allowed; {busy:.0f} s of processor time",
        ),
        ("alarm: the same, beside saving its rows one by one, s", took, rows, took / rows, "each in its transaction"),
    ]


def _timed(message: str, unit: str, number: int, meeting: str = "") -> tuple[float, float, float]:
    """Seconds until the adapters have all letters, for saving the same rows one by one, and of our processor."""
    about, carrier = ("bench", new_id()), Carrier()
    reverse("alarm:calls")  # as a server that runs has read its addresses already
    begun, busy = time.perf_counter(), time.process_time()
    ring(
        actor=SYSTEM, ring_id=new_id(), about=about, unit=unit, message=message, narrow=message == CHECK,
        meeting=meeting, may=Allowed(),
    )  # fmt: skip
    while Ring.objects.filter(filled=False).exists():
        step()
    while len(_letters) < number and (carrier.carry_once(0.01) or carrier.busy):
        pass
    took, busy = time.perf_counter() - begun, time.process_time() - busy
    while carrier.busy:
        carrier.carry_once()
    carrier.close()
    assert len(_letters) == number == Called.objects.count()
    assert Outgoing.objects.filter(state="sent").count() == number
    return took, _saved_one_by_one(), busy


def _looked_again() -> tuple[float, int, float]:
    """Nobody answered, and all are to be called on their next channel.

    Seconds of the longest look, how many looks it takes, and seconds of all of them.
    """
    Called.objects.update(next_at=timezone.now())
    longest, looks, whole = 0.0, 0, 0.0
    while Called.objects.filter(told=1, next_at__isnull=False).exists():
        begun = time.perf_counter()
        step()
        took = time.perf_counter() - begun
        longest, looks, whole = max(longest, took), looks + 1, whole + took
    assert Outgoing.objects.filter(state="waiting").count() == Called.objects.count(), "each once more"
    return longest, looks, whole


def _saved_one_by_one() -> float:
    """Seconds in which so many calls, questions and messages are saved, each in a transaction of its own."""
    seconds = 0.0
    for model in (Called, Question, Outgoing):
        some = list(model.objects.all()[:500])
        begun = time.perf_counter()
        for row in some:
            row.save()
        seconds += (time.perf_counter() - begun) * model.objects.count() / max(1, len(some))
    return seconds


@contextmanager
def _mocked(*channels: str) -> Iterator[None]:
    _letters.clear()
    everywhere = {channel: dict.fromkeys(ways, __name__) for channel, ways in carriers.ADAPTERS.items()}
    with patch.dict(carriers.ADAPTERS, everywhere), patch.dict(follow.EXISTS, {"bench": lambda _key: True}):
        _turn_on(*channels)
        list_units(actor=SYSTEM, data=UNITS.encode(), file="bench.csv")
        yield
        for model in (Called, Ring, Question, Outgoing, Contact, Spent):
            model.objects.all().delete()
        with transaction.atomic():  # whatever duty needed, which refers to people; nobody else is there
            for room in ("roster", "training", "people"):
                for model in apps.get_app_config(room).get_models():
                    model._base_manager.all()._raw_delete(DEFAULT_DB_ALIAS)  # noqa: SLF001  nothing refers to them


def _turn_on(*channels: str) -> None:
    for channel in ("telegram", "whatsapp", "sms", "mail"):
        content = {"rate": 1_000_000, "way": "http"}
        save_setting(actor=SYSTEM, channel=channel, on=channel in channels, content=content)


def _on_duty(number: int) -> str:
    """So many who stand at a post at this moment, and are fit for it. Returns the post's name."""
    made = group(number, unit=RW, kind="siskamling")
    published(made, per_shift=number, nights=1)
    now = timezone.now()
    apps.get_model("roster", "Duty").objects.update(starts_at=now - HOUR, ends_at=now + HOUR)
    Outgoing.objects.all().delete()  # that the watch has a partner
    return made.post.name


def _holders(number: int, title: str, unit_of: Callable[[int], str]) -> list[Any]:
    Person = get_user_model()  # noqa: N806  it is a class
    people = [Person(name="Warga", phone=f"+6281{each:09d}", unit=KELURAHAN) for each in range(number)]
    Person.objects.bulk_create(people, batch_size=2000)
    Position: Any = Person._meta.get_field("positions").related_model  # noqa: N806, SLF001  as above
    since = timezone.now()
    Position.objects.bulk_create(
        [Position(person=who, title=title, unit=unit_of(each), since=since) for each, who in enumerate(people)],
        batch_size=2000,
    )
    return people

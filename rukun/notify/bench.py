"""The outbox: many told in one action, and how fast one worker drains it. On SQLite, as ratios."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rukun.guard import System
from rukun.guard.ids import new_id
from rukun.notify import carriers, notices
from rukun.notify.actions.carrying import Carrier
from rukun.notify.actions.contacts import sealed_address
from rukun.notify.actions.receiving import store
from rukun.notify.actions.telling import tell_many
from rukun.notify.adapters import Letter, Outcome
from rukun.notify.algo.incoming import Part
from rukun.notify.connecting import save_setting
from rukun.notify.models import Contact, Outgoing, Received, Spent
from rukun.notify.notices import Notice

MANY, DRAINED, STORED = 30_000, 5_000, 2_000
ALLOWED = 5.0
Row = tuple[str, object, object, object, str]
NEWS = Notice(
    name="bench.news",
    title=_("Kabar"),
    chat=_("Kabar untuk %(name)s"),
    sms=_("Kabar untuk %(name)s"),
    push=_("Kabar"),
    example={"name": "Ibu Sari Wulandari"},
)
ONCE = False


def send(setting: Mapping[str, Any], letter: Letter) -> Outcome:
    """A provider that answers as soon as it is asked."""
    return Outcome("sent", message=str(letter.id))


def bench_queueing() -> list[Row]:
    """30,000 persons told in one action: the first time, when none of them has a contact, and after that."""
    rows: list[Row] = []
    with _mocked():
        whom = [(key, {"name": "Ibu Sari Wulandari"}) for key in _people()]
        for what in ("the first time", "again"):
            begun = time.perf_counter()
            assert tell_many(NEWS.name, whom) == MANY
            took = time.perf_counter() - begun
            note = f"beside: {ALLOWED:.0f} s allowed; {MANY / took:,.0f}/s"
            rows.append((f"notify: 30,000 told in one action, {what}, s", took, ALLOWED, took / ALLOWED, note))
            plain = _written()
            rows.append(
                (f"notify: the same, {what}, beside its rows alone, s", took, plain, took / plain, "bulk_create")
            )
        Outgoing.objects.all().delete()
        _empty()
    return rows


def bench_draining() -> list[Row]:
    """What one worker sends a second on a channel that answers at once, and on four, beside rows saved one by one."""
    rows: list[Row] = []
    for channels in (("telegram",), ("telegram", "whatsapp", "sms", "mail")):
        with _mocked():
            contacts = [_contact(channel) for channel in channels for _n in range(DRAINED // len(channels))]
            tell_many(NEWS.name, [(contact.pk, {"name": "Ibu Sari"}) for contact in contacts])
            carrier = Carrier()
            begun = time.perf_counter()
            while carrier.carry_once() or carrier.busy:
                pass
            rate = len(contacts) / (time.perf_counter() - begun)
            carrier.close()
            assert Outgoing.objects.filter(state=Outgoing.SENT).count() == len(contacts)
            plain = _saved_one_by_one()
            rows.append(
                (
                    f"notify: messages sent a second, channels: {len(channels)}",
                    rate,
                    plain,
                    rate / plain,
                    "beside: rows saved",
                )
            )
            _empty()
    return rows


def bench_storing() -> list[Row]:
    """Messages stored a second, one to a webhook, beside the same rows written plainly."""
    begun = time.perf_counter()
    for number in range(STORED):
        store("telegram", [Part(f"k{number}", "telegram:1", {"text": "banjir di gang", "number": number})])
    rate = STORED / (time.perf_counter() - begun)
    plain = list(Received.objects.all())
    Received.objects.all().delete()
    begun = time.perf_counter()
    for row in plain:
        row.save(force_insert=True)
    beside = STORED / (time.perf_counter() - begun)
    Received.objects.all().delete()
    return [("notify: messages stored a second", rate, beside, rate / beside, "beside: one row saved each")]


@contextmanager
def _mocked() -> Iterator[None]:
    everywhere = {channel: dict.fromkeys(ways, __name__) for channel, ways in carriers.ADAPTERS.items()}
    with patch.dict(carriers.ADAPTERS, everywhere), patch.dict(notices.NOTICES, {NEWS.name: NEWS}):
        for channel in ("telegram", "whatsapp", "sms", "mail"):
            content = {"rate": 1_000_000, "way": "http"}
            save_setting(actor=System("bench"), channel=channel, on=True, content=content)
        yield


def _people() -> list[Any]:
    Person = get_user_model()  # noqa: N806  it is a class
    rows = [Person(name="Warga", phone=f"+6281{number:09d}", unit="31.73.07.1001.016") for number in range(MANY)]
    return [row.pk for row in Person.objects.bulk_create(rows, batch_size=2000)]


def _contact(channel: str) -> Contact:
    key, now = new_id(), timezone.now()
    address = sealed_address({"phone": "+6281234567890", "chat": "1"}, key)
    return Contact.objects.create(id=key, channel=channel, address=address, made_at=now, used_at=now)


def _written() -> float:
    """Seconds for writing the rows that there are, and nothing else."""
    rows = list(Outgoing.objects.all()[:MANY])
    Outgoing.objects.all().delete()
    begun = time.perf_counter()
    Outgoing.objects.bulk_create(rows, batch_size=500)
    return time.perf_counter() - begun


def _saved_one_by_one() -> float:
    """Rows saved a second, each in a transaction of its own."""
    some = list(Outgoing.objects.all()[:500])
    begun = time.perf_counter()
    for row in some:
        row.save()
    return len(some) / (time.perf_counter() - begun)


def _empty() -> None:
    for model in (Outgoing, Contact, Spent, get_user_model()):
        model.objects.all().delete()

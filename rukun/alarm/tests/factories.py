"""A night on which the kentongan can ring: people on duty, officers, heads, and all channels carried by a fake."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

import time_machine

from rukun.alarm import follow, talk
from rukun.alarm.actions.ringing import ring
from rukun.alarm.actions.ticking import step
from rukun.alarm.messages import GATHER, MESSAGES
from rukun.alarm.models import Called, Ring
from rukun.alarm.notices import NOTICES as ALARM_NOTICES
from rukun.guard import Actor, Allowed
from rukun.guard.ids import new_id
from rukun.notify import notices
from rukun.notify.actions import contacts
from rukun.notify.models import Contact, Outgoing
from rukun.notify.tests import fake
from rukun.notify.tests.factories import come, turn_on, world
from rukun.notify.tests.rounds import deliver, hear_all
from rukun.people.actor import actor_of
from rukun.people.models import Person
from rukun.people.tests.factories import person
from rukun.report.tests.factories import town
from rukun.roster.models import Duty
from rukun.roster.tests.factories import RW, Made, group, published
from rukun.training.tests.factories import KELURAHAN

LABEL = "test_thing"
SITUATION = UUID("01890000-0000-7000-8000-000000000001")
DISTRICT = KELURAHAN.rpartition(".")[0]


@dataclass
class Night:
    """``changed`` is how often whoever shows the ring was told; ``open`` whether there is something to ring for.

    ``gathers``: whether people may still be called to a place for it.
    """

    world: fake.World
    made: Made
    at: datetime
    bhabin: Person
    posko: Person
    head: Person
    kapolsek: Person
    changed: list[UUID] = field(default_factory=list)
    open: bool = True
    gathers: bool = True

    @property
    def actor(self) -> Actor:
        return actor_of(self.posko)

    @property
    def on_duty(self) -> list[Person]:
        return self.made.people[:4]


@contextmanager
def night(*channels: str, duty: int = 4) -> Iterator[Night]:
    """Shortly after the shift began: so many on duty in the RW, an officer, the posko's desk, the RW's head, and the
    Polsek's.
    """
    with ExitStack() as stack:
        carried = stack.enter_context(world(*talk.TOPICS))
        stack.enter_context(patch.dict(notices.NOTICES, {each.name: each for each in ALARM_NOTICES}))
        turn_on(*(channels or ("telegram", "sms")))
        town()
        made = group(8, unit=RW, kind="siskamling", hours=((22, 2),))
        roster = published(made, per_shift=max(duty, 1), nights=3)
        begins = Duty.objects.filter(roster=roster).earliest("starts_at").starts_at
        if duty == 0:
            Duty.objects.all().delete()
        now = begins + timedelta(minutes=30)
        found = Night(
            carried, made, now, person("bhabinkamtibmas", KELURAHAN, name="Aiptu Made"),
            person("petugas_posko", KELURAHAN, name="Rina Posko"), person("ketua_rw", RW, name="Pak Darto"),
            person("kapolsek", DISTRICT, name="Kompol Sita"),
        )  # fmt: skip
        stack.enter_context(patch.dict(follow.EXISTS, {LABEL: lambda _key: found.open}))
        stack.enter_context(patch.dict(follow.GATHERS, {LABEL: lambda _key: found.gathers}))
        stack.enter_context(patch.dict(follow.CHANGED, {LABEL: found.changed.append}))
        for each in (found.bhabin, found.posko, found.head, found.kapolsek):
            each.positions.update(since=now - timedelta(days=1))
        Outgoing.objects.all().delete()  # that somebody was made a member
        yield found


@contextmanager
def clock(at: datetime, **later: float) -> Iterator[None]:
    with time_machine.travel(at + timedelta(**later), tick=False):
        yield


def rung(
    one: Night, message: str = GATHER, *, ring_id: UUID | None = None, actor: Actor | None = None, **more: Any
) -> Ring:
    given: dict[str, Any] = {
        "about": (LABEL, SITUATION), "unit": RW, "narrow": MESSAGES[message].narrow,
        "meeting": "Pos 1" if MESSAGES[message].meeting == "must" else "", "may": Allowed(), **more,
    }  # fmt: skip
    return ring(actor=actor or one.actor, ring_id=ring_id or new_id(), message=message, **given)


def chat_of(who: Person) -> Contact:
    """The Telegram chat of somebody, which is theirs."""
    return contacts.of_person("telegram", who.pk, {"telegram": who.phone}, [f"telegram:{who.phone}"])


def says(who: Person, text: str = "", **said: Any) -> None:
    """Somebody writes from their chat, and is heard."""
    come(text, sender=f"telegram:{who.phone}", **said)
    hear_all()


def said_to(one: Night, who: Person) -> list[str]:
    """What the fake provider was given for somebody's chat or phone, after all that is due was sent."""
    deliver()
    return [
        each.text for each in one.world.sent if who.phone in (each.address.get("telegram"), each.address.get("phone"))
    ]


def call_of(row: Ring, who: Person) -> Called:
    return Called.objects.select_related("ring").get(ring=row, person=who.pk)


def called_in(row: Ring) -> set[UUID]:
    return set(Called.objects.filter(ring=row).values_list("person", flat=True))


def stepped(one: Night, **later: float) -> None:
    with clock(one.at, **later):
        step()

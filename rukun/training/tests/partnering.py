"""Applying, verifying and agreeing, for tests: each with one line."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from rukun.guard import ANYONE, Actor
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.actor import actor_of
from rukun.people.models import Position
from rukun.people.tests.factories import SYSTEM, person
from rukun.training.actions import partners as actions
from rukun.training.models import Partnership
from rukun.training.queries import partners as queries
from rukun.training.ways import WAYS

KELURAHAN, RW, OTHER = "31.73.07.1001", "31.73.07.1001.003", "31.73.07.1002"
PHONE = "0812-7000-0009"
REASON = "Akta lengkap, ketuanya sudah ditemui."
NOW = datetime.fromisoformat("2026-05-04T10:00:00+07:00")
TODAY = NOW.date()


def apply(kind: str = "ormas", *, actor: Actor = ANYONE, **other: Any) -> Partnership:
    return applied(kind, actor=actor, **other)[0]


def applied(kind: str = "ormas", *, actor: Actor = ANYONE, **other: Any) -> tuple[Partnership, str]:
    given: dict[str, Any] = {
        "name": "Mitra Kampung",
        "unit": KELURAHAN,
        "chair_name": "Ratna Dewi",
        "chair_phone": PHONE,
        "legal_number": "AHU-1",
        "purpose": "Menjaga bersama.",
        "help_offered": ("ronda",),
        "application_id": new_id(),
    }
    return actions.apply_for_partnership(actor=actor, kind=kind, **{**given, **other})


def lurah(unit: str = KELURAHAN) -> Actor:
    """There is one in each kelurahan, however often a test asks for her."""
    held = Position.objects.filter(title="lurah", unit=unit).first()
    return actor_of(held.person if held else person("lurah", unit, name="Ibu Hartati"))


def police(unit: str = KELURAHAN) -> Actor:
    return actor_of(person("bhabinkamtibmas", unit, name="Made"))


def verify(actor: Actor, asked: Partnership, authority: str, approved: bool = True, reason: str = REASON) -> None:
    actions.verify_partnership(actor=actor, partnership=asked, authority=authority, approved=approved, reason=reason)


def agree(actor: Actor, asked: Partnership, since: date = TODAY, days: int = 364, number: str = "PKS/1") -> None:
    actions.make_agreement(
        actor=actor,
        partnership=asked,
        number=number,
        since=since,
        until_last_day=since + timedelta(days=days),
    )


def partner(kind: str = "ormas", **other: Any) -> Partnership:
    made = apply(kind, **other)
    for authority in WAYS[kind].verifiers:
        verify(SYSTEM, made, authority)
    if WAYS[kind].agreement:
        agree(SYSTEM, made, timezone.localdate())
    made.refresh_from_db()
    return made


def state(asked: Partnership) -> str:
    return queries.detail_of(Partnership.objects.get(pk=asked.pk)).state


def verbs() -> list[str]:
    return [each.removeprefix("training.") for each in Entry.objects.filter(verb__startswith="training.").order_by("pk")
            .values_list("verb", flat=True)]  # fmt: skip

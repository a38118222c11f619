"""What owners claim, for tests: that something is done, with photos that a handler cleared or not yet."""

from itertools import count
from uuid import UUID

from rukun.commitment.actions import claiming
from rukun.commitment.queries import Claim, proof_photos
from rukun.evidence import actions as evidence
from rukun.guard import Actor
from rukun.guard.ids import new_id
from rukun.people.actor import actor_of
from rukun.people.models import Position
from rukun.people.tests.factories import person
from rukun.report.actions.owing import owed_about
from rukun.report.models import Report
from rukun.report.tests.factories import KELURAHAN, jpeg

_seeds = count(100)
FIXED = "Lampunya sudah kami ganti tadi pagi."
CANNOT = "Lampu ini milik pengelola jembatan, kelurahan tidak berwenang."


def lurah() -> Actor:
    """Who answers for the kelurahan, to which reports without a rule go."""
    held = Position.objects.filter(title="lurah", unit=KELURAHAN).first()
    return actor_of(held.person if held else person("lurah", KELURAHAN, name="Budi Santoso"))


def claimed(
    told: Report, by: Actor, outcome: str = "done", *, kind: str = "photo", photos: int = 1, cleared: bool = True
) -> Claim:
    """``by`` says that it is done, or cannot be."""
    owed = owed_about(Report.objects.get(pk=told.pk))
    assert owed is not None
    made = claiming.claim(
        actor=by,
        commitment=owed,
        claim_id=new_id(),
        outcome=outcome,
        kind=kind,
        words=FIXED if outcome == "done" else CANNOT,
        photos=[(new_id(), jpeg(seed=next(_seeds))) for _each in range(photos)],
    )
    if cleared:
        clear(made.pk)
    return made


def clear(claim: UUID) -> None:
    """Its photos show no face."""
    for each in proof_photos([claim]).get(claim, []):
        evidence.clear(photo=each, by="system:test", seen=None)

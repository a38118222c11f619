"""Promises for tests, about things that no room above knows, owed and confirmed by the offices of a made-up town."""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from django.db import connections
from django.utils import timezone
from PIL import Image

from rukun.commitment.actions import claiming, confirming, ending, handing, making, outside, working
from rukun.commitment.algo import states
from rukun.commitment.models import Claim, Commitment, Handoff, Step
from rukun.commitment.owners import Owner
from rukun.evidence.models import Photo
from rukun.guard import ANYONE, Actor, Allowed
from rukun.guard.ids import new_id
from rukun.people.actions import end_position, give_position
from rukun.people.actor import actor_of
from rukun.people.models import Organisation, Person, Position
from rukun.people.tests.factories import SYSTEM, person
from rukun.territory.tests.towns import listed

DISTRICT, KELURAHAN, OTHER = "31.73.07", "31.73.07.1001", "31.73.07.1002"
RW, NEXT_RW = f"{KELURAHAN}.016", f"{KELURAHAN}.003"
RT, NEXT_RT = f"{RW}.003", f"{RW}.004"
TOWN = f"""kode,nama
31,Jakarta
31.73,Jakarta Barat
{DISTRICT},Palmerah
{KELURAHAN},Palmerah
{RW},RW 016
{RT},RT 003
{NEXT_RT},RT 004
{NEXT_RW},RW 003
{OTHER},Slipi
"""
PLACES = {
    "camat": DISTRICT,
    "kapolsek": DISTRICT,
    "ketua_rw": RW,
    "sekretaris_rw": RW,
    "ketua_rt": RT,
}
"""Where titles are held here that are not held for the whole kelurahan."""
LABEL = "thing"
SEATED = datetime(2026, 1, 5, tzinfo=UTC)
YES = Allowed()
REASON = "Tidak ada anggaran untuk itu tahun ini."
WORDS = "Masih sama seperti kemarin."
TABLES = (Commitment, Step, Claim, Handoff, Photo)


def town() -> None:
    listed(TOWN)


def somebody(*titles: str, name: str = "Sari Wulandari") -> Actor:
    """Whoever holds all of these titles, each where it is held here: ``title`` or ``title@unit``."""
    who = person(name=name)
    for title in titles:
        give(who, title)
    return actor_of(who)


def give(who: Person, title: str, **more: Any) -> Position:
    """Held since ``SEATED``, however late it is when a test travels to one of its days."""
    more.setdefault("since", min(SEATED, timezone.now()))
    title, _at, unit = title.partition("@")
    unit = unit or PLACES.get(title, KELURAHAN)
    return give_position(actor=SYSTEM, person=who, title=title, unit=unit, **more)


def leave(actor: Actor) -> None:
    """Lay all down that somebody holds, now."""
    for each in Position.objects.filter(person=UUID(actor.label.removeprefix("person:")), until=None):
        end_position(actor=SYSTEM, position=each)


def organisation(kind: str, unit: str) -> Owner:
    """The one of a kind in a unit, as an owner."""
    return Owner(unit, organisation=Organisation.objects.get(kind=kind, unit=unit, closed_at=None).pk)


def promise(
    owner: Owner | None = None,
    *,
    clock: str = "tiga_hari",
    unit: str = RT,
    book: str = KELURAHAN,
    local: bool = True,
    at: datetime | None = None,
) -> Commitment:
    """What is owed about some thing; by the government of the kelurahan, unless somebody else is named."""
    return making.make(
        about=(LABEL, new_id()),
        unit=unit,
        book=book,
        local=local,
        owner=owner or organisation("kelurahan", KELURAHAN),
        clock=clock,
        at=at or timezone.now(),
    )


def again(row: Commitment) -> Commitment:
    """As it is in the database now."""
    return Commitment.objects.get(pk=row.pk)


def picture() -> bytes:
    """A made-up photo, each time another."""
    image = Image.effect_noise((16, 12), 120).resize((64, 48)).convert("RGB")
    file = BytesIO()
    image.save(file, "JPEG", quality=85)
    return file.getvalue()


def photos(number: int = 1) -> Sequence[tuple[UUID, bytes]]:
    return [(new_id(), picture()) for _each in range(number)]


def claimed(actor: Actor, row: Commitment, outcome: str = "done", **more: Any) -> Claim:
    """That it is done, with a photo; or that it cannot be."""
    given = {"words": REASON, "photos": photos() if outcome == "done" else (), "kind": "photo", "claim_id": new_id()}
    return claiming.claim(actor=actor, commitment=row, outcome=outcome, **{**given, **more})


def confirmed(row: Commitment, claim: Claim, actor: Actor = ANYONE, way: str = confirming.REPORTER) -> Commitment:
    return confirming.confirm(actor=actor, commitment=row, claim_id=claim.pk, way=way)


def rejected(row: Commitment, claim: Claim, actor: Actor = ANYONE, way: str = confirming.REPORTER) -> Commitment:
    return confirming.reject(actor=actor, commitment=row, claim_id=claim.pk, way=way, words=WORDS)


def offered(actor: Actor, row: Commitment, to: Owner) -> Handoff:
    return handing.offer(actor=actor, commitment=row, to=to, reason=REASON, may=YES)


def handed_outside(actor: Actor, row: Commitment) -> tuple[Handoff, str]:
    return outside.hand_outside(actor=actor, commitment=row, authority="Dinas Bina Marga", reason=REASON, may=YES)


def in_state(state: str, owner: Actor, row: Commitment | None = None) -> Commitment:
    """A promise of the kelurahan in a state, to which it came as promises do. ``owner`` acts for it."""
    row = row or promise()
    if state == states.COORDINATED:
        working.coordinate(actor=owner, commitment=row)
    elif state == states.WORKING:
        working.start(actor=owner, commitment=row)
    elif state == states.VOID:
        ending.void(actor=SYSTEM, commitment=row)
    elif state != states.RECEIVED:
        claim = claimed(owner, row, "cannot" if state in (states.CANNOT, states.AWAITING) else "done")
        if state == states.REOPENED:
            rejected(row, claim)
        elif state != states.AWAITING:
            confirmed(row, claim)
    found = again(row)
    assert found.state == state
    return found


def at_once(*works: Callable[[], object]) -> list[str]:
    """What became of each, done in threads of their own at the same moment: "done" or the name of the error."""
    together = threading.Barrier(len(works))
    outcomes = [""] * len(works)

    def run(place: int) -> None:
        try:
            together.wait(timeout=30)
            works[place]()
            outcomes[place] = "done"
        except Exception as error:  # noqa: BLE001  whatever it is, the test says whether it may be
            outcomes[place] = type(error).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def rows() -> list[Any]:
    """All there is of promises: to see that nothing of it changed."""
    return [list(table.objects.order_by("pk").values()) for table in TABLES]

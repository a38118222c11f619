"""Nobody's words, names, secrets or photos stand anywhere but sealed: not in the journal, a log, an error or a fact."""

import json
import logging
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from rukun.commitment.actions import claiming, confirming, ending, handing, making, outside, ticking, undoing, working
from rukun.commitment.errors import CommitmentError
from rukun.commitment.models import Claim, Commitment, Handoff, Step
from rukun.commitment.queries import handoff_with, history_of, open_handoff
from rukun.commitment.tests.factories import (
    KELURAHAN,
    RW,
    YES,
    again,
    organisation,
    photos,
    promise,
    somebody,
    town,
)
from rukun.evidence.errors import EvidenceError
from rukun.guard import ANYONE, Actor, Refused
from rukun.guard.ids import new_id
from rukun.journal.models import Entry, Note
from rukun.people.tests.factories import SYSTEM

pytestmark = pytest.mark.django_db
SAID = "Bu Ratna di Gang Melati nomor tujuh tidak mau"
NAME = "Slamet Rahardjo"
SECRETS = ("Ratna", "Melati", "Slamet", "Rahardjo")
NAMES = (
    "coordinate", "start", "claim", "cannot", "confirm", "reject", "office", "contest", "offer", "take", "decline",
    "outside", "accept", "answer", "refuse", "link", "back", "undo", "void", "revive", "join", "part", "reassign",
    "gone", "asked", "tick", "seen",
)  # fmt: skip


class World:
    def __init__(self) -> None:
        town()
        self.lurah, self.head, self.rt = (somebody(each, name=NAME) for each in ("lurah", "ketua_rw", "ketua_rt"))
        self.row, self.other = promise(), promise(book="", local=True)
        self.tokens: list[str] = []
        self.told: list[str] = []

    def claim(self) -> Any:
        return getattr(Claim.objects.filter(commitment=self.row, verdict="").first(), "pk", new_id())

    def handoff(self) -> Handoff:
        return open_handoff(again(self.row)) or Handoff(id=new_id(), commitment=self.row, to_title="lurah")

    def owner(self) -> Actor:
        organisation = again(self.row).owner_organisation
        return self.lurah if organisation and organisation.kind == "kelurahan" else self.head

    def do(self, name: str) -> None:
        row, who, handoff = again(self.row), self.owner(), self.handoff()
        authority = outside.Authority(handoff.pk)
        rw = organisation("rw", RW)
        acts: dict[str, Callable[[], Any]] = {
            "coordinate": lambda: working.coordinate(actor=who, commitment=row, words=SAID),
            "start": lambda: working.start(actor=who, commitment=row, words=SAID),
            "claim": lambda: claiming.claim(actor=who, commitment=row, claim_id=new_id(), outcome="done", kind="photo",
                                            words=SAID, photos=photos()),
            "cannot": lambda: claiming.claim(actor=who, commitment=row, claim_id=new_id(), outcome="cannot", kind="",
                                             words=SAID),
            "confirm": lambda: confirming.confirm(actor=ANYONE, commitment=row, claim_id=self.claim(), way="reporter",
                                                  words=SAID),
            "seen": lambda: confirming.confirm(actor=ANYONE, commitment=row, claim_id=self.claim(), way="desk",
                                               words=SAID),
            "reject": lambda: confirming.reject(actor=ANYONE, commitment=row, claim_id=self.claim(), way="desk",
                                                words=SAID),
            "office": lambda: confirming.confirm(actor=self.rt, commitment=row, claim_id=self.claim(), way="office",
                                                 words=SAID),
            "contest": lambda: confirming.contest(commitment=row, words=SAID),
            "offer": lambda: handing.offer(actor=who, commitment=row, to=rw, reason=SAID, may=YES),
            "take": lambda: handing.take(actor=self.head, handoff=handoff),
            "decline": lambda: handing.decline(actor=self.head, handoff=handoff, reason=SAID),
            "outside": lambda: self.tokens.append(outside.hand_outside(actor=who, commitment=row, reason=SAID, may=YES,
                                                                       authority=f"Dinas {NAME}")[1]),
            "accept": lambda: outside.accept_outside(actor=authority, handoff=handoff),
            "refuse": lambda: outside.decline_outside(actor=authority, handoff=handoff, reason=SAID),
            "answer": lambda: outside.answer_outside(actor=authority, handoff=handoff, claim_id=new_id(), words=SAID,
                                                     outcome="cannot", kind="photo"),
            "link": lambda: self.tokens.append(outside.new_link(actor=who, handoff=handoff, may=YES)),
            "back": lambda: handing.take_back(actor=who, handoff=handoff, may=YES),
            "undo": lambda: undoing.undo(actor=who, commitment=row),
            "void": lambda: ending.void(actor=SYSTEM, commitment=row),
            "revive": lambda: ending.revive(actor=SYSTEM, commitment=row),
            "join": lambda: ending.join(actor=SYSTEM, commitment=row, to=self.other),
            "part": lambda: ending.part(actor=SYSTEM, commitment=row),
            "reassign": lambda: making.reassign(actor=SYSTEM, commitment=row, owner=rw, clock="segera",
                                                book="" if row.book else KELURAHAN, local=row.local),
            "gone": lambda: making.replace_owner(commitment=row, owner=organisation("kelurahan", KELURAHAN)),
            "asked": lambda: [handoff_with(token) for token in [*self.tokens, SAID]],
            "tick": lambda: ticking.tick(Random(1)),
        }  # fmt: skip
        try:
            with transaction.atomic():
                acts[name]()
        except (CommitmentError, EvidenceError, Refused, Handoff.DoesNotExist) as error:
            self.told.append(f"{error} {error!r} {getattr(error, 'reason', '')}")


def hear(logged: Any, steps: list[str]) -> None:
    """Do these things, and look everywhere afterwards."""
    world = World()
    for name in steps:
        world.do(name)
    told = "\n".join([*world.told, logged.text])
    kept = Entry.objects.values_list("codes", "actor", "object_label", "object_id", "verb", "unit", "note_hash")
    found = "\n".join(json.dumps(list(map(str, each))) for each in kept)
    open_rows = Step.objects.values_list("facts", "undo", "by", "verb")
    found += "\n".join(str(each) for each in open_rows)
    found += str(list(Commitment.objects.values())) + str(list(Claim.objects.values()))
    sealed = b"".join(bytes(each.content) for each in Step.objects.exclude(content=None) if each.content)
    for secret in (*SECRETS, *world.tokens):
        assert secret not in told, "an error, or a log"
        assert secret not in found, "the journal, or what is not sealed"
        assert secret.encode() not in sealed
    assert not any(token in str(list(Handoff.objects.values())) for token in world.tokens)
    assert not Note.objects.exists(), "all its words are its own, and go with it"
    said = [each.text for each in history_of(again(world.row)) if each.text]
    assert all(each == SAID for each in said), "and can be read by whoever may"


def test_no_word_of_anybody_stands_anywhere_but_sealed(caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    steps = [
        "start", "claim", "undo", "outside", "link", "asked", "accept", "answer", "reject", "offer", "decline",
        "offer", "take", "coordinate", "claim", "seen", "office", "contest", "cannot", "confirm", "void",
    ]  # fmt: skip
    hear(caplog, steps)


@pytest.mark.parametrize("examples", [10, pytest.param(300, marks=pytest.mark.long)])
def test_no_word_of_anybody_stands_anywhere_whatever_happens_in_whatever_order(caplog: Any, examples: int) -> None:
    caplog.set_level(logging.INFO)

    @settings(max_examples=examples, deadline=None)
    @given(st.lists(st.sampled_from(NAMES), min_size=4, max_size=14))
    def run(steps: list[str]) -> None:
        sid = transaction.savepoint()
        try:
            hear(caplog, steps)
        finally:
            transaction.savepoint_rollback(sid)

    run()

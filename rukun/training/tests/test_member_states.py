"""Whatever the board and the person try, in any order: what a membership may become, and by whom."""

from contextlib import suppress
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rukun.people.actor import PersonActor, actor_of
from rukun.people.models import Position
from rukun.people.tests.factories import person
from rukun.training.actions import members as actions
from rukun.training.algo.states import ACTIVE, LEFT, MEMBERSHIP, ON_LEAVE
from rukun.training.errors import TrainingError
from rukun.training.models import Membership
from rukun.training.tests.factories import chair, partner

pytestmark = pytest.mark.django_db

STEPS = ("apply", "invite", "accept", "consent", "pause", "pause_by_board", "resume", "resume_by_board", "leave", "end")


def step(name: str, board: PersonActor, who: PersonActor, home: UUID, membership: Membership | None) -> None:
    """One thing that the board or the person may try."""
    if name == "apply":
        actions.apply_to_join(actor=who, organisation=home)
    elif name == "invite":
        actions.invite_member(
            actor=board, organisation=home, name=who.person.name, phone=who.person.phone, unit="", adult=True
        )
    elif membership is not None:
        act: Any = {
            "accept": actions.accept_member,
            "consent": actions.consent,
            "pause": actions.pause_membership,
            "pause_by_board": actions.pause_membership,
            "resume": actions.resume_membership,
            "resume_by_board": actions.resume_membership,
        }.get(name, actions.leave)
        by_board = name in ("accept", "pause_by_board", "resume_by_board", "end")
        act(actor=board if by_board else who, membership=membership)


@pytest.mark.once
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), max_size=14))
def test_whatever_is_tried_a_membership_takes_allowed_steps_and_is_active_only_by_both(
    db: None, steps: list[str]
) -> None:
    with transaction.atomic():
        home = partner()
        board, who = actor_of(chair(home)), actor_of(person())
        assert isinstance(board, PersonActor)
        assert isinstance(who, PersonActor)
        newest: Membership | None = None
        for name in steps:
            with suppress(TrainingError):
                step(name, board, who, home.pk, newest)
            newest = Membership.objects.filter(person=who.person).order_by("made_at").last()
            if newest is None:
                continue
            path = ["", *newest.states.values_list("state", flat=True)]
            assert all(after in MEMBERSHIP[before] for before, after in pairwise(path))
            assert (newest.left_at is not None) == (path[-1] == LEFT)
            both = newest.accepted_at is not None and newest.consented_at is not None
            assert both == (ACTIVE in path)
            held = Position.objects.filter(person=who.person, organisation=home, until=None)
            assert held.count() == (path[-1] in (ACTIVE, ON_LEAVE))
        assert Membership.objects.filter(person=who.person, left_at=None).count() <= 1
        transaction.set_rollback(True)

"""What somebody was asked and has not answered: for the room that asked, without who it is or on which channel."""

from dataclasses import dataclass
from typing import Any

from rukun.notify.actions.asking import read
from rukun.notify.models import Outgoing, Question

WAITS, TOLD, SENT, ARRIVED, FAILED = "waits", "told", "sent", "arrived", "failed"


@dataclass(frozen=True)
class Asked:
    """``state`` is the topic's.

    ``how``: it waits for its turn; they were told only that there is something; it was sent; it arrived; it did not.
    """

    state: dict[str, Any]
    how: str


def unanswered(about: str) -> list[Asked]:
    """What was asked about a thing and nobody answered yet. Two queries at most. Raises ``seal.CannotOpen``."""
    questions = list(Question.objects.filter(about=about))
    if not questions:
        return []
    rows = Outgoing.objects.filter(
        contact__in={each.contact_id for each in questions}, about__in=[f"question:{each.pk}" for each in questions]
    ).values_list("about", "state")
    went: dict[str, set[str]] = {}
    for named, state in rows:
        went.setdefault(named, set()).add(state)
    return [_asked(each, went.get(f"question:{each.pk}", set())) for each in questions]


def _asked(question: Question, states: set[str]) -> Asked:
    content = read(question)
    if question.state == Question.WAITING:
        how = WAITS
    elif content.get("unseen"):
        how = TOLD
    elif states & {Outgoing.DELIVERED, Outgoing.READ}:
        how = ARRIVED
    elif states and states <= {Outgoing.GIVEN_UP, Outgoing.STALE, Outgoing.DROPPED}:
        how = FAILED
    else:
        how = SENT
    return Asked(content["state"], how)

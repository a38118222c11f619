"""The cards on a unit's page: a list that stays empty here and is filled by whoever has something to show there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, Union

from django.utils.safestring import SafeString

from rukun.guard import ActorRequest

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Card:
    """What one room says of a unit. ``content`` is markup, rendered from a template of that room."""

    title: Union[str, "_StrPromise"]
    content: SafeString


CardMaker: TypeAlias = Callable[[ActorRequest, str], Card | None]
"""Given the request and the unit's code: a card, or ``None`` if there is none for this actor."""

CARDS: list[CardMaker] = []


def cards_of(request: ActorRequest, code: str) -> list[Card]:
    """The cards that whoever asks may see, in the order in which the rooms were put together."""
    return [card for make in CARDS if (card := make(request, code))]

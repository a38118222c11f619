"""What all steps of a partnership share: its row, its states, its entries in the journal, the words beside them."""

from django.utils import timezone

from rukun.guard import Actor, System
from rukun.journal import actions as journal
from rukun.journal.verbs import Verb
from rukun.training.algo.states import ENDED
from rukun.training.algo.texts import flowing, readable
from rukun.training.errors.partners import PartnerTextTooLong
from rukun.training.models import Partnership, PartnershipState
from rukun.training.verbs import PARTNER_ENDED

LONGEST_TEXT = 2000
TRAINING = System("training")


def locked_row(partnership: Partnership) -> Partnership:
    """Two who decide at once come one after the other. The organisation may be none yet: its row is not joined."""
    return Partnership.objects.select_for_update().get(pk=partnership.pk)


def newest_state(partnership: Partnership) -> str:
    newest = PartnershipState.objects.filter(partnership=partnership).order_by("since", "pk").last()
    return newest.state if newest else ""


def put(partnership: Partnership, state: str, actor: Actor, reason: str, authority: str = "") -> None:
    """Into a state, from now on; never before the one that it follows, whatever the clock says.

    ``authority`` is that in whose name the actor speaks.
    """
    before = PartnershipState.objects.filter(partnership=partnership).order_by("since", "pk").last()
    now = max(timezone.now(), before.since) if before else timezone.now()
    PartnershipState.objects.create(
        partnership=partnership, state=state, since=now, by=actor.label, authority=authority, reason=reason
    )
    if state == ENDED:
        partnership.closed_at = now
        partnership.save(update_fields=["closed_at"])


def note(verb: Verb, actor: Actor, about: Partnership, **codes: str) -> None:
    journal.record(verb, actor=actor, unit=about.unit, about=("partnership", about.pk), codes=codes)


def end_as_lapsed(partnership: Partnership, because: str = "lapsed") -> None:
    put(partnership, ENDED, TRAINING, "")
    note(PARTNER_ENDED, TRAINING, partnership, because=because)


def a_line(text: str, field: str, longest: int, missing: type[Exception], needed: bool = True) -> str:
    text = flowing(text)
    if needed and not text:
        raise missing
    if len(text) > longest:
        raise PartnerTextTooLong(field, longest)
    return text


def a_text(text: str, field: str, missing: type[Exception], *, needed: bool = True) -> str:
    text = readable(text)
    if needed and not text:
        raise missing
    if len(text) > LONGEST_TEXT:
        raise PartnerTextTooLong(field, LONGEST_TEXT)
    return text

"""A posko's own sinks: where its screens and sirens hear that something happened, and nothing of whom."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from rukun import seal
from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.notify import connecting
from rukun.notify.access import may_manage_sinks
from rukun.notify.actions import contacts
from rukun.notify.actions.telling import tell, tell_many
from rukun.notify.channels import SINK
from rukun.notify.errors import SinkLeadsNowhere, SinkTooSmall, TooManySinks
from rukun.notify.models import Setting, Sink
from rukun.notify.own_notices import TRIAL
from rukun.notify.verbs import SINK_ADDED, SINK_REMOVED
from rukun.territory.algo import codes

POSKO_NOTICES: list[str] = []
"""Names of notices that rooms above send to poskos (``tell_posko``): filled in ``config/wiring.py``."""
MOST = 20
"""Of one unit."""


def add_sink(*, actor: Actor, sink_id: UUID, unit: str, label: str, url: str, notices: Sequence[str]) -> Sink:
    """Sent twice it is there once. Raises ``Refused``, ``SinkLeadsNowhere``, ``SinkTooSmall`` or ``TooManySinks``."""
    from rukun.notify.adapters.sink import service_of  # noqa: PLC0415  loads apprise, which only this needs

    may_manage_sinks(actor, unit).demand()
    if service_of(url, _own_hosts()) is None:
        raise SinkLeadsNowhere
    if codes.level_of(unit) > codes.RW:
        raise SinkTooSmall
    with journal.atomic():
        if found := Sink.objects.filter(pk=sink_id).first():
            return found
        if Sink.objects.filter(unit=unit).count() >= MOST:
            raise TooManySinks(MOST)
        contact = contacts.known(SINK, [f"sink:{sink_id}"], {"url": url.strip()})
        sink = Sink.objects.create(
            id=sink_id, unit=unit, label=label, contact=contact, notices=list(notices), made_at=timezone.now()
        )
        journal.record(SINK_ADDED, actor=actor, unit=unit, about=("sink", str(sink.pk)))
    return sink


def remove_sink(*, actor: Actor, sink: Sink) -> None:
    """With its address and whatever waits for it. Raises ``Refused``."""
    may_manage_sinks(actor, sink.unit).demand()
    with journal.atomic():
        journal.record(SINK_REMOVED, actor=actor, unit=sink.unit, about=("sink", str(sink.pk)))
        sink.contact.delete()


def try_sink(*, actor: Actor, sink: Sink) -> None:
    """Send it something to see whether it arrives. Raises ``Refused``."""
    may_manage_sinks(actor, sink.unit).demand()
    contact = sink.contact
    if contact.stopped_at is not None:
        contacts.go_on(contact)
    tell(TRIAL, {}, contact=contact.pk, about=f"sink:{sink.pk}")


def tell_posko(notice: str, unit: str, *, urgent: bool = False, about: str = "") -> int:
    """Tell the sinks of a unit and of all around it that want this notice, in the caller's transaction.

    Returns how many. No sink is smaller than an RW: rooms above say no more of where it happened.
    """
    return tell_poskos(notice, [unit], urgent=urgent, about=about)


def tell_poskos(notice: str, units: Sequence[str], *, urgent: bool = False, about: str = "") -> int:
    """As ``tell_posko`` for several units at once: a sink around more than one of them is told once."""
    around = {"", *units, *(unit[:at] for unit in units for at, letter in enumerate(unit) if letter == ".")}
    wanted = [sink for sink in Sink.objects.filter(unit__in=around) if notice in sink.notices]
    return tell_many(notice, [(sink.contact_id, {}) for sink in wanted], urgent=urgent, about=about)


def _own_hosts() -> list[str]:
    """Machines in our own network that the administrator lets sinks call."""
    row = Setting.objects.filter(pk=SINK).first()
    try:
        return list(connecting.content_of(row).get("hosts", ())) if row else []
    except seal.CannotOpen:
        return []

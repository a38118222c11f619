"""Telling somebody something: rows of the outbox, written in the caller's transaction."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from rukun import seal
from rukun.almanac.queries import zone_in
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.notify import connecting
from rukun.notify.actions.contacts import BY_NUMBER, Way, contact_with_id, for_phones, in_portions, way_of
from rukun.notify.actions.writing import insert
from rukun.notify.algo.hours import after_quiet
from rukun.notify.channels import CHANNELS, USUAL_ORDER
from rukun.notify.desk import Say
from rukun.notify.errors import NobodyThere
from rukun.notify.models import Contact, Outgoing, Wish
from rukun.notify.notices import NOTICES, REPLY, Notice
from rukun.notify.own_notices import CODE
from rukun.notify.own_sentences import own
from rukun.people.queries import ways_to
from rukun.seal.tables import about as belongs

AHEAD = timedelta(hours=1)
"""What is said in a talk counts as due so much earlier, so that it does not wait behind what was told to thousands."""
TALK_LASTS = timedelta(days=1)
MOST_ANSWERS, MOST_A_DAY = 60, 150
"""Messages in a talk with one sender within an hour, which is more than two long reports take, and within a day. No
ceiling holds a talk, for that is how reports come in; so this is what bounds its price."""
AT_LEAST = timedelta(hours=1)
"""For how long something is still told after quiet hours, however short it lasts."""
ASKED_FOR = (REPLY, CODE)
"""What somebody asked for just now is told them even where they said that they want no messages."""
Values = Mapping[str, str]


@dataclass
class _To:
    """One to be told: through which contacts of one channel, and on which channels if that fails."""

    values: Values
    contacts: list[Way] = field(default_factory=list)
    then: list[str] = field(default_factory=list)
    language: str = ""
    quiet: tuple[time | None, time | None, tzinfo] | None = None


def tell(
    notice: str,
    values: Values,
    *,
    contact: UUID | None = None,
    person: UUID | None = None,
    urgent: bool = False,
    about: str = "",
    not_before: datetime | None = None,
    url: str = "",
    through: Sequence[str] | None = None,
) -> UUID | None:
    """Tell one contact, or one person on the first of their channels that works.

    Returns what names this message on all of its channels; ``None`` where nobody can be reached.

    ``about`` is what it is about ("report:<id>"), ``url`` a path of ours that a push message leads to, ``through`` the
    channels in order, whatever the person wished. ``urgent`` knows neither quiet hours nor the month's ceiling.
    Raises ``LookupError`` for a notice that nobody registered.
    """
    with journal.atomic():
        if contact is not None:
            to = _contact(contact, values)
        else:
            assert person is not None, "somebody has to be told"
            to = _persons({person: values}, notice, urgent, through).get(person, _To(values))
        values_of = _rows(NOTICES[notice], [to], urgent=urgent, about=about, not_before=not_before, url=url)
        rows = Outgoing.objects.bulk_create(Outgoing(**each) for each in values_of)
    return rows[0].bundle if rows else None


def tell_many(
    notice: str,
    whom: Sequence[tuple[UUID, Values]],
    *,
    urgent: bool = False,
    about: str = "",
    not_before: datetime | None = None,
    url: str = "",
) -> int:
    """Tell many at once, each with their own values, in few queries. Returns how many can be reached.

    Each is a contact's id or a person's; whoever comes twice is told once.
    """
    with journal.atomic():
        values = dict(whom)
        persons = _persons(values, notice, urgent)
        there = {
            row.pk: way_of(row)
            for some in in_portions(values.keys() - persons.keys())
            for row in Contact.objects.filter(pk__in=some, stopped_at=None)
        }
        tos = [*persons.values(), *(_To(values[key], [way]) for key, way in there.items())]
        rows = _rows(NOTICES[notice], tos, urgent=urgent, about=about, not_before=not_before, url=url)
        insert(Outgoing, rows)
    return sum(bool(to.contacts) for to in tos)


def contacts_for(persons: Collection[UUID]) -> dict[UUID, UUID]:
    """``{person: contact}`` of those who can be asked something (``asking.ask``): on a channel where people write back.

    That is the first of their channels on which they have a contact, if people write back there; whoever is reached by
    push or mail alone is told instead, with the address of a page.
    """
    found = _persons({key: {} for key in persons}, "", urgent=False)
    return {
        key: to.contacts[0].id for key, to in found.items() if to.contacts and CHANNELS[to.contacts[0].channel].talks
    }


def reply(
    contact_id: UUID, says: Iterable[Say], *, about: str = "", urgent: bool = False, bundle: UUID | None = None
) -> None:
    """Say something in a talk, one message after the other. Also to whoever wants to be told nothing: they wrote.

    ``bundle`` names what is said together with what is told on other channels.
    """
    contact = contact_with_id(contact_id)
    now = timezone.now()
    waiting = Outgoing.objects.filter(contact=contact, notice=REPLY, next_at__isnull=False).order_by("-pk")
    last = waiting.values_list("pk", flat=True).first()
    rows = []
    for say in says:
        last = key = _after(last)
        content = {"text": say.text, "choices": [[choice.id, choice.label] for choice in say.choices]}
        rows.append(
            Outgoing(
                id=key,
                contact=contact,
                channel=contact.channel,
                notice=REPLY,
                language=contact.language,
                content=sealed(content, key),
                urgent=urgent or say.vital,
                about=about,
                bundle=bundle or key,
                written_at=now,
                next_at=now - AHEAD,
                until=now + TALK_LASTS,
            )
        )
    Outgoing.objects.bulk_create(rows)


def answer(contact: Contact, says: Iterable[Say], *, about: str = "", urgent: bool = False) -> None:
    """Say something back to whoever wrote: above ``MOST_ANSWERS`` and ``MOST_A_DAY`` only what is vital.

    Then they are told that, so that nobody can make us spend what is meant for all. What they write is heard all the
    same.
    """
    now = timezone.now()
    said_lately = Outgoing.objects.filter(contact=contact, notice=REPLY, written_at__gt=now - timedelta(days=1))
    in_an_hour = Count("pk", filter=Q(written_at__gt=now - timedelta(hours=1)))
    numbers = said_lately.aggregate(hour=in_an_hour, day=Count("pk"))
    left = min(MOST_ANSWERS - numbers["hour"], MOST_A_DAY - numbers["day"])
    said = []
    for say in says:
        if say.vital:
            said.append(say)
        elif left > 0:
            said.append(say if left > 1 else Say(own("desk.no_more")))
            left -= 1
    reply(contact.pk, said, about=about, urgent=urgent)


def _after(last: UUID | None) -> UUID:
    """An id that comes after this one, also where the clock was set back: talks go out in the order of their ids."""
    key = new_id()
    return key if last is None or key > last else UUID(int=last.int + 1)


def on_next_channel(row: Outgoing, content: Mapping[str, Any], *, maybe_twice: bool) -> bool:
    """Tell on the next channel what did not arrive on this one. Whether there was one; in the caller's transaction.

    ``content`` is the row's, opened. Another message of the same bundle that may still arrive makes it needless.
    """
    then, person = list(content.get("then", ())), row.contact.person
    alive = (Outgoing.WAITING, Outgoing.SENDING, Outgoing.SENT, Outgoing.DELIVERED, Outgoing.READ)
    if not then or person is None or timezone.now() >= row.until:
        return False
    if Outgoing.objects.filter(bundle=row.bundle, state__in=alive).exclude(pk=row.pk).exists():
        return True
    tos = _persons({person: content["values"]}, row.notice, row.urgent, then)
    url = str(content.get("url", ""))
    made = _rows(NOTICES[row.notice], tos.values(), urgent=row.urgent, about=row.about, not_before=None, url=url)
    rows = [Outgoing(**each) for each in made]
    for each in rows:
        each.bundle, each.maybe_twice, each.language = row.bundle, maybe_twice, row.language
        each.until = max(row.until, each.until) if each.next_at and each.next_at >= row.until else row.until
    Outgoing.objects.bulk_create(rows)
    return bool(rows)


def sealed(content: Mapping[str, Any], key: UUID) -> bytes:
    return seal.seal_words(dict(content), belongs("notify.Outgoing", "content", key))


def content_of(row: Outgoing) -> dict[str, Any]:
    """``values``, ``then`` (channels to try next) and ``url``; of a talk ``text`` and ``choices``.

    Raises ``seal.CannotOpen``; erased content is empty.
    """
    if row.content is None:
        return {}
    return seal.unseal_words(row.content, belongs("notify.Outgoing", "content", row.pk))


def _contact(key: UUID, values: Values) -> _To:
    try:
        contact = contact_with_id(key)
    except NobodyThere:
        return _To(values)
    return _To(values, [way_of(contact)] if contact.stopped_at is None else [])


def _persons(
    values: Mapping[UUID, Values], notice: str, urgent: bool, through: Sequence[str] | None = None
) -> dict[UUID, _To]:
    """How each of them is reached: their channels in order, the first on which they have a contact."""
    on = connecting.connected()
    ways = {key: way for some in in_portions(values) for key, way in ways_to(some).items()}
    wishes = {row.pk: row for some in in_portions(ways) for row in Wish.objects.filter(pk__in=some)}
    tos: dict[UUID, _To] = {}
    left: dict[UUID, list[str]] = {}
    for key in ways:
        wish = wishes.get(key)
        order = list(through) if through is not None else order_of(wish, urgent)
        left[key] = [each for each in order if each in on]
        to = tos[key] = _To(values[key])
        if wish is not None:
            to.language = wish.language
            if not urgent:
                to.quiet = wish.quiet_from, wish.quiet_until, zone_in(ways[key][1])
    numbers = {key: phone for key, (phone, _unit) in ways.items()}
    while open_ := {key: order.pop(0) for key, order in left.items() if order and not tos[key].contacts}:
        for channel in set(open_.values()):
            asked = [key for key, each in open_.items() if each == channel]
            for key, contacts in contacts_on(channel, asked, numbers, asked_for=notice in ASKED_FOR).items():
                tos[key].contacts, tos[key].then = contacts, left[key]
    return tos


def order_of(wish: Wish | None, urgent: bool) -> list[str]:
    """Channels in the order in which they are tried; an alarm goes on to those that were not wished for."""
    if wish is None:
        return list(USUAL_ORDER)
    wished = [each for each in wish.order if each in CHANNELS]
    return [*wished, *(each for each in USUAL_ORDER if urgent and each not in wished)]


def contacts_on(
    channel: str, persons: Sequence[UUID], numbers: Mapping[UUID, str], *, asked_for: bool
) -> dict[UUID, list[Way]]:
    """The contacts of these persons on a channel, the newest first; of numbers they are made where there are none."""
    if channel in BY_NUMBER:
        mobile = {key: numbers[key] for key in persons if _is_mobile(numbers[key])}
        return {key: [way] for key, way in for_phones(channel, mobile).items() if asked_for or not way.stopped}
    found: dict[UUID, list[Way]] = {}
    for some in in_portions(persons):
        for row in Contact.objects.filter(channel=channel, person__in=some).order_by("-used_at"):
            if row.person is not None and (asked_for or row.stopped_at is None):
                found.setdefault(row.person, []).append(way_of(row))
    return found


def _is_mobile(phone: str) -> bool:
    """Not a fixed line of this country, where nobody reads messages."""
    return not phone.startswith("+62") or phone.startswith("+628")


def _rows(
    notice: Notice, tos: Iterable[_To], *, urgent: bool, about: str, not_before: datetime | None, url: str
) -> Iterator[dict[str, Any]]:
    now = timezone.now()
    begin = max(now, not_before) if not_before else now
    lock = seal.sealer()
    for to in tos:
        bundle = new_id()
        next_at = after_quiet(begin, *to.quiet) if to.quiet else begin
        until = begin + notice.lasts
        content: dict[str, Any] = {"values": dict(to.values), "then": to.then}
        if url:
            content["url"] = url
        plain = seal.in_bytes(content)
        for contact in to.contacts:
            key = new_id()
            yield {
                "id": key,
                "contact_id": contact.id,
                "channel": contact.channel,
                "notice": notice.name,
                "bundle": bundle,
                "language": to.language or contact.language,
                "content": lock(plain, belongs("notify.Outgoing", "content", key)),
                "urgent": urgent,
                "about": about,
                "written_at": now,
                "next_at": next_at,
                "until": until if next_at == begin else max(until, next_at + AT_LEAST),
            }

"""Contacts: found by a mark of their names, made when first needed, joined when two turn out to be one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from rukun import seal
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.notify import desk
from rukun.notify.actions.writing import insert
from rukun.notify.carriers import reading_of
from rukun.notify.channels import SMS, WHATSAPP
from rukun.notify.errors import NobodyThere
from rukun.notify.models import Contact, Name, Outgoing, Question
from rukun.notify.notices import REPLY
from rukun.people.queries import person_with_phone
from rukun.seal.tables import about

PHONE = "phone:"
"""The prefix of a name that is a number: ``phone:+62…``."""
BY_NUMBER = (WHATSAPP, SMS)
"""Channels on which a person is reached by the number they are registered with."""
Address = dict[str, Any]


def mark_of(channel: str, name: str) -> str:
    """By what a contact is found, and what the sender of something received is kept as."""
    return seal.mark("contact", f"{channel} {name}")


def address_from(channel: str, names: Sequence[str]) -> Address:
    """What an adapter needs to write to a contact of these names, the newest of each kind first."""
    address: Address = dict(reading_of(channel).address(names))
    return address


def address_of(contact: Contact) -> Address:
    """Raises ``seal.CannotOpen``."""
    return seal.unseal_words(contact.address, about("notify.Contact", "address", contact.pk))


def sealed_address(address: Mapping[str, Any], key: UUID) -> bytes:
    return seal.seal_words(dict(address), about("notify.Contact", "address", key))


def known(channel: str, names: Sequence[str], address: Mapping[str, Any] | None = None) -> Contact:
    """The contact that bears these names, found or made, and held until the transaction ends.

    Names it did not have are added. Where the names belong to several contacts, those are one from now on: the oldest
    stays. A number whose contact has another id than this sender's has moved to them, and so has one that somebody else
    is registered with by now. ``address`` is what an adapter needs; without one it is made from the names.

    Whoever merely writes is connected to no person: see ``of_person`` and ``for_phones``.
    """
    wanted = {mark_of(channel, name): name for name in names}
    given = dict(address) if address is not None else address_from(channel, names)
    with journal.atomic():
        contact = _of_today(_found(wanted, given), channel, names, wanted) or _made(channel, wanted, given)
        old = address_of(contact)
        if {**old, **given} != old:
            contact.address = sealed_address({**old, **given}, contact.pk)
        contact.used_at = timezone.now()
        contact.save(update_fields=["address", "person", "used_at"])
    return contact


def renamed(channel: str, names: Sequence[str]) -> Contact:
    """Somebody changed their number or id: all of these were theirs, the newest first; older numbers no longer are."""
    with journal.atomic():
        contact = known(channel, names)
        phones = [name for name in names if name.startswith(PHONE)]
        Name.objects.filter(mark__in=[mark_of(channel, name) for name in phones[1:]]).delete()
    return contact


def contact_with_id(key: UUID) -> Contact:
    """A contact by an id that somebody keeps, even if it was joined to another since. Raises ``NobodyThere``."""
    found = (
        Contact.objects.filter(pk=key).first()
        or Contact.objects.filter(names__mark=_mark_of_id(key)).order_by("pk").first()
    )
    if found is None:
        raise NobodyThere
    return found


def held(key: UUID) -> Contact:
    """As ``contact_with_id``, and nobody else hears or asks it anything until this transaction ends."""
    for _turn in range(3):
        found = Contact.objects.select_for_update(no_key=True).filter(pk=contact_with_id(key).pk).first()
        if found is not None:
            return found
    raise NobodyThere


def of_person(channel: str, person: UUID, address: Mapping[str, Any], names: Sequence[str]) -> Contact:
    """Connect a contact to a person who showed that it is theirs: a chat, a browser's subscription, a mail address."""
    with journal.atomic():
        contact = known(channel, names, address)
        contact.person, contact.stopped_at = person, None
        contact.save(update_fields=["person", "stopped_at"])
    return contact


def stop(contact: Contact) -> None:
    """Its owner, or the provider, said that it wants no more: what waits for it is dropped, questions end.

    What was said to it in a talk still goes out: it may be a receipt code.
    """
    contact.stopped_at = timezone.now()
    contact.save(update_fields=["stopped_at"])
    waiting = Outgoing.objects.filter(contact=contact, state=Outgoing.WAITING).exclude(notice=REPLY)
    waiting.update(state=Outgoing.DROPPED, next_at=None, content=None)
    Question.objects.filter(contact=contact).delete()


def go_on(contact: Contact) -> None:
    contact.stopped_at = None
    contact.save(update_fields=["stopped_at"])


@dataclass(frozen=True, slots=True)
class Way:
    """A contact as whoever tells needs it."""

    id: UUID
    channel: str
    language: str
    person: UUID | None
    stopped: bool


def way_of(contact: Contact) -> Way:
    return Way(contact.pk, contact.channel, contact.language, contact.person, contact.stopped_at is not None)


def for_phones(channel: str, phones: Mapping[UUID, str]) -> dict[UUID, Way]:
    """The contacts on a channel of these persons' own numbers, made where there are none. A few queries for many."""
    mark, sealed = seal.marker("contact"), seal.sealer()
    marks = {person: mark(f"{channel} {PHONE}{phone}") for person, phone in phones.items()}
    there = _by_mark(marks.values())
    moved = [mark for person, mark in marks.items() if _somebody_elses(there.get(mark), person)]
    for contact in Contact.objects.select_for_update(no_key=True).filter(pk__in=[there.pop(mark).id for mark in moved]):
        loses(contact, moved)
    now = timezone.now()
    new = [person for person, each in marks.items() if each not in there]
    for some in in_portions(new):
        rows, names = [], []
        for person in some:
            key = new_id()
            address = sealed(seal.in_bytes({"phone": phones[person]}), about("notify.Contact", "address", key))
            made = {"channel": channel, "person": person, "made_at": now, "used_at": now, "address": address}
            rows.append({"id": key, **made})
            names.append({"mark": marks[person], "contact_id": key})
            there[marks[person]] = Way(key, channel, "id", person, stopped=False)
        insert(Contact, rows)
        insert(Name, names, ignore_conflicts=True)
        there |= _settled(names)
    for person, way in {person: there[each] for person, each in marks.items()}.items():
        if way.person != person:
            Contact.objects.filter(pk=way.id).update(person=person)
    return {person: there[each] for person, each in marks.items()}


AT_ONCE = 2000
"""Values in one query."""


def in_portions(values: Iterable[Any]) -> Iterable[list[Any]]:
    """So many values at a time as a query takes."""
    whole = list(values)
    return (whole[start : start + AT_ONCE] for start in range(0, len(whole), AT_ONCE))


def _by_mark(marks: Iterable[str]) -> dict[str, Way]:
    columns = (
        "mark", "contact_id", "contact__channel", "contact__language", "contact__person", "contact__stopped_at",
    )  # fmt: skip
    return {
        mark: Way(key, channel, language, person, stopped is not None)
        for some in in_portions(marks)
        for mark, key, channel, language, person, stopped in Name.objects.filter(mark__in=some).values_list(*columns)
    }


def _settled(names: Sequence[Mapping[str, Any]]) -> dict[str, Way]:
    """Where somebody else made a contact of the same name meanwhile, theirs counts."""
    if connection.vendor == "sqlite":  # where nobody else writes while we do
        return {}
    there = _by_mark(name["mark"] for name in names)
    lost = {name["mark"]: name["contact_id"] for name in names if there[name["mark"]].id != name["contact_id"]}
    Contact.objects.filter(pk__in=lost.values()).delete()
    return {mark: there[mark] for mark in lost}


def _found(wanted: Mapping[str, str], given: Address) -> Contact | None:
    for _turn in range(3):
        owners: dict[UUID, set[str]] = {}
        for mark, key in Name.objects.filter(mark__in=wanted).values_list("mark", "contact_id"):
            owners.setdefault(key, set()).add(mark)
        rows = list(Contact.objects.select_for_update(no_key=True).filter(pk__in=owners).order_by("made_at", "pk"))
        if len(rows) == len(owners):  # else somebody joined two of them while we waited
            break
    same = []
    for row in rows:
        if _is_another(row, {wanted[mark] for mark in owners[row.pk]}, given):
            loses(row, wanted)
        else:
            same.append(row)
    if not same:
        return None
    contact, *others = same
    for other in others:
        _join(contact, other)
    new = [Name(mark=mark, contact=contact) for mark in wanted]
    Name.objects.bulk_create(new, ignore_conflicts=True)
    return contact


def _is_another(contact: Contact, through: set[str], given: Address) -> bool:
    """Whether it was found by a number alone, and has an id of its own that is not this sender's."""
    if not all(name.startswith(PHONE) for name in through):
        return False
    own = {key: value for key, value in address_of(contact).items() if key != "phone"}
    return any(given.get(key, value) != value for key, value in own.items())


def _of_today(contact: Contact | None, channel: str, names: Sequence[str], wanted: Mapping[str, str]) -> Contact | None:
    """The contact found, if it is still of whom it was: numbers are given to new owners. Else it loses its number."""
    phone = next((name.removeprefix(PHONE) for name in names if name.startswith(PHONE)), "")
    if contact is None or contact.person is None or not phone or channel not in BY_NUMBER:
        return contact
    owner = person_with_phone(phone)
    if owner is not None and owner.pk == contact.person:
        return contact
    if owner is not None and all(name.startswith(PHONE) for name in names):
        loses(contact, wanted)
        return None
    contact.person = None
    return contact


def loses(contact: Contact, marks: Iterable[str]) -> None:
    """A number is somebody else's now: it neither finds this contact nor stands in its address any more.

    One that is nothing but the number goes altogether: what waits for its owner must not reach the new one.
    """
    left = {key: value for key, value in address_of(contact).items() if key != "phone"}
    if not left:
        contact.delete()
        return
    Name.objects.filter(contact=contact, mark__in=list(marks)).delete()
    contact.address = sealed_address(left, contact.pk)
    contact.save(update_fields=["address"])


def _somebody_elses(way: Way | None, person: UUID) -> bool:
    return way is not None and way.person is not None and way.person != person


def _made(channel: str, wanted: Mapping[str, str], address: Mapping[str, Any]) -> Contact:
    now, key = timezone.now(), new_id()
    contact = Contact(id=key, channel=channel, address=sealed_address(address, key), made_at=now, used_at=now)
    contact.save(force_insert=True)
    # Two workers that meet a new contact at once: the second fails here, and hears the message again.
    Name.objects.bulk_create([Name(mark=mark, contact=contact) for mark in wanted])
    return contact


def _join(stays: Contact, goes: Contact) -> None:
    """One contact where there were two; whoever kept the other's id still finds it."""
    Question.objects.filter(contact=goes, state=Question.OPEN).update(state=Question.WAITING)
    Question.objects.filter(contact=goes).update(contact=stays)
    Outgoing.objects.filter(contact=goes).update(contact=stays)
    Name.objects.filter(contact=goes).update(contact=stays)
    Name.objects.bulk_create([Name(mark=_mark_of_id(goes.pk), contact=stays)], ignore_conflicts=True)
    stays.address = sealed_address({**address_of(goes), **address_of(stays)}, stays.pk)
    stays.person = stays.person or goes.person
    stays.stopped_at = stays.stopped_at or goes.stopped_at
    stays.heard_at = max((each for each in (stays.heard_at, goes.heard_at) if each), default=None)
    stays.save(update_fields=["address", "person", "stopped_at", "heard_at"])
    for follow in desk.JOINED:
        follow(goes.pk, stays.pk)
    goes.delete()


def _mark_of_id(key: UUID) -> str:
    return seal.mark("contact", f"id {key}")

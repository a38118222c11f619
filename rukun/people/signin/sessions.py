"""Sessions: every one is opened here, with what it was opened by, and can be ended here."""

from hashlib import sha256
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from rukun.people.models import Person, SignIn
from rukun.people.signin.devices import in_words
from rukun.people.strength import FRESH_KEY, SESSION_KEY, Strength

WEAK_SECONDS = 12 * 3600
"""How long a session lasts that was opened by a code or an invitation alone: they open little, and may be stolen."""
FRESH_SECONDS = 15 * 60
"""How long what was shown counts as just shown."""
INVITED_FRESH_SECONDS = 60 * 60
"""The same after an invitation: its person is new here, and can show nothing a second time."""
BACKEND = "rukun.people.signin.backend.PhoneAndPassword"


def begin(request: HttpRequest, person: Person, strength: Strength) -> None:
    """Open a session for somebody who has shown who they are. It gets a new key; what was typed before stays."""
    login(request, person, backend=BACKEND)
    request.session.set_expiry(WEAK_SECONDS if strength <= Strength.INVITED else None)
    _remember(request, person, strength)


def strengthen(request: HttpRequest, strength: Strength) -> None:
    """The person of this session has just shown more: a stronger session, under a new key."""
    old = request.session.session_key
    request.session.cycle_key()
    request.session.set_expiry(None)
    SignIn.objects.filter(session_key=old).delete()
    person = request.user
    assert isinstance(person, Person)
    _remember(request, person, max(strength, of(request)))


def _remember(request: HttpRequest, person: Person, strength: Strength) -> None:
    now = timezone.now()
    request.session[SESSION_KEY] = int(strength)
    request.session[FRESH_KEY] = now.timestamp()
    if not request.session.session_key:
        request.session.save()
    SignIn.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "person": person,
            "strength": int(strength),
            "device": in_words(request.headers.get("User-Agent", "")),
            "since": now,
        },
    )


def refresh(request: HttpRequest) -> None:
    """The person of this session has shown once more who they are."""
    request.session[FRESH_KEY] = timezone.now().timestamp()


def open_ones(person: Person) -> list[SignIn]:
    """A person's open sessions, the newest first. ``handle`` names each on a page, without giving its key away."""
    found = list(SignIn.objects.filter(person=person, session_key__in=_going_on()).order_by("-since"))
    for each in found:
        each.handle = sha256(each.session_key.encode()).hexdigest()[:16]
    return found


def forget_ended() -> int:
    """Erase what is known of sessions that are over. Returns how many."""
    return SignIn.objects.exclude(session_key__in=_going_on()).delete()[0]


def _going_on() -> QuerySet[Session, str]:
    """Keys of the sessions that are not over; using one may have put off its end."""
    return Session.objects.filter(expire_date__gt=timezone.now()).values_list("session_key", flat=True)


def of(request: HttpRequest) -> Strength:
    """What this session was opened with."""
    try:
        return Strength(request.session.get(SESSION_KEY, 0))
    except ValueError:
        return Strength.NONE


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person has just shown who they are."""
    seconds = INVITED_FRESH_SECONDS if of(request) is Strength.INVITED else FRESH_SECONDS
    shown: Any = request.session.get(FRESH_KEY, 0)
    return 0 <= timezone.now().timestamp() - float(shown) <= seconds


def end_all(person: Person, but: str = "") -> int:
    """End every session of a person, except the one with the key ``but``. Returns how many."""
    keys = list(SignIn.objects.filter(person=person).exclude(session_key=but).values_list("session_key", flat=True))
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for key in keys:
        store.delete(key)
    SignIn.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end_one(person: Person, key: str) -> bool:
    """End one session of a person."""
    found = SignIn.objects.filter(person=person, session_key=key).delete()[0]
    if found:
        import_module(settings.SESSION_ENGINE).SessionStore().delete(key)
    return bool(found)

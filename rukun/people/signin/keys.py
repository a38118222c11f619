"""API keys: a program acts with some of a person's capabilities in a unit, never with more than that person has now."""

import base64
import hashlib
import secrets
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.guard import Allowed, Decision, Denied, covers
from rukun.people.actor import PersonActor
from rukun.people.errors import KeyExpired, KeyRevoked, KeyUnknown, KeyWithoutHolder
from rukun.people.models import ApiKey
from rukun.people.strength import Strength
from rukun.people.titles import CAPABILITIES
from rukun.ui.templatetags.units import unit as in_words

PREFIX = "rukun_"
"""So that a key which leaked into a file or a message can be found there, and is known for what it is."""
LONGEST_DAYS = 365
GRANTABLE = (
    "journal.read",
    "people.see",
    "people.manage",
    "duty.see",
    "reports.see",
    "reports.write",
    "reports.handle",
    "incidents.see",
    "incidents.write",
)
"""What a key can be given: what some operation of the API asks for. What few may know no key opens."""
NOTED_EVERY = timedelta(hours=1)


class KeyActor:
    """A key as the rooms below see one.

    It holds what it was given *and* its person holds at this moment, as if they had signed in by passkey: an office
    that ends, ends its keys in that second.
    """

    signed_in = True

    def __init__(self, key: ApiKey) -> None:
        self.key = key
        self.label = f"key:{key.pk}"
        self._person = PersonActor(key.person, Strength.STRONG)

    def scopes(self, capability: str) -> tuple[str, ...]:
        if capability not in self.key.capabilities or not is_live(self.key):
            return ()
        own = self.key.unit
        held = self._person.scopes(capability)
        return tuple(
            sorted({own if covers(each, own) else each for each in held if covers(each, own) or covers(own, each)})
        )

    def holds(self, capability: str) -> Decision:
        return Allowed() if self.scopes(capability) else Denied(self._why_not(capability))

    def may(self, capability: str, unit: str) -> Decision:
        if any(covers(scope, unit) for scope in self.scopes(capability)):
            return Allowed()
        return Denied(self._why_not(capability))

    def _why_not(self, capability: str) -> str:
        words = CAPABILITIES[capability].words if capability in CAPABILITIES else capability
        if capability not in self.key.capabilities:
            return _("Kunci API ini tidak diberi wewenang %s.") % words
        return _(
            "Wewenang %(what)s dari kunci API ini berlaku di %(unit)s, selama pemiliknya sendiri memegangnya di sana."
        ) % {
            "what": words,
            "unit": in_words(self.key.unit),
        }


def new_secret() -> str:
    """``rukun_`` and 160 bits in letters and digits."""
    return PREFIX + base64.b32encode(secrets.token_bytes(20)).decode("ascii").lower()


def hashed(secret: str) -> str:
    """What is kept of a secret.

    It is random and long: no slow hash is needed, and how long the search for its hash takes tells a guesser nothing.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def is_live(key: ApiKey) -> bool:
    """Whether it opens anything at this moment. Needs its person."""
    return key.revoked_at is None and timezone.now() < key.expires_at and key.person.is_active


def key_of(authorization: str) -> KeyActor | None:
    """The actor behind an ``Authorization`` header; ``None`` without a bearer's token in it.

    Raises a ``KeyNotAccepted`` for a token that is no key, or no longer one: it never passes for anybody else.
    """
    scheme, _separator, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        return None
    key = ApiKey.objects.select_related("person").filter(secret_hash=hashed(token.strip())).first()
    if key is None:
        raise KeyUnknown
    if key.revoked_at is not None:
        raise KeyRevoked(key.revoked_at)
    if key.expires_at <= timezone.now():
        raise KeyExpired(key.expires_at)
    if not key.person.is_active:
        raise KeyWithoutHolder
    _note_use(key)
    return KeyActor(key)


def _note_use(key: ApiKey) -> None:
    """When it was last used, to the hour: whoever reads every minute need not write every minute."""
    now = timezone.now()
    old = now - NOTED_EVERY
    if key.used_at is None or key.used_at <= old:
        ApiKey.objects.filter(Q(used_at=None) | Q(used_at__lte=old), pk=key.pk).update(used_at=now)

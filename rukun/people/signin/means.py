"""The ways in which a person can sign in."""

from allauth.mfa.models import Authenticator

from rukun.people.models import Person
from rukun.people.signin.codes import can_be_sent


def of(person: Person) -> set[str]:
    """What somebody has set up: ``"password"``, ``"passkey"``, ``"app"``. A one-time code needs no setting up."""
    words = {Authenticator.Type.WEBAUTHN.value: "passkey", Authenticator.Type.TOTP.value: "app"}
    found = {words[kind] for kind in Authenticator.objects.filter(user=person).values_list("type", flat=True)}
    return found | ({"password"} if person.has_usable_password() else set())


def suffices(person: Person, means: set[str]) -> bool:
    """Whether a person can come in again, and open a sealed position if they hold one.

    An app needs a word before it.
    """
    return "passkey" in means or ("app" in means and ("password" in means or can_be_sent()))


def remove_all(person: Person) -> None:
    """No way in is left but a new invitation. Within the transaction of whoever calls."""
    Authenticator.objects.filter(user=person).delete()
    person.set_unusable_password()
    person.save(update_fields=["password"])

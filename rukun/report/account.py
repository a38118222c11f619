"""What somebody told, as it lies sealed in a report, and as it was filed for the proof."""

from dataclasses import asdict, dataclass
from typing import Any

from rukun import seal
from rukun.report.models import Contact, Message, Report
from rukun.seal.tables import about

REPORT, CONTACT, MESSAGE = "report.Report", "report.Contact", "report.Message"


@dataclass(frozen=True)
class Account:
    """``place`` is how the reporter described where; ``lat`` and ``lon`` are exact, and shown rounded unless needed."""

    words: str = ""
    place: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class Reachable:
    """Who reported and how to reach them. ``phone`` is E.164."""

    name: str
    phone: str


def seal_account(account: Account, key: Any) -> bytes:
    return seal.seal_words(asdict(account), about(REPORT, "account", key))


def account_of(report: Report) -> Account:
    """Raises ``seal.CannotOpen``."""
    return Account(**seal.unseal_words(report.account, about(REPORT, "account", report.pk)))


def seal_contact(contact: Reachable, key: Any) -> bytes:
    return seal.seal_words(asdict(contact), about(CONTACT, "content", key))


def contact_of(contact: Contact) -> Reachable:
    """Raises ``seal.CannotOpen``. Only ``actions.identity.read_contact`` may call it."""
    return Reachable(**seal.unseal_words(contact.content, about(CONTACT, "content", contact.pk)))


def seal_message(text: str, key: Any) -> bytes:
    return seal.seal_words({"text": text}, about(MESSAGE, "content", key))


def text_of(message: Message) -> str:
    """Raises ``seal.CannotOpen``."""
    return str(seal.unseal_words(message.content, about(MESSAGE, "content", message.pk))["text"])

"""From a row of the outbox to a letter that an adapter can send."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from rukun.notify.adapters import Letter
from rukun.notify.algo.rendering import filled, numbered
from rukun.notify.channels import MAIL, PUSH, SINK, SMS, WHATSAPP
from rukun.notify.models import Contact, Outgoing
from rukun.notify.notices import NOTICES, REPLY, Notice

WINDOW = timedelta(hours=24) - timedelta(minutes=5)
"""For so long after somebody wrote WhatsApp takes any words; less than it says, because clocks differ."""


def may_write(contact: Contact, at: datetime) -> bool:
    """Whether its channel lets us say whatever we want to this contact then."""
    return contact.channel != WHATSAPP or (contact.heard_at is not None and at - contact.heard_at < WINDOW)


class CannotMark(Exception):
    """It may have arrived already, and the words that WhatsApp approved have no place to say so."""


def words_of(notice: Notice, channel: str, values: Mapping[str, str], language: str) -> tuple[str, str]:
    """Title and text of a notice on a channel. Raises ``KeyError`` where a value is missing."""
    with translation.override(language):
        if channel in (PUSH, SINK):
            return str(notice.title), str(notice.push)
        words = notice.sms if channel == SMS else notice.chat
        return (str(notice.title) if channel == MAIL else ""), filled(str(words), values)


def letter_of(row: Outgoing, content: Mapping[str, Any], address: Mapping[str, Any], now: datetime) -> Letter:
    """What the adapter gets. Raises ``LookupError`` for a notice that is no more, or without one of its values."""
    choices: tuple[tuple[str, str], ...] = ()
    parameters: tuple[str, ...] = ()
    title = template = code = ""
    if row.notice == REPLY:
        text = str(content["text"])
        choices = tuple((str(key), str(label)) for key, label in content["choices"])
        if row.channel == SMS:
            text, choices = numbered(text, [label for _key, label in choices]), ()
    else:
        notice, values = NOTICES[row.notice], content["values"]
        title, text = words_of(notice, row.channel, values, row.language)
        if row.channel == WHATSAPP:
            approved = NOTICES[notice.outside] if notice.outside else notice
            template, parameters = approved.template, tuple(str(values[name]) for name in approved.example)
            code = str(values[notice.secret[0]]) if notice.secret else ""
    heard_at = row.contact.heard_at
    window = heard_at is not None and now - heard_at < WINDOW
    if row.maybe_twice:
        with translation.override(row.language):
            warning = _("(mungkin terkirim dua kali) ")
        text, parameters = warning + text, (*(warning + each for each in parameters[:1]), *parameters[1:])
        if (code or (template and not parameters)) and not window:
            raise CannotMark
        code = ""  # never as a template, which cannot say so
        template = template if parameters else ""  # nor where WhatsApp's clock says that the 24 hours are over
    return Letter(
        id=row.pk,
        address=address,
        text=text,
        title=title,
        choices=choices,
        urgent=row.urgent,
        url=str(content.get("url", "")),
        template=template,
        parameters=parameters,
        code=code,
        language=row.language,
        window=window,
        seconds=max(1, int((row.until - now).total_seconds())),
    )

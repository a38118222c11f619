"""How each notice reads, in each language and on each kind of channel; with examples, never with anybody's values."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from rukun.notify import desk
from rukun.notify.algo import gsm7
from rukun.notify.algo.rendering import numbered
from rukun.notify.channels import MAIL, PUSH, SMS, TELEGRAM
from rukun.notify.notices import NOTICES, Notice
from rukun.notify.rendering import words_of

ONE_SMS, ONE_SMS_OF_OTHER_LETTERS = 160, 70


@dataclass(frozen=True)
class Reading:
    """A notice in one language on one kind of channel. ``parts`` are those of an SMS, 0 elsewhere."""

    language: str
    kind: str
    title: str
    text: str
    length: int
    parts: int = 0
    plain: bool = True
    """Whether all letters are of the default alphabet of SMS."""


@dataclass(frozen=True)
class Preview:
    notice: Notice
    readings: tuple[Reading, ...]


def previews() -> list[Preview]:
    """Every notice that rooms registered, in the order of their names."""
    return [Preview(notice, tuple(_readings(notice))) for _name, notice in sorted(NOTICES.items())]


@dataclass(frozen=True)
class Spoken:
    """What is said in talks, in one language, by name."""

    language: str
    sentences: tuple[tuple[str, Reading], ...]


def spoken() -> list[Spoken]:
    """Every sentence of a talk as an SMS, its choices numbered; where there are buttons, these are the choices."""
    found = []
    for code, language in settings.LANGUAGES:
        named = _named(code, language)
        with translation.override(code):
            said = [each for room in desk.SENTENCES for each in room()]
        texts = [(name, numbered(say.text, [choice.label for choice in say.choices])) for name, say in said]
        found.append(Spoken(named, tuple((name, _as_sms(named, _("SMS"), text)) for name, text in texts)))
    return found


def _named(code: str, language: str) -> str:
    with translation.override(code):
        return translation.gettext(language) if code != "id" else str(language)


def _as_sms(language: str, kind: str, text: str) -> Reading:
    sent = gsm7.plain(text)
    plain = gsm7.is_gsm7(sent)
    length = gsm7.septets(sent) if plain else len(sent.encode("utf-16-le")) // 2
    return Reading(language, kind, "", sent, length, gsm7.segments(sent), plain)


def _readings(notice: Notice) -> Iterator[Reading]:
    kinds = {
        TELEGRAM: _("WhatsApp dan Telegram"),
        SMS: _("SMS"),
        PUSH: _("Notifikasi dan saluran posko"),
        MAIL: _("Surel"),
    }
    for code, language in settings.LANGUAGES:
        for channel, kind in kinds.items():
            title, text = words_of(notice, channel, notice.example, code)
            named = _named(code, language)
            yield _as_sms(named, kind, text) if channel == SMS else Reading(named, kind, title, text, len(text))

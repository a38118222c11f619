"""What the page shell needs on every page: whose installation, who is here, where to, in which language."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, translate_url
from django.utils.translation import get_language

from rukun.guard import ANYONE, Actor
from rukun.ui import nav


@dataclass(frozen=True)
class OtherLanguage:
    """The way to this very page in the language that the reader is not reading."""

    code: str
    name: str
    url: str


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Error pages come here too, before or after any middleware: nothing is taken for granted."""
    actor: Actor = getattr(request, "actor", ANYONE)
    home = home_url()
    return {
        "installation": settings.INSTALLATION,
        "actor": actor,
        "person_name": _name(request, actor),
        "home_url": home,
        "nav": nav.visible(actor, request.path, home),
        "other_language": other_language(request),
    }


def home_url(language: str | None = None) -> str:
    """The front door in ``language``: Indonesian, the language of the installation, has no prefix."""
    language = language or get_language() or settings.LANGUAGE_CODE
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


def other_language(request: HttpRequest) -> OtherLanguage | None:
    """``None`` where the address says nothing about the language, so that a link would lead nowhere new."""
    here = get_language() or settings.LANGUAGE_CODE
    code = next((code for code, _ in settings.LANGUAGES if code != here), None)
    if code is None:
        return None
    path = request.get_full_path()
    try:
        resolve(request.path_info)
        url = translate_url(path, code)
    except Resolver404:
        # A page that does not exist in one language does not exist in the other: only the prefix changes.
        url = home_url(code) + path.removeprefix(home_url(here)).lstrip("/")
    if url == path:
        return None
    return OtherLanguage(code, dict(settings.LANGUAGES)[code], url)


def _name(request: HttpRequest, actor: Actor) -> str:
    """The actor's label and the person's own text form name nobody on purpose, so that logs do not; a page may."""
    if not actor.signed_in:
        return ""
    shown: str | None = getattr(actor, "shown_name", None)
    return str(getattr(getattr(request, "user", None), "name", "")) if shown is None else shown

"""What somebody typed when their session had ended: kept, sealed, for the moment until they have signed in again."""

from base64 import b64decode, b64encode

from django.http import HttpRequest, QueryDict

from rukun.seal import CannotOpen, seal, unseal

KEY = "kept"
NEVER = ("csrfmiddlewaretoken", "password", "code", "secret", "credential", "token", "app_secret")
LARGEST = 100_000
SECONDS = 3600
"""How long it waits: names and numbers may be among it."""


def keep(request: HttpRequest) -> None:
    """Put what a form sent into the (anonymous) session, without secrets, unless it is too long to have been typed."""
    typed = request.POST.copy()
    for name in NEVER:
        typed.pop(name, None)
    words = typed.urlencode()
    if words and len(words) <= LARGEST:
        request.session.set_expiry(SECONDS)  # signing in begins a session with a time of its own
        sealed = b64encode(seal(words.encode(), f"{KEY}/{request.path}")).decode()
        request.session[KEY] = {"path": request.path, "words": sealed}


def take(request: HttpRequest) -> QueryDict | None:
    """Give back, once, what was kept for this very page; a form can be bound to it."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    try:
        return QueryDict(unseal(b64decode(kept["words"]), f"{KEY}/{request.path}").decode())
    except CannotOpen:  # the key was exchanged meanwhile, and the old one is gone
        return None

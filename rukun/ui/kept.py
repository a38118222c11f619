"""What somebody typed when their session had ended: kept for the moment until they have signed in again."""

from django.http import HttpRequest, QueryDict

KEY = "kept"
NEVER = ("csrfmiddlewaretoken", "password", "code", "secret", "credential")
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
        request.session[KEY] = {"path": request.path, "words": words}


def take(request: HttpRequest) -> QueryDict | None:
    """Give back, once, what was kept for this very page; a form can be bound to it."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    return QueryDict(kept["words"])

"""Every view wears ``@public`` or ``@requires(...)``; a test walks the URLs and fails on a naked one."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rukun.guard.actor import Actor
from rukun.guard.decision import Allowed, Decision, Denied

P = ParamSpec("P")
R = TypeVar("R")


class ActorRequest(HttpRequest):
    """A request that knows who acts; the middleware of the room that knows people puts it there."""

    actor: Actor


Check = Callable[[Actor], Decision]
View = Callable[Concatenate[ActorRequest, P], R]


def anybody(actor: Actor) -> Decision:
    """A check that lets everybody in, for the navigation to public pages."""
    return Allowed()


def signed_in(actor: Actor) -> Decision:
    if actor.signed_in:
        return Allowed()
    return Denied(_("Anda belum masuk ke akun. Silakan masuk, lalu coba lagi."))


def public(view: View[P, R]) -> View[P, R]:
    """Anybody may call this view, signed in or not."""

    @wraps(view)
    def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return view(request, *args, **kwargs)

    return _marked(guarded, "public")


def requires(*checks: Check) -> Callable[[View[P, R]], View[P, R]]:
    """The view runs only if every check says yes; else ``Refused`` with the first reason.

    Checks ask about the actor alone. What depends on the object is asked again in the view, through the
    room's ``access``, which answers "not found" for what the actor may not see.
    """
    if not checks:
        raise TypeError("@requires() without a check guards nothing; use @public and say so")

    def decorate(view: View[P, R]) -> View[P, R]:
        @wraps(view)
        def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            for check in checks:
                check(request.actor).demand()
            return view(request, *args, **kwargs)

        return _marked(guarded, " ".join(getattr(check, "__name__", repr(check)) for check in checks))

    return decorate


def policy_of(view: Any) -> str | None:
    """What guards a view: ``"public"``, the names of its checks, or ``None`` for a naked one."""
    policy: str | None = getattr(view, "guard_policy", None)
    return policy


def _marked(view: View[P, R], policy: str) -> View[P, R]:
    view.guard_policy = policy  # type: ignore[attr-defined]
    return view

"""What cannot be taken back is done only shortly after having shown who one is: ways in, and one's own deletion."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from rukun.guard import ActorRequest, Allowed, Decision, Denied
from rukun.people.signin import sessions
from rukun.people.strength import Strength

P = ParamSpec("P")
View = Callable[Concatenate[ActorRequest, P], HttpResponseBase]


def may_go_on(request: ActorRequest) -> Decision:
    """Whether the session is fresh, or its person has a way to make it so."""
    if sessions.is_fresh(request) or _where_to_show(request):
        return Allowed()
    if sessions.of(request) is Strength.INVITED:
        return Denied(
            _("Undangan sudah terlalu lama dibuka; minta undangan baru kepada pengurus wilayah atau koordinator Anda.")
        )
    return Denied(_("Sudah lebih dari 15 menit sejak Anda masuk. Keluar, lalu masuk lagi, dan ulangi dari sana."))


def freshly(view: View[P]) -> View[P]:
    """The view runs only in a fresh session.

    Else its person is asked once more, and comes back by GET: what was sent may be a password, and is not kept
    meanwhile. Whoever has nothing to show is refused with a reason.
    """

    @wraps(view)
    def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if sessions.is_fresh(request):
            return view(request, *args, **kwargs)
        may_go_on(request).demand()
        return HttpResponseRedirect(f"{_where_to_show(request)}?{urlencode({'next': request.get_full_path()})}")

    return guarded


def _where_to_show(request: ActorRequest) -> str:
    """The page on which this person shows once more who they are; empty where they have set up nothing."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    return str(ways[0]["url"]) if ways else ""

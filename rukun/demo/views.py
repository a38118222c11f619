from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rukun.demo.cast import CAST
from rukun.guard import ActorRequest, public
from rukun.people.queries import person_with_id
from rukun.people.titles import TITLES


@public
@require_http_methods(["GET", "POST"])
@never_cache
def demo(request: ActorRequest) -> HttpResponse:
    """Sign in as one of the cast by one click. This address exists in demo mode only."""
    if request.method == "POST":
        role = CAST.get(request.POST.get("person", ""))
        person = person_with_id(role.person_id) if role else None
        if person is None:
            raise Http404
        login(request, person, backend="rukun.people.signin.PhoneAndPassword")
        return redirect("home:today")
    cast = [(role, TITLES[role.title].words if role.title else "") for role in CAST.values()]
    return render(request, "demo/cast.html", {"cast": cast})

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rukun.demo import codes
from rukun.demo.cast import CAST, CODES
from rukun.demo.offices import where
from rukun.guard import ActorRequest, public
from rukun.people.phones import national
from rukun.people.queries import person_with_id, person_with_phone
from rukun.people.signin import sessions
from rukun.people.strength import Strength
from rukun.people.titles import TITLES
from rukun.report.algo.codes import grouped


@public
@require_http_methods(["GET", "POST"])
@never_cache
def demo(request: ActorRequest) -> HttpResponse:
    """Sign in as one of the cast by one click."""
    if request.method == "POST":
        role = CAST.get(request.POST.get("person", ""))
        person = person_with_id(role.person_id) if role else None
        if person is None:
            raise Http404
        sessions.begin(request, person, Strength.STRONG)
        return redirect("home:today")
    cast = [(role, TITLES[role.title].words if role.title else "", where(role)) for role in CAST.values()]
    codes_of_reports = [grouped(each) for each in CODES.values()]
    return render(request, "demo/cast.html", {"cast": cast, "receipts": codes_of_reports})


@public
@require_safe
@never_cache
def sent_codes(request: ActorRequest) -> HttpResponse:
    """The one-time codes that would have been sent as messages."""
    known = [(each, national(each.phone), person_with_phone(each.phone)) for each in codes.last()]
    return render(request, "demo/codes.html", {"codes": known})

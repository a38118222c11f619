"""Who is fit for duty, and whether a team is."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rukun.guard import ActorRequest, requires
from rukun.training.access.duty import can_see_duty, can_suspend, circles_of
from rukun.training.forms.duty import DutyForm
from rukun.training.queries.duty import Fitness, fitness_of, members_seen, suspensions_seen
from rukun.training.queries.fitness import TeamStatus

PER_PAGE = 50
LARGEST_TEAM = 50


@requires(can_see_duty)
@require_http_methods(["GET", "POST"])
@never_cache
def duty(request: ActorRequest) -> HttpResponse:
    """Every member of the organisations that the actor may see: fit at that time, or all reasons why not.

    A POST asks about those ticked as one team. It changes nothing: it keeps who was ticked out of the address.
    """
    circles = circles_of(request.actor)
    narrowed = {"mitra", "hari", "jam", "sampai", "wilayah"} & request.GET.keys()
    form = DutyForm(request.GET if narrowed else None, circles=circles)
    organisation, at, until, unit = form.wanted()
    members = members_seen([each for each in circles if not organisation or str(each.key) == organisation])
    page = Paginator(list(members.items()), PER_PAGE).get_page(request.GET.get("page"))
    team = _fitness(_ticked(request), members, form)
    shown, suspends = dict(page.object_list), can_suspend(request.actor).allowed
    suspended = suspensions_seen(request.actor, shown) if suspends else {}
    return render(
        request,
        "training/duty/duty.html",
        {
            "form": form,
            "circles": circles,
            "organisation": organisation,
            "at": at,
            "until": until,
            "unit": unit,
            "narrowed": bool(narrowed),
            "page": page,
            "parted": any(each.parts for each in circles),
            "rows": [(each, suspended.get(each.person)) for each in fitness_of(shown, at, unit, until)],
            "asked": request.method == "POST",
            "ticked": {each.person for each in team},
            "team": team,
            "fit": [each for each in team if each.status.allowed],
            "unfit": [each for each in team if not each.status.allowed],
            "is_fit": TeamStatus({each.person: each.status for each in team}).fit,
            "suspends": suspends,
        },
    )


def _fitness(ticked: list[UUID], members: dict[UUID, tuple[str, tuple[str, ...]]], form: DutyForm) -> list[Fitness]:
    """Of those ticked who are among the members; somebody else's id is as if it were not there."""
    team = {key: members[key] for key in ticked if key in members}
    _organisation, at, until, unit = form.wanted()
    return fitness_of(team, at, unit, until) if team else []


def _ticked(request: ActorRequest) -> list[UUID]:
    found = []
    for each in request.POST.getlist("orang")[:LARGEST_TEAM]:
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return found

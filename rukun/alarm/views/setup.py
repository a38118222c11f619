"""The kentongan of a unit: where it is set up, and how long it waits."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.alarm.access import may_manage
from rukun.alarm.access_pages import can_manage_alarms, managed_units, may_drill
from rukun.alarm.actions.setting_up import forget_setting, save_setting, stamp_of
from rukun.alarm.errors import AlarmError
from rukun.alarm.errors_setup import ChangedHere
from rukun.alarm.forms.setup import TimesForm, initial_of
from rukun.alarm.queries.drill import drills_in
from rukun.alarm.queries.set_up import tables_in, times_of
from rukun.guard import ActorRequest, requires
from rukun.people.forms.units import blame
from rukun.territory.algo import codes
from rukun.ui import kept
from rukun.ui.templatetags.units import unit as in_words

MOST_UNITS = 40
"""RW whose own waiting times are offered to be set from the kelurahan."""


@requires(can_manage_alarms)
@require_safe
@never_cache
def start(request: ActorRequest) -> HttpResponse:
    """Everything that is to be set up in the actor's units."""
    units = managed_units(request.actor)
    unit = managed(request)
    times, own = times_of(unit)
    return render(
        request,
        "alarm/setup/start.html",
        {
            "unit": unit,
            "units": [(in_words(each), here("alarm:setup", each), each == unit) for each in units],
            "times": times,
            "own": own,
            "tables": tables_in([unit])[:MOST_UNITS],
            "kelurahan": codes.level_of(unit) == codes.KELURAHAN,
            "drills": drills_in(request.actor, unit),
            "may_drill": may_drill(request.actor, unit).allowed,
            "query": urlencode({"wilayah": unit}),
        },
    )


@requires(can_manage_alarms)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def times(request: ActorRequest) -> HttpResponse:
    """How long is waited here and below."""
    unit = managed(request)
    counts, own = times_of(unit)
    initial = {**initial_of(counts), "seen": stamp_of(own)}
    form = TimesForm(request.POST or kept.take(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_setting(actor=request.actor, unit=unit, **form.cleaned_data)
        except ChangedHere as error:
            blame(form, error)
            counts, own = times_of(unit)
            form.refresh(stamp_of(own))
        except AlarmError as error:
            blame(form, error)
        else:
            messages.success(request, _("Tersimpan. Berlaku mulai kentongan berikutnya."))
            return redirect(here("alarm:setup", unit))
    return render(
        request,
        "alarm/setup/times.html",
        {"unit": unit, "form": form, "own": own, "times": counts, "query": urlencode({"wilayah": unit})},
    )


@requires(can_manage_alarms)
@require_POST
@never_cache
def follow(request: ActorRequest) -> HttpResponse:
    """Let a unit follow the one around it again."""
    unit = managed(request)
    forget_setting(actor=request.actor, unit=unit)
    messages.success(request, _("Wilayah ini sekarang mengikuti wilayah di atasnya."))
    return redirect(here("alarm:setup", unit))


def managed(request: ActorRequest) -> str:
    """The unit that was asked for, or the actor's first; else not found."""
    asked = request.GET.get("wilayah", "")
    if asked:
        if not may_manage(request.actor, asked).allowed:
            raise Http404
        return asked
    return managed_units(request.actor)[0]


def here(name: str, unit: str) -> str:
    """The address of a page of a unit."""
    return f"{reverse(name)}?{urlencode({'wilayah': unit})}"

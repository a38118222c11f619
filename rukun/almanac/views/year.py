"""The year's days off, for everybody; deciding what kind of day it is, for whoever may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rukun.almanac import access, actions, queries
from rukun.almanac.algo.working import HOURS
from rukun.almanac.errors import AlmanacError
from rukun.almanac.forms import DayForm, YearForm
from rukun.almanac.views import places
from rukun.guard import Actor, ActorRequest, public, requires
from rukun.ui import kept

PER_PAGE = 25
SHOWN_BACK = 10
"""Years that can still be looked at."""


@public
@require_safe
@never_cache
def year(request: ActorRequest) -> HttpResponse:
    """The days of a year that are no ordinary ones, in a unit; and those that are special in its parts only."""
    actor, this = request.actor, timezone.localdate().year
    years = range(this - SHOWN_BACK, queries.working_years()[-1] + 1)
    form = YearForm(request.GET if {"wilayah", "tahun"} & request.GET.keys() else None, years=years)
    unit, shown = form.wanted()
    unit, shown = unit or places.unit_of(actor), shown or this
    if not form.is_bound:
        form = YearForm(years=years, initial={"wilayah": places.as_typed(unit), "tahun": this})
    special = queries.special_days(shown, unit)
    national = queries.holidays_of(shown)
    parts = Paginator(queries.decided_below(shown, unit), PER_PAGE).get_page(request.GET.get("page"))
    around = [each for each in (shown - 1, shown, shown + 1) if each in years]
    return render(
        request,
        "almanac/year.html",
        {
            "form": form,
            "unit": unit,
            "place": places.place(unit),
            "year": shown,
            "decide": f"{reverse('almanac:decide')}?{urlencode({'wilayah': unit})}",
            "nights": places.address("almanac:nights", unit, tahun=shown),
            "tabs": [(str(each), _address(unit, each), each == shown) for each in around],
            "opens": HOURS[0],
            "closes": HOURS[1],
            "zone": places.zone_in_words(unit),
            "months": _by_month(special, actor),
            "national": bool(national),
            "joint_unknown": shown >= this and bool(national) and not any(map(_is_joint, national.values())),
            "estimated": any(each.said[0].estimated for each in special),
            "page": parts,
            "parts": [(row.date, [_line(queries.word_of(row), row.date, actor)]) for row in parts],
            "manages": access.can_manage(actor).allowed,
        },
    )


@requires(access.can_manage)
@require_http_methods(["GET", "POST"])
@never_cache
def decide(request: ActorRequest) -> HttpResponse:
    """Decide of one day. ``?wilayah=`` is the unit from whose calendar somebody comes."""
    actor, shown = request.actor, request.GET.get("wilayah", "")
    units = places.units_for(actor, shown, access.managed_by(actor), access.may_decide)
    typed = request.POST or kept.take(request)
    form = DayForm(typed, units=units, begin=places.first_of(units, shown or places.unit_of(actor)))
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.set_day(actor=actor, **form.cleaned_data)
        except AlmanacError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Tersimpan. Tenggat yang belum lewat dihitung dengan kalender ini."))
            return redirect(_address(row.unit, row.date.year))
    back = _address(shown, timezone.localdate().year)
    return render(request, "almanac/decide.html", {"form": form, "back": back})


@requires(access.can_manage)
@require_http_methods(["GET", "POST"])
@never_cache
def remove(request: ActorRequest, key: int) -> HttpResponse:
    """Take a decision back. Without anything sent, to the calendar: somebody had to sign in first."""
    found = queries.decision_with(key)
    shown = request.POST.get("wilayah", found.unit if found else "")
    back = _address(shown, found.date.year if found else timezone.localdate().year)
    if request.method == "POST":
        try:
            gone = actions.remove_day(actor=request.actor, key=key)
        except AlmanacError as error:
            messages.error(request, str(error))
        else:
            said = _("Ketetapan itu dihapus. Hari itu kembali seperti di kalender.")
            messages.success(request, said if gone else _("Ketetapan itu sudah tidak ada. Tidak ada yang berubah."))
    return redirect(back)


@dataclass(frozen=True)
class Line:
    """What somebody says of a day. ``removable`` is the key of a decision that the reader may take back."""

    word: queries.Word
    place: str
    removable: int | None


def _by_month(special: Iterable[queries.Special], actor: Actor) -> list[tuple[str, list[tuple[date, list[Line]]]]]:
    """The days under the name of their month."""
    months: dict[str, list[tuple[date, list[Line]]]] = {}
    for each in special:
        lines = [_line(word, each.date, actor) for word in each.said]
        months.setdefault(str(MONTHS[each.date.month]), []).append((each.date, lines))
    return list(months.items())


def _line(word: queries.Word, day: date, actor: Actor) -> Line:
    if word.unit is None:
        return Line(word, "", None)
    return Line(word, places.place(word.unit), word.key if _may_change(actor, word.unit, day) else None)


def _may_change(actor: Actor, unit: str, day: date) -> bool:
    return access.may_decide(actor, unit).allowed and day >= actions.earliest()


def _is_joint(holiday: queries.Holiday) -> bool:
    return "Cuti Bersama" in holiday.name


def _address(unit: str, shown: int) -> str:
    return places.address("almanac:year", unit, tahun=shown)

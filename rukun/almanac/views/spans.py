"""What lasts from a day to a day: for everybody to read, for whoever may to enter and to take back."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rukun.almanac import access, actions, kinds, queries
from rukun.almanac.algo.nights import ACARA, RAMADAN
from rukun.almanac.errors import AlmanacError
from rukun.almanac.forms import SpanForm, WhereForm
from rukun.almanac.models import Span
from rukun.almanac.views import places
from rukun.guard import Actor, ActorRequest, Decision, public, requires
from rukun.ui import kept

PER_PAGE = 25


@dataclass(frozen=True)
class Row:
    """A span as the list shows it. ``removable``: whether the reader may take it back."""

    span: Span
    kind: str
    place: str
    removable: bool


@public
@require_safe
@never_cache
def spans(request: ActorRequest) -> HttpResponse:
    """What goes on or is to come in a unit: its own and of those above it, then what holds in its parts only."""
    form = WhereForm(request.GET if "wilayah" in request.GET else None)
    unit = form.wanted_unit() or places.unit_of(request.actor)
    if not form.is_bound:
        form = WhereForm(initial={"wilayah": places.as_typed(unit)})
    today, until = timezone.localdate(), actions.latest()
    parts = Paginator(queries.spans_below(today, until, unit), PER_PAGE).get_page(request.GET.get("page"))
    here = queries.spans_of(today, until, unit)
    return render(
        request,
        "almanac/spans.html",
        {
            "form": form,
            "unit": unit,
            "place": places.place(unit),
            "rows": [_row(each, request.actor) for each in here],
            "page": parts,
            "parts": [_row(each, request.actor) for each in parts],
            "ramadans": queries.ramadans_of(today, today + timedelta(days=400), unit),
            "nights": places.address("almanac:nights", unit),
            "enter": places.address("almanac:enter", unit),
            "enters": access.can_enter(request.actor).allowed,
        },
    )


@requires(access.can_enter)
@require_http_methods(["GET", "POST"])
@never_cache
def enter(request: ActorRequest) -> HttpResponse:
    """Enter something. ``?wilayah=`` is the unit from whose calendar somebody comes."""
    actor, shown = request.actor, request.GET.get("wilayah", "")
    units = places.units_for(actor, shown, access.entered_by(actor), _may_enter_something)
    typed = request.POST or kept.take(request)
    announces = access.can_manage(actor).allowed
    offered = [each for each in kinds.SPANS if announces or each not in access.ANNOUNCED]
    begin = places.first_of(units, shown or places.unit_of(actor))
    form = SpanForm(typed, actor=actor, kinds=offered, units=units, begin=begin)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.set_span(actor=actor, **form.cleaned_data)
        except AlmanacError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Tersimpan. Malam-malamnya langsung mengikuti kalender ini."))
            if row.kind == RAMADAN:
                said = _("Hari libur Idul Fitri tidak ikut bergeser. Periksa di halaman hari libur.")
                messages.warning(request, said)
            return redirect(places.address("almanac:spans", row.unit))
    back = places.address("almanac:spans", shown)
    return render(request, "almanac/enter.html", {"form": form, "back": back})


@requires(access.can_enter)
@require_http_methods(["GET", "POST"])
@never_cache
def remove(request: ActorRequest, key: int) -> HttpResponse:
    """Take something back. Without anything sent, to the list: somebody had to sign in first."""
    found = queries.span_with(key)
    shown = request.POST.get("wilayah", found.unit if found else "")
    if request.method == "POST":
        try:
            gone = actions.remove_span(actor=request.actor, key=key)
        except AlmanacError as error:
            messages.error(request, str(error))
        else:
            said = _("Sudah dihapus dari kalender.") if gone else _("Itu sudah tidak ada. Tidak ada yang berubah.")
            messages.success(request, said)
    return redirect(places.address("almanac:spans", shown))


def _may_enter_something(actor: Actor, unit: str) -> Decision:
    return access.may_enter(actor, ACARA, unit)


def _row(span: Span, actor: Actor) -> Row:
    known = kinds.SPANS.get(span.kind)
    removable = access.may_enter(actor, span.kind, span.unit).allowed and span.last >= timezone.localdate()
    return Row(span, str(known.words) if known else span.kind, places.place(span.unit), removable)

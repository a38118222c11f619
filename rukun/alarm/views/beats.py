"""An RW's table of kentongan codes: to read, to write, and to hang up in the pos."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.alarm.access_pages import can_manage_alarms, managed_units, may_read_beats, may_write_beats
from rukun.alarm.actions import beats as actions
from rukun.alarm.errors import AlarmError
from rukun.alarm.errors_setup import ChangedHere
from rukun.alarm.forms.setup import BeatForm
from rukun.alarm.models import Beat
from rukun.alarm.print.beats import table_pdf
from rukun.alarm.queries.set_up import line_with, lines_of, tables_in, tables_written
from rukun.alarm.views.setup import here
from rukun.alarm.words import RHYTHMS
from rukun.guard import ActorRequest, requires
from rukun.people.forms.units import blame
from rukun.territory import queries as territory
from rukun.territory.algo import codes
from rukun.ui import kept


@requires(may_read_beats)
@require_safe
@never_cache
def table(request: ActorRequest) -> HttpResponse:
    """The table of an RW, for whoever has signed in; where none is named, the RW to choose from."""
    if "wilayah" not in request.GET:
        return _choose(request)
    unit = _rw(request)
    writes = may_write_beats(request.actor, unit).allowed
    return render(
        request,
        "alarm/beats/table.html",
        {
            "unit": unit,
            "lines": [(each, RHYTHMS.get(each.row.rhythm, "")) for each in lines_of(unit)],
            "writes": writes,
            "others": [each.unit for each in tables_in([codes.parent_of(unit)]) if each.lines and each.unit != unit],
            "query": urlencode({"wilayah": unit}),
        },
    )


@requires(can_manage_alarms)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: ActorRequest) -> HttpResponse:
    """A further line."""
    unit = _rw(request)
    if not may_write_beats(request.actor, unit).allowed:
        raise Http404
    form = BeatForm(request.POST or kept.take(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_beat(actor=request.actor, beat_id=form.cleaned_data["beat_id"], unit=unit, **form.arguments())
        except AlarmError as error:
            blame(form, error)
        else:
            messages.success(request, _("Baris ditambahkan. Cetak lagi lembar untuk pos bila tabelnya sudah lengkap."))
            return redirect(here("alarm:beats", unit))
    return render(request, "alarm/beats/line.html", {"unit": unit, "form": form, "row": None})


@requires(can_manage_alarms)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def change(request: ActorRequest, key: UUID) -> HttpResponse:
    """A line, written anew."""
    row = _line(request, key)
    initial = {
        "beat_id": row.pk,
        "seen": actions.stamp_of(row),
        "beats": row.beats,
        "rhythm": row.rhythm,
        "meaning": row.meaning,
        "what_to_do": row.what_to_do,
    }
    form = BeatForm(request.POST or kept.take(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_beat(actor=request.actor, beat=row, seen=form.cleaned_data["seen"], **form.arguments())
        except ChangedHere as error:
            blame(form, error)
            row = _line(request, key)
            form.refresh(actions.stamp_of(row))
        except AlarmError as error:
            blame(form, error)
        else:
            messages.success(request, _("Tersimpan. Cetak lagi lembar untuk pos, dan cabut yang lama."))
            return redirect(here("alarm:beats", row.unit))
    return render(request, "alarm/beats/line.html", {"unit": row.unit, "form": form, "row": row})


@requires(can_manage_alarms)
@require_POST
@never_cache
def move(request: ActorRequest, key: UUID) -> HttpResponse:
    """One place up or down."""
    row = _line(request, key)
    actions.move_beat(actor=request.actor, beat=row, up=request.POST.get("arah") == "naik")
    return redirect(f"{here('alarm:beats', row.unit)}#b-{row.pk}")


@requires(can_manage_alarms)
@require_POST
@never_cache
def remove(request: ActorRequest, key: UUID) -> HttpResponse:
    row = _line(request, key)
    actions.remove_beat(actor=request.actor, beat=row)
    messages.success(request, _("Baris “%s” dihapus dari tabel.") % row.meaning)
    return redirect(here("alarm:beats", row.unit))


@requires(may_read_beats)
@require_safe
@never_cache
def sheet(request: ActorRequest) -> HttpResponse:
    """The table on A4, for the wall of the pos."""
    if "wilayah" not in request.GET:
        return redirect("alarm:beats")
    unit = _rw(request)
    answer = HttpResponse(table_pdf(unit, lines_of(unit)), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="kode-kentongan-{unit}.pdf"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _choose(request: ActorRequest) -> HttpResponse:
    """RW of the actor's own area, and all others that have a table."""
    own = tables_in([each for each in managed_units(request.actor) if codes.level_of(each) >= codes.KELURAHAN])
    return render(request, "alarm/beats/choose.html", {"tables": list(dict.fromkeys([*own, *tables_written()]))})


def _rw(request: ActorRequest) -> str:
    """The RW that was asked for, if there is one; else not found."""
    unit = request.GET.get("wilayah", "")
    known = codes.CODE.fullmatch(unit) and codes.level_of(unit) == codes.RW
    if not known or not (territory.exists(unit) or may_write_beats(request.actor, unit).allowed):
        raise Http404
    return unit


def _line(request: ActorRequest, key: UUID) -> Beat:
    found = line_with(key)
    if found is None or not may_write_beats(request.actor, found.unit).allowed:
        raise Http404
    return found

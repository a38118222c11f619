from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rukun.guard import ActorRequest, requires
from rukun.people import access
from rukun.people.actions import importing
from rukun.people.forms.importing import ListForm
from rukun.people.importing import waiting
from rukun.people.importing.columns import HEADINGS
from rukun.people.importing.errors import UnfitFile
from rukun.people.importing.reading import Sheet
from rukun.people.importing.waiting import Good, Waiting
from rukun.people.titles import TITLES
from rukun.ui.csv import csv_response
from rukun.ui.templatetags.units import unit as in_words

SHOWN = 50
"""Bad rows on the page; the file has all."""


@requires(access.can_manage_people)
@require_http_methods(["GET", "POST"])
@never_cache
def import_people(request: ActorRequest) -> HttpResponse:
    """A list is sent, looked at, and only then taken over."""
    if "forget" in request.POST:
        waiting.forget(request.session)
        return redirect("people:import_people")
    found = waiting.waiting_for(request.session, request.actor)
    if "confirm" in request.POST:
        return _confirmed(request, found)
    sent = request.method == "POST"
    if found is not None and not sent:
        return render(request, "people/importing/checked.html", _shown(found))
    form = ListForm(request.POST, request.FILES) if sent else ListForm()
    if sent and form.is_valid() and _tried(request, form):
        return redirect("people:import_people")
    headers = [_("Kolom"), _("Isinya")]
    return render(
        request, "people/importing/send.html", {"form": form, "column_headers": headers, "columns": _columns()}
    )


@requires(access.can_manage_people)
@require_safe
@never_cache
def bad_rows(request: ActorRequest) -> HttpResponse:
    """The rows that were not fit, as a file to mend and send again."""
    found = waiting.waiting_for(request.session, request.actor)
    if found is None or not found.bad:
        raise Http404
    return csv_response("baris-yang-perlu-diperbaiki.csv", *found.left_over())


@requires(access.can_manage_people)
@require_safe
def example(request: ActorRequest) -> HttpResponse:
    """A list to begin with. Its one row cannot be imported by mistake: its number is none."""
    row = {
        "name": "Sari Wulandari",
        "phone": "0812-…",
        "adult": "ya",
        "unit": "31.73.07.1001.016",
        "title": str(TITLES["ketua_rw"].words),
        "position_unit": "31.73.07.1001.016",
        "decree": "12/2025",
        "since": "Senin, 3 Maret 2025",
        "until": "Sabtu, 2 Maret 2030",
    }
    return csv_response("contoh.csv", list(HEADINGS.values()), [[row.get(each, "") for each in HEADINGS]])


def _tried(request: ActorRequest, form: ListForm) -> bool:
    sheet: Sheet = form.cleaned_data["file"]
    report = importing.try_import(actor=request.actor, rows=sheet.rows)
    try:
        waiting.keep(request.session, request.actor, sheet, report)
    except UnfitFile as error:
        form.add_error("file", str(error))
    return form.is_valid()


def _confirmed(request: ActorRequest, found: Waiting | None) -> HttpResponse:
    if found is None or found.done or found.key != request.POST["confirm"]:
        messages.warning(
            request, _("Daftar itu sudah dimuat, diganti, atau terlalu lama menunggu. Unggah lagi bila perlu.")
        )
        return redirect("people:import_people")
    report = importing.import_people(actor=request.actor, rows=found.rows)
    counts = report.counts()
    said = _("Daftar dimuat: %(persons)d orang baru, %(positions)d jabatan baru.") % counts
    messages.success(request, said)
    if report.bad:
        waiting.keep(request.session, request.actor, Sheet(found.rows, found.ignored), report, done=True)
    else:
        waiting.forget(request.session)
    return redirect("people:import_people")


def _shown(found: Waiting) -> dict[str, Any]:
    return {
        "waiting": found,
        "good_headers": [_("Nama"), _("Jabatan"), _("Wilayah"), _("Yang akan terjadi")],
        "good": [[each.name, _title(each), in_words(each.unit), _what(each)] for each in found.good],
        "more_good": sum(found.counts.values()) - found.counts["bad"] > len(found.good),
        "bad": found.bad[:SHOWN],
        "more_bad": len(found.bad) > SHOWN,
        "unit_headers": [_("Di berkas"), _("Wilayah"), _("Kode")],
        "units": [[text, in_words(code), code] for text, code in found.units],
    }


def _title(good: Good) -> str:
    return str(TITLES[good.title].words) if good.title else "–"


def _what(good: Good) -> str:
    if good.person:
        return _("didaftarkan, lalu diberi jabatan") if good.position else _("didaftarkan")
    return _("diberi jabatan") if good.position else _("sudah tercatat, tidak ada yang berubah")


def _columns() -> list[list[str]]:
    """What the columns hold, for the page."""
    words = {
        "name": _("wajib; satu orang satu baris untuk tiap jabatannya"),
        "phone": _("wajib; nomor yang dipakai orang itu untuk masuk"),
        "adult": _("ya atau tidak; kosong berarti ya"),
        "unit": _("kode, misalnya 31.73.07.1001.016, atau nama, misalnya RW 16 Palmerah"),
        "title": _("misalnya Ketua RW; kosong berarti orang itu hanya didaftarkan"),
        "organisation": _("nama organisasi yang sudah ada; boleh kosong bila jabatannya hanya ada di satu tempat"),
        "position_unit": _("bila lain dari wilayah"),
        "rank": _("hanya polisi dan TNI"),
        "decree": _("nomor surat keputusan"),
        "work_phone": _("nomor yang ditampilkan di daftar petugas"),
        "since": _("misalnya Senin, 3 Maret 2025; kosong berarti sekarang"),
        "until": _("hari terakhir menjabat"),
    }
    return [[HEADINGS[each], words[each]] for each in HEADINGS]

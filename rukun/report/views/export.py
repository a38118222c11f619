"""The list of reports as a file, for those who handle them."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rukun.guard import ActorRequest, requires
from rukun.report import access
from rukun.report.access.following import can_export, exportable
from rukun.report.actions.exporting import note_exported
from rukun.report.forms.inbox import FilterForm
from rukun.report.models import Report
from rukun.report.queries import inbox
from rukun.report.queries.exporting import COLUMNS, Line, about_file, geojson, keys_of, lines
from rukun.ui.csv import neutral

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}


@requires(access.can_see_reports, can_export)
@require_safe
@never_cache
def choose(request: ActorRequest) -> HttpResponse:
    """How many reports would be in the file, by the filter of the list, and what would and would not be."""
    form, found = _wanted(request, timezone.now())
    return render(
        request,
        "report/export/choose.html",
        {
            "form": form,
            "number": found.count(),
            "narrowed": [words for _name, words in form.narrowed()],
            "columns": list(COLUMNS.values()),
            "kinds": [
                ("xlsx", _("Tabel (XLSX)"), True),
                ("csv", _("Tabel (CSV)"), False),
                ("geojson", _("Peta (GeoJSON)"), False),
            ],
            "query": request.GET.urlencode(),
        },
    )


@requires(access.can_see_reports, can_export)
@require_POST
@never_cache
def export(request: ActorRequest, kind: str) -> HttpResponse | StreamingHttpResponse:
    """The file itself: CSV, XLSX or GeoJSON. That it was taken stands in the journal, with how many and as what."""
    if kind not in KINDS:
        raise Http404
    now = timezone.now()
    form, found = _wanted(request, now)
    keys = keys_of(found)
    note_exported(actor=request.actor, unit=_unit(request, form), kind=kind, number=len(keys))
    rows, about = lines(keys), about_file(now, [words for _name, words in form.narrowed()])
    answer: StreamingHttpResponse
    if kind == "xlsx":
        answer = FileResponse(_workbook(rows, about), content_type=KINDS[kind])
    else:
        text = _csv(rows, about) if kind == "csv" else geojson(rows, about)
        answer = StreamingHttpResponse(text, content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="laporan-{timezone.localtime(now):%Y%m%d-%H%M}.{kind}"'
    return answer


def _wanted(request: ActorRequest, until: datetime) -> tuple[FilterForm, QuerySet[Report]]:
    """What the list shows for this address, as far as it may leave in a file."""
    form = FilterForm(request.GET if FilterForm.base_fields.keys() & request.GET.keys() else None)
    found = inbox.chosen(request.actor, inbox.Wanted(**form.wanted())).order_by()
    return form, found.filter(exportable(request.actor), received_at__lte=until)


def _unit(request: ActorRequest, form: FilterForm) -> str:
    """In whose book it stands: of the unit that was asked for, else of the only one in which the actor handles any."""
    asked: str = form.wanted()["unit"]
    if asked and request.actor.may("reports.handle", asked).allowed:
        return asked
    scopes = request.actor.scopes("reports.handle")
    return scopes[0] if len(scopes) == 1 else ""


def _csv(found: Iterable[Line], about: str) -> Iterator[str]:
    """First what it is, then the heads of the columns. UTF-8 with its mark: Excel needs that for names."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([neutral(about)])
    yield writer.writerow([str(each) for each in COLUMNS.values()])
    for line in found:
        yield writer.writerow([neutral(cell) for cell in line.cells])


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _workbook(found: Iterable[Line], about: str) -> IO[bytes]:
    """Rows go to the disk as they come; days are real ones, and no text is a formula."""
    from openpyxl import Workbook  # noqa: PLC0415  slow to load, seldom needed
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    def clean(cell: Any) -> Any:
        return ILLEGAL_CHARACTERS_RE.sub("", neutral(cell)) if isinstance(cell, str) else cell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Laporan"))
    sheet.append([clean(about)])
    sheet.append([clean(str(each)) for each in COLUMNS.values()])
    for line in found:
        sheet.append([clean(cell) for cell in line.cells])
    file = TemporaryFile()  # noqa: SIM115  the answer closes it
    book.save(file)
    file.seek(0)
    return file

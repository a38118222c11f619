"""How promises to reporters are kept: figures for lurah, camat and Kapolsek, and what was raised to them."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rukun.guard import ActorRequest, covers, requires
from rukun.people.forms.units import as_typed
from rukun.report import access
from rukun.report.access.following import can_watch, reads_all_of, watched_units
from rukun.report.forms.following import FollowingForm
from rukun.report.print.following import following_pdf
from rukun.report.queries import following as queries
from rukun.territory.algo import codes
from rukun.ui.templatetags.ui import Column

PER_PAGE = 25
NO_PART = gettext_lazy("Angka satu RT atau RW tidak ada di sini. Yang tampil ialah angka kelurahannya.")
OUTSIDE = gettext_lazy("Angka wilayah itu tidak ditampilkan kepada Anda. Pilih wilayah di dalam wilayah Anda.")


@requires(can_watch)
@require_safe
@never_cache
def following(request: ActorRequest) -> HttpResponse:
    """What became of what was promised: of one unit as a whole, never of several beside each other."""
    form, told = _asked(request)
    lists = access.can_see_reports(request.actor).allowed and reads_all_of(request.actor, told.unit)
    return render(
        request,
        "report/following/following.html",
        {
            "form": form,
            "told": told,
            "lists": lists,
            "now": [(words, _linked(told.unit, number, state, lists)) for words, number, state in told.now],
            "now_headers": [_("Sekarang"), Column(_("Laporan"), numeric=True)],
            "ending_headers": [
                _("Dikonfirmasi oleh"),
                Column(_("Selesai"), numeric=True),
                Column(linebreaksbr(_("Tidak dapat").replace(" ", "\n")), numeric=True),  # so that a phone shows all
            ],
            "unsaid": queries.UNSAID,
            "late": queries.late_for(request.actor).count(),
            "query": urlencode({"wilayah": told.unit, "bulan": told.first, "sampai": told.last}),
        },
    )


@requires(can_watch)
@require_safe
@never_cache
def following_paper(request: ActorRequest) -> HttpResponse:
    """The same on one sheet, for a meeting."""
    _form, told = _asked(request)
    return HttpResponse(
        following_pdf(told),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="tindak-lanjut-{told.last}.pdf"'},
    )


@requires(can_watch)
@require_safe
@never_cache
def late(request: ActorRequest) -> HttpResponse:
    """What is late, and was raised to the actor's level."""
    page = Paginator(queries.late_for(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    lines, lists = queries.as_late(request.actor, list(page)), access.can_see_reports(request.actor).allowed
    return render(request, "report/following/late.html", {"page": page, "lines": lines, "lists": lists})


def _asked(request: ActorRequest) -> tuple[FollowingForm, queries.Told]:
    """The form, and the figures that it asks for; of the actor's own unit where it asks for none of theirs."""
    units = watched_units(request.actor)
    typed = request.GET if {"wilayah", "bulan", "sampai"} & request.GET.keys() else None
    months = queries.months_of(units[0] if len(units) == 1 else "")
    choices = [(each, queries.month_in_words(each)) for each in months]
    form = FollowingForm(typed, months=choices, units=units)
    asked, first, last = form.wanted()
    unit = codes.up_to(asked, codes.KELURAHAN)
    if unit and not any(covers(scope, unit) for scope in units):
        form.add_error("wilayah", OUTSIDE)
        unit = ""
    elif unit != asked:
        form.add_error("wilayah", NO_PART)
    unit = unit or units[0]
    last = last or f"{timezone.localdate():%Y-%m}"
    first = first or (months[1] if len(months) > 1 else last)
    if not form.is_bound:
        initial = {"wilayah": as_typed(unit) if unit else "", "bulan": first, "sampai": last}
        form = FollowingForm(months=choices, units=units, initial=initial)
    return form, queries.told(unit, first, last)


def _linked(unit: str, number: int, state: str | None, lists: bool) -> object:
    """The number, leading to what it counts where the actor reads that."""
    if not (lists and state is not None and number):
        return number
    query = urlencode({"wilayah": unit, "status": state})
    return format_html('<a href="{}?{}">{}</a>', reverse("report:reports"), query, number)

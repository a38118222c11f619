from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from rukun.geo.coordinates import NotAPoint, point
from rukun.guard import ActorRequest, public
from rukun.people.kinds import DISTRICT
from rukun.people.phones import national
from rukun.people.queries.directory import Desk, Directory, Seat, directory_of, own_unit
from rukun.territory import queries as territory
from rukun.territory.algo.codes import covers, parent_of
from rukun.territory.algo.gazetteer import NamedUnit
from rukun.ui.paper import pdf
from rukun.ui.templatetags.units import unit as in_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SHEET = Path(__file__).resolve().parent.parent / "print" / "directory.typ"
LONGEST_QUERY = 200
MOST_HITS = 10
LOST: "dict[str, _StrPromise]" = {
    "luar": _(
        "Lokasi Anda berada di luar peta yang dimuat di sini. Cari nama jalan, RW, atau kelurahan Anda, "
        "atau pilih dari daftar di bawah."
    ),
    "salah": _("Lokasi dari perangkat Anda tidak terbaca. Coba sekali lagi, atau pilih wilayah dari daftar di bawah."),
}
"""What to say after a position that leads nowhere: the address carries this word, never the position."""


@public
@require_safe
def start(request: ActorRequest) -> HttpResponse:
    """Find one's unit: by list, by words, by where one stands. Somebody who told theirs is offered it first."""
    text = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    begin, own = territory.begin(), own_unit(request.actor)
    hits = territory.search(text, MOST_HITS, near=own) if text else []
    return render(
        request,
        "people/directory/start.html",
        {
            "text": text,
            "hits": [hit for hit in hits if hit.chain],
            "lost": LOST.get(request.GET.get("lokasi", "")),
            "own": own,
            "begin": begin,
            "choices": choices_in(begin),
        },
    )


@public
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def here(request: ActorRequest) -> HttpResponse:
    """From where somebody stands to their unit. The position comes in the body, leads on, and is forgotten."""
    if request.method != "POST":
        return redirect("people:directory")
    try:
        chain = territory.units_at(point(request.POST.get("lat"), request.POST.get("lon")))
    except NotAPoint:
        return _lost("salah")
    return redirect("people:directory_unit", chain[-1].code) if chain else _lost("luar")


@public
@require_safe
def unit(request: ActorRequest, code: str) -> HttpResponse:
    """Whom to call in a unit."""
    _demand(code)
    begin = territory.begin()
    directory = directory_of(code)
    return render(
        request,
        "people/directory/unit.html",
        {
            "code": code,
            "chain": [each for each in _above(code) if covers(begin, each.code)],
            "directory": directory,
            "choices": choices_in(code) if len(code.split(".")) < DISTRICT else None,
        },
    )


@public
@require_safe
def printed(request: ActorRequest, code: str) -> HttpResponse:
    """The same as a sheet to hang at the post."""
    _demand(code)
    with override(settings.LANGUAGE_CODE):  # like all that is printed
        address = request.build_absolute_uri(reverse("people:directory_unit", args=[code]))
        data = _sheet(directory_of(code), address)
    return HttpResponse(
        pdf(SHEET, data),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="petugas-{code}.pdf"'},
    )


@dataclass(frozen=True)
class Choices:
    """What to choose from below a unit: of a city its districts, each with its kelurahan; else the units below."""

    groups: list[tuple[NamedUnit, list[NamedUnit]]]
    plain: list[NamedUnit]


def choices_in(code: str) -> Choices:
    """``""`` is all there is."""
    parts = territory.parts_of(code)
    below = {part.code: territory.parts_of(part.code) for part in parts if part.kind == "district"}
    return Choices(
        [(part, below[part.code]) for part in parts if below.get(part.code)],
        [part for part in parts if not below.get(part.code)],
    )


def _demand(code: str) -> None:
    if not territory.exists(code):
        raise Http404


def _above(code: str) -> list[NamedUnit]:
    return territory.territory().gazetteer.chain(parent_of(code))


def _lost(why: str) -> HttpResponse:
    return redirect(f"{reverse('people:directory')}?lokasi={why}")


Row = dict[str, str]


def _sheet(directory: Directory, address: str) -> dict[str, Any]:
    """The board as words for the sheet."""
    seats = [row for seat in (*directory.first, *directory.others) for row in _rows(seat)]
    parts = [row for part in directory.parts if part.seat for row in _rows(part.seat)]
    return {
        "above": gettext("Petugas kita"),
        "title": in_words(directory.unit),
        "calls": [
            {"number": "110", "what": gettext("Polisi: kejahatan, perkelahian")},
            {"number": "112", "what": gettext("Darurat: kebakaran, gawat medis, bencana")},
            {"number": "129", "what": gettext("SAPA: kekerasan terhadap perempuan dan anak")},
        ],
        "columns": [gettext("Jabatan"), gettext("Nama dan wilayah"), gettext("Nomor kantor")],
        "groups": [
            {"title": "", "rows": seats},
            {"title": gettext("Kantor"), "rows": [_at_desk(desk) for desk in directory.desks]},
            {"title": _heading(directory), "rows": parts},
        ],
        "foot": gettext("%(name)s. Keadaan %(day)s. Yang terbaru: %(address)s")
        % {
            "name": settings.INSTALLATION.name,
            "day": date_format(timezone.localtime(), "j F Y"),
            "address": address,
        },
    }


def _heading(directory: Directory) -> str:
    heads = {str(part.seat.title.words) for part in directory.parts if part.seat}
    return ", ".join(sorted(heads))


def _rows(seat: Seat) -> list[Row]:
    words = str(seat.title.words)
    if seat.vacant:
        return [_row(words, gettext("belum terisi"), in_words(seat.unit), "")]
    return [
        *(
            _row(
                words,
                each.name,
                ", ".join([*filter(None, [each.organisation]), *map(in_words, each.units)]),
                _number(each.phone),
                each.phone_of,
            )
            for each in seat.holders
        ),
        *(_at_desk(desk) for desk in seat.desks),
    ]


def _at_desk(desk: Desk) -> Row:
    return _row(desk.name, "", in_words(desk.unit), _number(desk.phone))


def _row(office: str, name: str, where: str, number: str, owner: str = "") -> Row:
    return {"office": office, "name": name, "where": where, "number": number, "owner": owner}


def _number(phone: str) -> str:
    return national(phone) if phone else gettext("belum diisi")

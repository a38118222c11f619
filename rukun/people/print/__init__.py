"""What this room prints: its templates for typst, and the data that they are given."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rukun.people.kinds import KINDS
from rukun.people.models import Organisation
from rukun.people.phones import national
from rukun.people.queries.chart import FEWEST_COUNTED, Chart, Group, Seat
from rukun.ui import paper
from rukun.ui.dates import written_out
from rukun.ui.templatetags.units import unit as in_words

HERE = Path(__file__).resolve().parent


def chart_pdf(organisation: Organisation, chart: Chart) -> bytes:
    """An organisation's chart on A4, in Indonesian: it is signed and filed here."""
    with override("id"):
        return paper.pdf(HERE / "chart.typ", _chart(organisation, chart))


def _chart(organisation: Organisation, chart: Chart) -> dict[str, Any]:
    about = [(_("Wilayah"), in_words(organisation.unit))]
    if organisation.work_phone:
        about.append((_("Telepon"), national(organisation.work_phone)))
    if organisation.closed_at is not None:
        about.append((_("Ditutup"), written_out(timezone.localtime(organisation.closed_at).date())))
    return {
        "title": organisation.name,
        "above": _("Bagan pengurus · %s") % KINDS[organisation.kind].words,
        "about": about,
        "groups": [_group(group, organisation.unit) for group in chart.groups],
        "vacant": _("belum terisi"),
        "also": _also(chart),
        "foot": _("Dicetak %(day)s dari %(site)s")
        % {"day": written_out(timezone.localdate()), "site": settings.INSTALLATION.name},
    }


def _group(group: Group, around: str) -> dict[str, Any]:
    """``around`` is the unit of the seat above, which need not be said again."""
    return {
        "title": str(group.title.words),
        "flat": group.flat,
        "seats": [_seat(seat, around) for seat in group.seats],
    }


def _seat(seat: Seat, around: str) -> dict[str, Any]:
    held = seat.position
    return {
        "name": seat.name,
        "unit": in_words(held.unit) if held and held.unit != around else "",
        "decree": held.decree if held else "",
        "below": [_group(group, seat.unit) for group in seat.below],
    }


def _also(chart: Chart) -> str:
    if not chart.hidden:
        return ""
    if chart.hidden < FEWEST_COUNTED:
        return _("Selain itu ada beberapa pengurus dan anggota lain.")
    return _("Selain itu ada %d pengurus dan anggota lain.") % chart.hidden

"""What this room has for somebody's day: what waits for their word, and which of its pages are theirs."""

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rukun.commitment.access import is_another_house
from rukun.guard import Actor
from rukun.incident import access
from rukun.incident.access_spots import spots_visible_to
from rukun.incident.models import Closing, Incident, Step
from rukun.incident.queries.closing import owed_by
from rukun.incident.queries.shift import waiting_for
from rukun.incident.queries.standing import ended
from rukun.people.access import inside
from rukun.report.access import outline_units
from rukun.training.todo import Todo
from rukun.ui.templatetags.units import unit as in_words

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 100
"""Steps and closings that are looked through for whose word they wait."""


def todo_for(actor: Actor) -> list[Todo]:
    """What waits for the actor among situations. Few queries, none for whoever sees no board."""
    if not access.can_see_board(actor).allowed:
        return []
    return [*_serious(actor), *_second_words(actor), *_summaries(actor), *_owed(actor), *_shifts(actor), *_spots(actor)]


def _serious(actor: Actor) -> list[Todo]:
    """AG and GN that are open, and what is late."""
    now = timezone.now()
    open_ones = access.incidents_visible_to(actor).filter(closed_at=None).order_by()
    numbers = open_ones.aggregate(
        gn=Count("pk", filter=Q(level=Incident.GN) & ~ended(now)),
        ag=Count("pk", filter=Q(level=Incident.AG) & ~ended(now)),
        late=Count("pk", filter=Q(due_at__lt=now)),
    )
    board = reverse("incident:board")
    found = [
        (
            numbers["gn"],
            ngettext(
                "%d gangguan nyata (GN) di wilayah Anda. Hubungi 110 / 112.",
                "%d gangguan nyata (GN) di wilayah Anda. Hubungi 110 / 112.",
                numbers["gn"],
            ),
        ),
        (
            numbers["ag"],
            ngettext(
                "%d ambang gangguan (AG) di wilayah Anda.", "%d ambang gangguan (AG) di wilayah Anda.", numbers["ag"]
            ),
        ),
        (
            numbers["late"],
            ngettext(
                "%d kejadian di papan posko terlambat ditanggapi.",
                "%d kejadian di papan posko terlambat ditanggapi.",
                numbers["late"],
            ),
        ),
    ]
    return [Todo(words % number, board) for number, words in found if number]


def _second_words(actor: Actor) -> list[Todo]:
    """Levels and closings that somebody of another organisation judged: each leads to its situation."""
    scopes = actor.scopes("incidents.verify")
    if not scopes or access.person_of(actor) is None:
        return []
    there = Q(pk__in=[])
    for scope in scopes:
        there |= inside(scope)
    seen = Incident.objects.filter(there, closed_at=None)
    steps = Step.objects.filter(incident__in=seen, state=Step.WAITING).exclude(by=actor.label)
    closings = Closing.objects.filter(incident__in=seen, confirmed_at=None, refused_at=None).exclude(by=actor.label)
    waiting = [
        *((each, _("Tingkat kejadian di %s menunggu Anda: benar atau tidak?")) for each in _first(steps)),
        *((each, _("Penutupan kejadian di %s menunggu Anda: benar atau belum?")) for each in _first(closings)),
    ]
    mine = access.houses_of(actor) if waiting else []
    return [
        Todo(words % row.incident.place, reverse("incident:situation", args=[row.incident.pk]))
        for row, words in waiting
        if is_another_house(mine, row.houses)
    ]


def _first(found: "QuerySet[Step] | QuerySet[Closing]") -> "list[Step | Closing]":
    return list(found.select_related("incident").order_by("at")[:MOST])


def _summaries(actor: Actor) -> list[Todo]:
    """Summaries of others that nobody has looked through yet, where the actor may say that they can be shared."""
    there = Q(pk__in=[])
    for scope in actor.scopes("incidents.verify"):
        there |= inside(scope)
    number = (
        Incident.objects.filter(there, closed_at=None, reviewed_at=None)
        .exclude(summary="")
        .exclude(summary_by=actor.label)
        .count()
    )
    if not number:
        return []
    words = ngettext(
        "%d ringkasan kejadian menunggu diperiksa orang kedua.",
        "%d ringkasan kejadian menunggu diperiksa orang kedua.",
        number,
    )
    return [Todo(words % number, reverse("incident:board"))]


def _owed(actor: Actor) -> list[Todo]:
    """What the actor's organisations still owe after a situation."""
    return [
        Todo(
            _("Tindak lanjut setelah kejadian di %(place)s: %(what)s.")
            % {"place": each.row.incident.place, "what": each.words},
            reverse("incident:situation", args=[each.row.incident_id]) + "#tindak-lanjut",
        )
        for each in owed_by(actor)
    ]


def _shifts(actor: Actor) -> list[Todo]:
    """Shifts that somebody else handed over, and nobody has taken."""
    return [
        Todo(
            _("Giliran posko %s menunggu diterima.") % in_words(each.unit),
            reverse("incident:shift_one", args=[each.pk]),
        )
        for each in waiting_for(actor)
    ]


def _spots(actor: Actor) -> list[Todo]:
    """Hot spots that were to be looked at again before today."""
    if not actor.holds("incidents.write").allowed:
        return []
    number = spots_visible_to(actor).filter(ended_at=None, review_by__lt=timezone.localdate()).count()
    if not number:
        return []
    words = ngettext("%d titik rawan perlu ditinjau lagi.", "%d titik rawan perlu ditinjau lagi.", number)
    return [Todo(words % number, reverse("incident:spots"))]


def pages_for(actor: Actor) -> list[Todo]:
    """The pages of this room that are for the actor and stand in no navigation."""
    sees, writes = access.can_see_board(actor).allowed, access.can_write_somewhere(actor).allowed
    pages = [
        (_("Catat kejadian"), "open", writes),
        (_("Giliran posko: serah terima"), "shift", writes),
        (_("Peta kerawanan"), "spots", sees),
        (_("Kartu cara bertindak"), "cards", sees),
        (_("Kejadian selesai"), "closed", sees),
        (_("Kejadian di wilayah mitra"), "outlines", not sees and bool(outline_units(actor))),
    ]
    return [Todo(words, reverse(f"incident:{name}")) for words, name, open_to in pages if open_to]

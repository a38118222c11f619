"""What this room has for somebody's day: what waits for them, and which of its pages are theirs."""

from django.db.models import Count, Exists, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rukun.guard import Actor
from rukun.report import access
from rukun.report.queries import aside
from rukun.report.queries.inbox import (
    ANSWERED,
    EXPIRING,
    SET_ASIDE,
    TRIAGE,
    UNREAD,
    expiring_from,
    handled_by,
    held,
    unread_answers,
)
from rukun.report.queries.photos import openings_waiting_for
from rukun.training.todo import Todo


def todo_for(actor: Actor) -> list[Todo]:
    """What waits for the actor among the reports that they handle. Few queries, none for whoever handles nothing."""
    if not access.can_see_reports(actor).allowed:
        return []
    is_open = Q(closed_at=None)
    waiting = handled_by(actor).aggregate(
        first_look=Count("pk", filter=is_open & held()),
        new=Count("pk", filter=is_open & ~held() & Q(first_read_at=None)),
        answers=Count("pk", filter=Q(Exists(unread_answers())) & (is_open & Q(triage="") | Q(closing=aside.SPAM))),
        by_others=Count("pk", filter=aside.by_others(actor)),
        expiring=Count("pk", filter=is_open & Q(received_at__lte=expiring_from())),
    )
    reports = reverse("report:reports")
    found = [
        (
            waiting["new"],
            ngettext("%d laporan baru belum dibaca petugas.", "%d laporan baru belum dibaca petugas.", waiting["new"]),
            UNREAD,
        ),
        (
            waiting["answers"],
            ngettext(
                "Pelapor menjawab: %d laporan menunggu dibaca lagi.",
                "Pelapor menjawab: %d laporan menunggu dibaca lagi.",
                waiting["answers"],
            ),
            ANSWERED,
        ),
        (
            waiting["first_look"],
            ngettext(
                "%d laporan menunggu pemeriksaan awal.", "%d laporan menunggu pemeriksaan awal.", waiting["first_look"]
            ),
            TRIAGE,
        ),
        (
            waiting["by_others"],
            ngettext(
                "%d laporan yang hanya sedikit orang membacanya disisihkan oleh pihak lain. Periksa dalam tujuh hari.",
                "%d laporan yang hanya sedikit orang membacanya disisihkan oleh pihak lain. Periksa dalam tujuh hari.",
                waiting["by_others"],
            ),
            SET_ASIDE,
        ),
        (
            waiting["expiring"],
            ngettext(
                "%d laporan akan terhapus dalam 30 hari karena setahun tidak ditutup.",
                "%d laporan akan terhapus dalam 30 hari karena setahun tidak ditutup.",
                waiting["expiring"],
            ),
            EXPIRING,
        ),
    ]
    todo = [Todo(words % number, f"{reports}?status={state}") for number, words, state in found if number]
    return todo + _openings(actor)


def _openings(actor: Actor) -> list[Todo]:
    """Originals that another person asked to open, and that wait for a second one: each leads to its report."""
    return [
        Todo(
            _("Pembukaan sebuah foto asli menunggu persetujuan orang kedua."),
            reverse("report:report", args=[report.pk]),
        )
        for report, _photo in openings_waiting_for(actor)
    ]


def pages_for(actor: Actor) -> list[Todo]:
    """The pages of this room that are for the actor and stand in no navigation."""
    pages = [
        (_("Laporan warga"), "reports", access.can_see_reports(actor).allowed),
        (_("Catat laporan dari telepon atau tamu"), "take_down", access.can_write_for_others(actor).allowed),
        (_("Ringkasan kejadian"), "outlines", bool(access.outline_units(actor))),
    ]
    return [Todo(words, reverse(f"report:{name}")) for words, name, open_to in pages if open_to]

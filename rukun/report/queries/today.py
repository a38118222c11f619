"""What this room has for somebody's day: what waits for them, and which of its pages are theirs."""

from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, Exists, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rukun.commitment.queries import whose
from rukun.evidence.queries import Photo
from rukun.guard import Actor
from rukun.report import access
from rukun.report.access.following import WATCH, can_export, can_watch
from rukun.report.access.rules import can_see_rules
from rukun.report.categories import COMPLAINTS, PROTECTED
from rukun.report.queries import aside
from rukun.report.queries.following import late_for
from rukun.report.queries.inbox import (
    ANSWERED,
    AT,
    DRAWN,
    EXPIRING,
    OF_OPEN,
    OFFERED,
    OVERDUE,
    REMINDED,
    REOPENED,
    SET_ASIDE,
    TO_CONFIRM,
    TODAY,
    TRIAGE,
    UNANSWERED,
    UNCOVERED,
    UNREAD,
    expiring_from,
    handled,
    handled_by,
    held,
    in_hand,
    tomorrow,
    unread_answers,
)
from rukun.report.queries.listing import FEW_READ
from rukun.report.queries.openings import openings_waiting_for
from rukun.report.queries.rule_table import rules_todo
from rukun.training.todo import Todo


def todo_for(actor: Actor) -> list[Todo]:
    """What waits for the actor among reports and what is owed about them. Few queries, none for whoever reads none."""
    if not access.can_see_reports(actor).allowed:
        return []
    return [*_owed(actor), *_to_handle(actor), *_openings(actor), *rules_todo(actor)]


def _owed(actor: Actor) -> list[Todo]:
    """What the actor's own office or organisation owes, may take, or is to confirm; and what was raised to them."""
    now = timezone.now()
    mine, asked = whose.owned_by(actor, AT), whose.confirmable_by(actor, AT)
    offered = whose.offered(actor, AT)
    open_ones = access.reports_visible_to(actor).filter(in_hand(), mine | asked | offered, commitment__closed_at=None)
    waiting = open_ones.aggregate(
        late=Count("pk", filter=mine & Q(commitment__due_at__lt=now)),
        today=Count("pk", filter=mine & Q(commitment__due_at__gte=now, commitment__due_at__lt=tomorrow())),
        soon=Count("pk", filter=mine & OF_OPEN[REMINDED](actor)),
        new=Count("pk", filter=mine & OF_OPEN[UNANSWERED](actor)),
        uncovered=Count("pk", filter=mine & OF_OPEN[UNCOVERED](actor) & ~handled(actor)),
        reopened=Count("pk", filter=mine & OF_OPEN[REOPENED](actor)),
        offered=Count("pk", filter=offered),
        asked=Count("pk", filter=asked),
        drawn=Count("pk", filter=asked & whose.drawn(AT)),
    )
    found = [
        (
            waiting["late"],
            ngettext(
                "%d laporan yang menjadi tanggung jawab instansi Anda terlambat.",
                "%d laporan yang menjadi tanggung jawab instansi Anda terlambat.",
                waiting["late"],
            ),
            {"status": OVERDUE, "pihak": "saya"},
        ),
        (
            waiting["today"],
            ngettext("%d laporan jatuh tempo hari ini.", "%d laporan jatuh tempo hari ini.", waiting["today"]),
            {"status": TODAY, "pihak": "saya"},
        ),
        (
            waiting["soon"],
            ngettext("%d laporan tenggatnya segera lewat.", "%d laporan tenggatnya segera lewat.", waiting["soon"]),
            {"status": REMINDED, "pihak": "saya"},
        ),
        (
            waiting["new"],
            ngettext(
                "%d laporan baru menjadi tanggung jawab Anda: jawab atau mulai.",
                "%d laporan baru menjadi tanggung jawab Anda: jawab atau mulai.",
                waiting["new"],
            ),
            {"status": UNANSWERED, "pihak": "saya"},
        ),
        (
            waiting["uncovered"],
            ngettext(
                "%d laporan: foto bukti Anda menunggu wajahnya ditutupi petugas.",
                "%d laporan: foto bukti Anda menunggu wajahnya ditutupi petugas.",
                waiting["uncovered"],
            ),
            {"status": UNCOVERED, "pihak": "saya"},
        ),
        (
            waiting["reopened"],
            ngettext(
                "%d laporan dibuka lagi: menurut pelapor atau pemeriksa belum beres.",
                "%d laporan dibuka lagi: menurut pelapor atau pemeriksa belum beres.",
                waiting["reopened"],
            ),
            {"status": REOPENED, "pihak": "saya"},
        ),
        (
            waiting["offered"],
            ngettext(
                "%d laporan ditawarkan kepada instansi Anda: terima atau tolak.",
                "%d laporan ditawarkan kepada instansi Anda: terima atau tolak.",
                waiting["offered"],
            ),
            {"status": OFFERED},
        ),
        (
            waiting["asked"],
            ngettext(
                "%d hasil pekerjaan pihak lain dapat Anda pastikan: benar selesai atau belum?",
                "%d hasil pekerjaan pihak lain dapat Anda pastikan: benar selesai atau belum?",
                waiting["asked"],
            ),
            {"status": TO_CONFIRM},
        ),
        (
            waiting["drawn"],
            ngettext(
                "%d di antaranya terpilih untuk diperiksa di tempat.",
                "%d di antaranya terpilih untuk diperiksa di tempat.",
                waiting["drawn"],
            ),
            {"status": DRAWN},
        ),
    ]
    todo = [_todo(words % number, asked_for) for number, words, asked_for in found if number]
    few = _late_of_few(actor, now)
    if few:
        words = ngettext(
            "%d laporan yang hanya sedikit orang membacanya terlambat; penanggung jawabnya pihak lain.",
            "%d laporan yang hanya sedikit orang membacanya terlambat; penanggung jawabnya pihak lain.",
            few,
        )
        todo.append(_todo(words % few, {"status": OVERDUE}))
    raised = late_for(actor).count() if can_watch(actor).allowed else 0
    if raised:
        words = ngettext("%d keterlambatan diteruskan kepada Anda.", "%d keterlambatan diteruskan kepada Anda.", raised)
        todo.append(Todo(words % raised, reverse("report:late")))
    return todo


def _late_of_few(actor: Actor, now: datetime) -> int:
    """What is late and told to no higher level, as few may read it: of others than the actor's own, who are told so."""
    if not any(actor.scopes(each) for each in FEW_READ):
        return 0
    late = access.reports_visible_to(actor).filter(in_hand(), category__in=[*PROTECTED, *COMPLAINTS])
    late = late.filter(commitment__closed_at=None, commitment__due_at__lt=now)
    return late.exclude(whose.owned_by(actor, AT)).count()


def _to_handle(actor: Actor) -> list[Todo]:
    """What waits for the actor among the reports that they handle."""
    is_open = Q(closed_at=None)
    waiting = handled_by(actor).aggregate(
        first_look=Count("pk", filter=is_open & held()),
        new=Count("pk", filter=in_hand() & Q(first_read_at=None)),
        answers=Count("pk", filter=Q(Exists(unread_answers())) & (is_open & Q(triage="") | Q(closing=aside.SPAM))),
        uncovered=Count("pk", filter=in_hand() & OF_OPEN[UNCOVERED](actor)),
        by_others=Count("pk", filter=aside.by_others_of_few(actor)),
        of_many=Count("pk", filter=aside.by_others_of_many(actor, WATCH)),
        expiring=Count("pk", filter=is_open & Q(received_at__lte=expiring_from())),
    )
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
            waiting["of_many"],
            ngettext(
                "%d laporan disisihkan oleh pihak lain sebagai bukan laporan. Periksa dalam tujuh hari.",
                "%d laporan disisihkan oleh pihak lain sebagai bukan laporan. Periksa dalam tujuh hari.",
                waiting["of_many"],
            ),
            SET_ASIDE,
        ),
        (
            waiting["uncovered"],
            ngettext(
                "%d laporan: foto bukti menunggu ditutupi sebelum pelapor melihatnya.",
                "%d laporan: foto bukti menunggu ditutupi sebelum pelapor melihatnya.",
                waiting["uncovered"],
            ),
            UNCOVERED,
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
    return [_todo(words % number, {"status": state}) for number, words, state in found if number]


def _todo(words: str, asked: dict[str, str]) -> Todo:
    return Todo(words, f"{reverse('report:reports')}?{urlencode(asked)}")


def _openings(actor: Actor) -> list[Todo]:
    """What another person asked to open, and waits for a second one: each leads to its report."""
    return [
        Todo(
            _("Pembukaan sebuah foto asli menunggu persetujuan orang kedua.")
            if isinstance(piece, Photo)
            else _("Pembukaan sebuah pesan suara menunggu persetujuan orang kedua."),
            reverse("report:report", args=[report.pk]),
        )
        for report, piece in openings_waiting_for(actor)
    ]


def pages_for(actor: Actor) -> list[Todo]:
    """The pages of this room that are for the actor and stand in no navigation."""
    pages = [
        (_("Laporan warga"), "reports", access.can_see_reports(actor).allowed),
        (_("Catat laporan dari telepon atau tamu"), "take_down", access.can_write_for_others(actor).allowed),
        (_("Tindak lanjut laporan"), "following", can_watch(actor).allowed),
        (_("Laporan yang terlambat"), "late", can_watch(actor).allowed),
        (_("Unduh daftar laporan"), "export_choose", can_export(actor).allowed),
        (_("Siapa menerima laporan"), "rules", can_see_rules(actor).allowed),
    ]
    return [Todo(words, reverse(f"report:{name}")) for words, name, open_to in pages if open_to]

"""Three circles: who reads a report, who of them handles it, and partners' members, who see its outline alone."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rukun.commitment.access import may_confirm as confirms
from rukun.commitment.access import may_work
from rukun.commitment.queries import Claim
from rukun.guard import Actor, Allowed, Decision, Denied
from rukun.people.access import holds_any, inside
from rukun.report.categories import CATEGORIES, COMPLAINTS, ORDINARY, PROTECTED
from rukun.report.complaints import READERS, SUBJECTS
from rukun.report.models import Report
from rukun.training.access.duty import organisations_near
from rukun.training.algo.states import VERIFIED
from rukun.training.queries.members import own_memberships
from rukun.training.queries.partners import register, spans_of

NOT_HANDLED = _("Laporan ini ditangani oleh petugas lain. Anda dapat membacanya saja.")
NOT_THEIRS = _("Kontak pelapor hanya dibuka oleh mereka yang berwenang untuk itu.")


def can_see_reports(actor: Actor) -> Decision:
    """Whether there is any unit whose reports, of some kind, the actor may read."""
    return holds_any(actor, "reports.see", "reports.protected", *READERS)


def can_write_for_others(actor: Actor) -> Decision:
    """Whether the actor takes down what somebody tells by telephone or at the posko."""
    return actor.holds("reports.write")


def can_see_outlines(actor: Actor) -> Decision:
    """Whether the actor is an active member of a partner, and so sees category, RW and summary of what happens."""
    if outline_units(actor):
        return Allowed()
    return Denied(_("Ringkasan kejadian dilihat oleh anggota aktif mitra yang terverifikasi, di wilayahnya."))


def reports_visible_to(actor: Actor) -> QuerySet[Report]:
    """The reports whose words the actor may read. What waits for a first look is seen by those who handle."""
    ordinary = _within(actor, "reports.see") & Q(triage="") | _within(actor, "reports.handle")
    seen = Q(category__in=ORDINARY) & ordinary
    if _is_somebody(actor):  # a key never opens these
        seen |= Q(category__in=PROTECTED) & _within(actor, "reports.protected")
        seen |= Q(category__in=COMPLAINTS) & _complaints(actor)
    return Report.objects.filter(seen)


def report_for(actor: Actor, key: UUID) -> Report | None:
    """The report, or ``None`` both where there is none and where the actor may not read it."""
    return reports_visible_to(actor).filter(pk=key).first()


def outlined(actor: Actor) -> QuerySet[Report]:
    """The reports whose category, RW and summary a partner's member sees: ordinary ones, looked at, with a summary."""
    scopes = Q(pk__in=[])
    for scope in outline_units(actor):
        scopes |= inside(scope)
    return Report.objects.filter(scopes, category__in=ORDINARY, triage="").exclude(summary="").exclude(closing="spam")


def may_read(actor: Actor, report: Report) -> Decision:
    """Whether the actor may read its words."""
    return Allowed() if report_for(actor, report.pk) else Denied(NOT_HANDLED)


def may_hand_over(actor: Actor, report: Report) -> Decision:
    """Whether the actor may offer what is owed about it to somebody else: who handles reports there, and its owner."""
    handles = may_handle(actor, report)
    if handles.allowed or report.commitment is None or report_for(actor, report.pk) is None:
        return handles
    return may_work(actor, report.commitment)


def may_confirm(actor: Actor, report: Report, claim: Claim) -> Decision:
    """Whether the actor may say, for an office independent of its owner, that it is done or not."""
    if report.commitment is None or report_for(actor, report.pk) is None:
        return Denied(NOT_HANDLED)
    return confirms(actor, report.commitment, claim)


def may_handle(actor: Actor, report: Report) -> Decision:
    """Whether the actor asks, summarises, paints and sets aside. Whoever reads what is protected also handles it."""
    if CATEGORIES[report.category].kind != "ordinary":
        return Allowed() if report_for(actor, report.pk) else Denied(NOT_HANDLED)
    return Allowed() if actor.may("reports.handle", report.unit).allowed else Denied(NOT_HANDLED)


def may_ask_ready(actor: Actor, report: Report) -> Decision:
    """Whether the actor puts a ready question to whoever reported: who handles the report, and who acts for its owner.

    These ask what has to be known to do the work, and none asks who somebody is; other words are the handlers' alone.
    """
    handles = may_handle(actor, report)
    if handles.allowed or report.commitment is None or report_for(actor, report.pk) is None:
        return handles
    return may_work(actor, report.commitment)


def may_read_contact(actor: Actor, report: Report) -> Decision:
    """Whether the actor may open how to reach the reporter, with a written reason."""
    if CATEGORIES[report.category].kind != "ordinary":
        return Allowed() if report_for(actor, report.pk) else Denied(NOT_THEIRS)
    return Allowed() if actor.may("reports.identity", report.unit).allowed else Denied(NOT_THEIRS)


def may_see_photo(actor: Actor, report: Report, *, cleared: bool) -> bool:
    """Handlers see photos at once; others once faces and plates are painted over."""
    return may_handle(actor, report).allowed or (cleared and report_for(actor, report.pk) is not None)


def may_open_original(actor: Actor, report: Report) -> Decision:
    """Whether the actor may be one of the two who open an original together."""
    if CATEGORIES[report.category].kind != "ordinary":
        return may_handle(actor, report)
    return actor.may("evidence.open", report.unit)


def openable_by(actor: Actor) -> QuerySet[Report]:
    """The reports that the actor may read and of whose photos they may open the originals: ``may_open_original``."""
    return reports_visible_to(actor).filter(~Q(category__in=ORDINARY) | _within(actor, "evidence.open"))


def _within(actor: Actor, capability: str) -> Q:
    found = Q(pk__in=[])
    for scope in actor.scopes(capability):
        found |= inside(scope)
    return found


def _complaints(actor: Actor) -> Q:
    """By subject: each has its own readers, and nobody of the organisation that it is about is one."""
    found = Q(pk__in=[])
    for subject in SUBJECTS.values():
        for capability in subject.readers:
            found |= Q(subject=subject.code) & _within(actor, capability)
    if not any(actor.scopes(each) for each in READERS):
        return found
    # Whoever leaves on Monday is not to read on Tuesday: what one belonged to lately counts.
    key = UUID(actor.label.removeprefix("person:"))
    own = organisations_near([key])[key]
    # ~Q(organisation__in=…) alone would also drop complaints that name no organisation, as NULL compares to nothing.
    return found & (Q(organisation=None) | ~Q(organisation__in=own))


def outline_units(actor: Actor) -> list[str]:
    """Where the actor's groups are partners at this very moment, verified and by an agreement that holds."""
    groups = {each.organisation for each in own_memberships(actor) if each.counts}
    if not groups:
        return []
    now = timezone.now()
    found = register(state=VERIFIED).filter(organisation__in=groups).prefetch_related("agreements")
    return sorted({each.unit for each in found if any(span.holds(now) for span in spans_of(each))})


def _is_somebody(actor: Actor) -> bool:
    return actor.label.startswith("person:")

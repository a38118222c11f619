"""What concerns one's own duty: memberships, whether one may go, what is missing. And what every member signs."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rukun.guard import ActorRequest, public, requires, signed_in
from rukun.people.access.own import may_see_own_data
from rukun.people.errors import PeopleError
from rukun.people.forms.units import blame
from rukun.training import content
from rukun.training.access.members import membership_for, own_key
from rukun.training.actions import members as actions
from rukun.training.algo import fitness
from rukun.training.errors import TrainingError
from rukun.training.forms.members import AgreeForm
from rukun.training.print.members import conduct_pdf
from rukun.training.queries.duty import own_suspensions, reports_only
from rukun.training.queries.fitness import OF_A_COURSE, duty_status, in_words
from rukun.training.queries.members import Belonging, memberships_of, signed_by
from rukun.training.queries.teaching import certificates_of, parts_done, reminders_for


@requires(signed_in, may_see_own_data)
@require_safe
@never_cache
def own_duty(request: ActorRequest) -> HttpResponse:
    """Everything about one's own duty, with what to do about it."""
    key = _own(request)
    memberships = memberships_of(key)
    status = duty_status(key, timezone.now())
    return render(
        request,
        "training/members/own.html",
        {
            "memberships": memberships,
            "invited": [each for each in memberships if each.accepted and not each.consented],
            "status": status,
            "reasons": [(in_words(each), _done(key, each), *_remedy(each)) for each in status.reasons],
            "reports_only": _told_to_report(key, memberships),
            "signed": signed_by(key),
            "papers": certificates_of(key),
            "suspensions": own_suspensions(request.actor),
            "reminders": reminders_for(request.actor),
        },
    )


@requires(signed_in, may_see_own_data)
@require_http_methods(["GET", "POST"])
@never_cache
def consent(request: ActorRequest, key: UUID) -> HttpResponse:
    """Agree to a membership, in the words that are shown."""
    found = membership_for(request.actor, key)
    if found is None or found.person_id != own_key(request.actor):
        raise Http404
    if found.left_at is not None or found.consented_at is not None:
        return redirect("training:own_duty")
    text = content.consent()
    form = AgreeForm(request.POST or None, words=_("Saya setuju menjadi anggota."), newest=text.version)
    if request.method == "POST" and form.is_valid():
        try:
            actions.consent(actor=request.actor, membership=found)
        except (TrainingError, PeopleError) as error:
            blame(form, error)
        else:
            messages.success(request, _("Selamat bergabung. Di bawah ini tertulis apa yang masih diperlukan."))
            return redirect("training:own_duty")
    return render(
        request, "training/members/consent.html", {"form": form, "consent": text, "organisation": found.organisation}
    )


@requires(signed_in, may_see_own_data)
@require_http_methods(["GET", "POST"])
@never_cache
def sign(request: ActorRequest) -> HttpResponse:
    """Read the code of conduct and sign it."""
    text = content.conduct()
    form = AgreeForm(request.POST or None, words=_("Saya berjanji menepatinya."), newest=text.version)
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_code(actor=request.actor, version=form.cleaned_data["version"])
        except (TrainingError, PeopleError) as error:
            blame(form, error)
        else:
            messages.success(request, _("Kode etik sudah Anda tanda tangani."))
            return redirect("training:own_duty")
    return render(
        request,
        "training/members/sign.html",
        {"form": form, "conduct": text, "signed": signed_by(_own(request))},
    )


@public
@require_safe
def conduct(request: ActorRequest) -> HttpResponse:
    """The code of conduct, for everybody to read: what whoever stands on the street has promised."""
    return render(request, "training/members/conduct.html", {"conduct": content.conduct()})


@public
@require_safe
def printed(request: ActorRequest) -> HttpResponse:
    """The same as a sheet of paper."""
    answer = HttpResponse(conduct_pdf(), content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="kode-etik.pdf"'
    return answer


def _own(request: ActorRequest) -> UUID:
    key = own_key(request.actor)
    if key is None:
        raise Http404  # the check before says no to them
    return key


def _told_to_report(person: UUID, memberships: list[Belonging]) -> list[str]:
    """To whoever is in groups that report only, that they do; nothing to all others."""
    if not reports_only(person):
        return []
    return [in_words(fitness.Reason(fitness.REPORTS_ONLY, each.organisation_name)) for each in memberships]


def _done(person: UUID, reason: fitness.Reason) -> str:
    """What of a missing course is there already."""
    return parts_done(person, reason.about) if reason.code in OF_A_COURSE else ""


def _remedy(reason: fitness.Reason) -> tuple[str, str]:
    """Where somebody can do something about a reason against their duty, and in which words; else nothing."""
    if reason.code in OF_A_COURSE:
        return reverse("training:course", args=[reason.about]), _("Buka kursusnya")
    if reason.code in (fitness.UNSIGNED, fitness.SIGNING_EXPIRED, fitness.SIGN_AGAIN):
        return reverse("training:sign_conduct"), _("Baca dan tanda tangani")
    if reason.code in (fitness.NOT_YET, fitness.ON_LEAVE_NOW):
        return "#keanggotaan", _("Lihat keanggotaan")
    if reason.code == fitness.SUSPENDED_NOW:
        return "#penangguhan", _("Lihat alasannya")
    return "", ""

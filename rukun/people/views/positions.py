from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.guard import Actor, ActorRequest, public, requires
from rukun.journal import actions as journal
from rukun.people import access, actions
from rukun.people.errors import OrganisationClosed, PeopleError, SeatTaken
from rukun.people.forms.positions import CorrectPositionForm, GivePositionForm
from rukun.people.forms.units import blame
from rukun.people.models import Organisation, Position
from rukun.people.queries.persons import term_of
from rukun.people.titles import CAPABILITIES, TITLES
from rukun.people.views.organisations import organisation_or_404
from rukun.ui import kept


@requires(access.can_manage_people)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("phone", "name")
def give(request: ActorRequest, key: UUID) -> HttpResponse:
    """Give a position in an organisation."""
    organisation = organisation_or_404(request, key)
    if organisation.closed_at is not None:
        messages.error(request, str(OrganisationClosed()))
        return redirect("people:organisation", organisation.pk)
    if not access.may_appoint_in(request.actor, organisation):
        request.actor.may("people.manage", organisation.unit).demand()
    form = GivePositionForm(
        request.POST or kept.take(request),
        actor=request.actor,
        organisation=organisation,
        initial={"title": request.GET.get("jabatan", "")},
    )
    if request.method == "POST" and form.is_valid():
        position = _given(request.actor, organisation, form)
        if position is not None:
            messages.success(request, _("Jabatan tercatat."))
            return redirect("people:position", position.pk)
    return render(request, "people/positions/give.html", {"form": form, "organisation": organisation})


@public
@require_safe
@never_cache
def position(request: ActorRequest, key: UUID) -> HttpResponse:
    """One position: who holds it, for what, until when, and what it may do."""
    found = position_or_404(request, key)
    actor, title = request.actor, TITLES[found.title]
    over = found.until is not None and found.until <= timezone.now()
    return render(
        request,
        "people/positions/page.html",
        {
            "position": found,
            "title": title,
            "over": over,
            "term": term_of(found) if title.terms else 0,
            "capabilities": [each.words for code, each in CAPABILITIES.items() if code in title.capabilities],
            "manages": actor.may("people.manage", found.unit).allowed,
            "invites": not over and actor.may("people.invite", found.unit).allowed,
            "person_seen": access.person_for(actor, found.person_id) is not None,
            "organisation_seen": found.organisation is not None
            and access.organisation_for(actor, found.organisation.pk) is not None,
        },
    )


@requires(access.can_manage_people)
@require_http_methods(["GET", "POST"])
@never_cache
def correct(request: ActorRequest, key: UUID) -> HttpResponse:
    """Rank, decree and work number."""
    found = position_or_404(request, key)
    request.actor.may("people.manage", found.unit).demand()
    form = CorrectPositionForm(
        request.POST or kept.take(request),
        kind=found.organisation.kind if found.organisation else "",
        initial={"rank": found.rank, "decree": found.decree, "work_phone": found.work_phone},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_position(actor=request.actor, position=found, **{"rank": found.rank, **form.cleaned_data})
        except PeopleError as error:
            blame(form, error)
        else:
            messages.success(request, _("Keterangan jabatan diperbaiki."))
            return redirect("people:position", found.pk)
    return render(
        request,
        "people/form.html",
        {
            "form": form,
            "title": _("Perbaiki keterangan jabatan"),
            "lead": _("Jabatan, wilayah, dan waktunya tidak diubah: akhiri jabatan ini, lalu beri yang baru."),
            "button": _("Simpan"),
            "back": "people:position",
            "back_to": found,
        },
    )


@requires(access.can_manage_people)
@require_POST
@never_cache
def end(request: ActorRequest, key: UUID) -> HttpResponse:
    """It is over now."""
    found = position_or_404(request, key)
    try:
        actions.end_position(actor=request.actor, position=found)
    except PeopleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Jabatan berakhir. Hak akses yang diberikannya sudah tidak berlaku."))
    return redirect("people:position", found.pk)


def position_or_404(request: ActorRequest, key: UUID) -> Position:
    found = access.position_for(request.actor, key)
    if found is None:
        raise Http404
    return found


def _given(actor: Actor, organisation: Organisation, form: GivePositionForm) -> Position | None:
    """The position, with a new person where it needs one, both or neither; ``None`` after saying why beside a field."""
    typed = form.cleaned_data
    decision = actor.may("people.manage", typed["unit"])
    if not decision.allowed:
        form.add_error("unit", str(decision.reason))
        return None
    try:
        with journal.atomic():
            person = form.holder or actions.add_person(
                actor=actor, name=typed["name"], phone=typed["phone"], unit=typed["unit"], adult=typed["adult"]
            )
            since, until = form.moments()
            return actions.give_position(
                actor=actor,
                person=person,
                title=typed["title"],
                unit=typed["unit"],
                organisation=organisation,
                since=since,
                until=until,
                rank=typed.get("rank", ""),
                decree=typed["decree"],
                work_phone=typed["work_phone"],
            )
    except PeopleError as error:
        if isinstance(error, SeatTaken) and (same := _sent_before(organisation, form)):
            return same
        blame(form, error, {"person": "adult" if form.holder is None else "phone" if typed["phone"] else "person"})
    return None


def _sent_before(organisation: Organisation, form: GivePositionForm) -> Position | None:
    """The very position that this form has given already: it was sent twice."""
    typed = form.cleaned_data
    there = Position.objects.filter(
        person=form.holder, organisation=organisation, title=typed["title"], unit=typed["unit"], decree=typed["decree"]
    )
    day = timezone.localdate(form.moments()[0])
    return next((each for each in there if timezone.localdate(each.since) == day), None)

"""The ladder PG, AG, GN: a step, and the second person's word on it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from rukun.guard import ActorRequest, requires
from rukun.incident import access
from rukun.incident.actions import levels as actions
from rukun.incident.forms.levels import JudgeForm, RefuseForm
from rukun.incident.models import Incident, Step
from rukun.incident.queries.evidence import evidence_of
from rukun.incident.queries.places import place_names
from rukun.incident.views.doing import attempt, by_button, is_closed, situation_or_404
from rukun.incident.views.one import page_of
from rukun.ui import kept


@requires(access.can_see_board)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def judge(request: ActorRequest, key: UUID) -> HttpResponse:
    """Raise, lower or renew the level."""
    found = situation_or_404(request, key)
    access.may_write(request.actor, found).demand()
    if found.closed_at is not None and request.method != "POST":
        return is_closed(request, found)
    shown = evidence_of(request.actor, found)
    initial: dict[str, Any] = {"version": found.version}
    asked = request.GET.get("tingkat", "")
    if asked in ("0", "1", "2", "3"):
        initial["level"] = asked
    form = JudgeForm(
        request.POST or kept.take(request),
        evidence=[(each.key, each.words) for each in shown],
        lowers=found.level > Incident.NONE,
        initial=initial,
    )
    form.places = [found.place, *place_names(found.unit)]
    if request.method == "POST" and attempt(
        form, lambda: actions.judge(actor=request.actor, incident=found, **_arguments(form)), found
    ):
        return _judged(request, found, form.cleaned_data["level"])
    return render(request, "incident/one/judge.html", {"form": form, "found": found, "evidence": shown})


def _arguments(form: JudgeForm) -> dict[str, Any]:
    """The field has seen to it that each piece of evidence is one of those that were shown."""
    given = form.cleaned_data
    taken = {name: given[name] for name in ("step_id", "version", "level", "reason")}
    refs = [each.split(":") for each in given["evidence"]]
    return {**taken, "evidence": [actions.EvidenceRef(what, UUID(key)) for what, key in refs]}


def _judged(request: ActorRequest, found: Incident, level: int) -> HttpResponse:
    """A potential disturbance stays on its map; one that is real begins with the two numbers."""
    found.refresh_from_db()
    if level == Incident.GN:
        messages.warning(request, _("Hubungi 110 / 112 sekarang. Lalu catat: “sudah telepon”."))
    elif level > Incident.PG:
        messages.success(request, _("Tingkat dicatat. Orang kedua dari pihak lain memastikannya."))
    else:
        messages.success(request, _("Tingkat dicatat."))
    if level == Incident.PG and found.level == Incident.PG and not hasattr(found, "hot_spot"):
        return redirect(f"{reverse('incident:spot_new')}?kejadian={found.pk}")
    return redirect("incident:situation", found.pk)


@requires(access.can_see_board)
@require_POST
@never_cache
def verify(request: ActorRequest, key: UUID, step: UUID) -> HttpResponse:
    """The second word: it is so."""
    found = situation_or_404(request, key)
    asked = _step(found, step)
    return by_button(
        request,
        found,
        lambda: actions.verify(actor=request.actor, incident=found, step=asked),
        _("Terima kasih. Tingkat ini sudah dipastikan dua pihak."),
    )


@requires(access.can_see_board)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def refuse(request: ActorRequest, key: UUID, step: UUID) -> HttpResponse:
    """The second word: it is not so, and why."""
    found = situation_or_404(request, key)
    asked = _step(found, step)
    form = RefuseForm(request.POST or kept.take(request))
    form.places = [found.place, *place_names(found.unit)]
    if not form.is_bound:
        return redirect("incident:situation", found.pk)
    if request.method == "POST" and attempt(
        form,
        lambda: actions.refuse(actor=request.actor, incident=found, step=asked, reason=form.cleaned_data["reason"]),
        found,
    ):
        messages.success(request, _("Dicatat: tingkat itu tidak dibenarkan."))
        return redirect("incident:situation", found.pk)
    return page_of(request, found, refuse=form)


@requires(access.can_see_board)
@require_POST
@never_cache
def withdraw(request: ActorRequest, key: UUID, step: UUID) -> HttpResponse:
    """Who judged takes it back before anybody confirmed it."""
    found = situation_or_404(request, key)
    asked = _step(found, step)
    return by_button(
        request,
        found,
        lambda: actions.withdraw_step(actor=request.actor, incident=found, step=asked),
        _("Penilaian Anda ditarik."),
    )


def _step(found: Incident, key: UUID) -> Step:
    step = found.steps.filter(pk=key).first()
    if step is None:
        raise Http404
    return step

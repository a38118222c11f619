"""What others may know of it, how it ends, and what is owed after it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from rukun.guard import ActorRequest, requires
from rukun.incident import access
from rukun.incident.actions import closing as actions
from rukun.incident.actions import followups, sharing
from rukun.incident.actions.states import reopen as reopen_it
from rukun.incident.forms.closing import CloseForm, RefuseClosingForm, ReopenForm, SummaryForm
from rukun.incident.models import Incident
from rukun.incident.queries.closing import closing_of, followup_for, organisations_for, others_open
from rukun.incident.queries.places import place_names
from rukun.incident.views.doing import attempt, by_button, is_closed, situation_or_404
from rukun.incident.views.one import page_of
from rukun.ui import kept


@requires(access.can_see_board)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def summary(request: ActorRequest, key: UUID) -> HttpResponse:
    """Put into words what others than officers may know; another one reads it before they do."""
    found = situation_or_404(request, key)
    access.may_write(request.actor, found).demand()
    if found.closed_at is not None and request.method != "POST":
        return is_closed(request, found)
    form = SummaryForm(request.POST or kept.take(request), initial={"text": found.summary, "version": found.version})
    form.places = _places(found)
    if request.method == "POST" and attempt(
        form,
        lambda: sharing.summarise(
            actor=request.actor,
            incident=found,
            version=form.cleaned_data["version"],
            text=form.cleaned_data["text"],
        ),
        found,
    ):
        messages.success(request, _("Ringkasan tersimpan. Orang kedua memeriksanya sebelum anggota mitra membacanya."))
        return redirect("incident:situation", found.pk)
    return render(request, "incident/one/summary.html", {"form": form, "found": found})


@requires(access.can_see_board)
@require_POST
@never_cache
def review(request: ActorRequest, key: UUID) -> HttpResponse:
    """Another one read the summary, as it stood on their page: it may be shared."""
    found = situation_or_404(request, key)
    return by_button(
        request,
        found,
        lambda: sharing.review(actor=request.actor, incident=found, seen=request.POST.get("seen", "")),
        _("Terima kasih. Ringkasan kini dibaca anggota mitra di wilayah itu."),
    )


@requires(access.can_see_board)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def close(request: ActorRequest, key: UUID) -> HttpResponse:
    """Propose to close it; another one confirms."""
    found = situation_or_404(request, key)
    access.may_write(request.actor, found).demand()
    if found.closed_at is not None and request.method != "POST":
        return is_closed(request, found)
    before = closing_of(found)
    form = CloseForm(
        request.POST or kept.take(request),
        organisations=organisations_for(found),
        others=others_open(request.actor, found),
        initial={
            "version": found.version,
            "closing": "done",
            **({name: getattr(before, name) for name in ("happened", "done", "lessons")} if before else {}),
        },
    )
    form.places = _places(found)
    if request.method == "POST" and attempt(
        form, lambda: actions.propose_closing(actor=request.actor, incident=found, **form.arguments()), found
    ):
        messages.success(request, _("Usulan tersimpan. Kejadian ditutup setelah orang kedua, dari pihak lain, setuju."))
        return redirect("incident:situation", found.pk)
    return render(
        request,
        "incident/one/close.html",
        {"form": form, "found": found, "refused": before if before and before.state == "refused" else None},
    )


@requires(access.can_see_board)
@require_POST
@never_cache
def confirm_closing(request: ActorRequest, key: UUID) -> HttpResponse:
    """The second word: it is over."""
    found = situation_or_404(request, key)
    return by_button(
        request,
        found,
        lambda: actions.confirm_closing(actor=request.actor, incident=found, closing=_read(request)),
        _("Kejadian ditutup. Pelapor yang laporannya digabungkan diberi tahu."),
    )


@requires(access.can_see_board)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def refuse_closing(request: ActorRequest, key: UUID) -> HttpResponse:
    """The second word: it is not over, and why."""
    found = situation_or_404(request, key)
    form = RefuseClosingForm(request.POST or kept.take(request))
    form.places = _places(found)
    if not form.is_bound:
        return redirect("incident:situation", found.pk)
    if request.method == "POST" and attempt(
        form,
        lambda: actions.refuse_closing(
            actor=request.actor, incident=found, closing=_read(request), reason=form.cleaned_data["reason"]
        ),
        found,
    ):
        messages.success(request, _("Dicatat: kejadian ini belum ditutup."))
        return redirect("incident:situation", found.pk)
    return page_of(request, found, not_over=form)


@requires(access.can_see_board)
@require_POST
@never_cache
def withdraw_closing(request: ActorRequest, key: UUID) -> HttpResponse:
    """Who proposed to close it takes that back."""
    found = situation_or_404(request, key)
    return by_button(
        request,
        found,
        lambda: actions.withdraw_closing(actor=request.actor, incident=found),
        _("Usulan penutupan ditarik."),
    )


@requires(access.can_see_board)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def reopen(request: ActorRequest, key: UUID) -> HttpResponse:
    """It was closed and goes on."""
    found = situation_or_404(request, key)
    form = ReopenForm(request.POST or kept.take(request))
    form.places = _places(found)
    if not form.is_bound:
        return redirect("incident:situation", found.pk)
    if request.method == "POST" and attempt(
        form, lambda: reopen_it(actor=request.actor, incident=found, reason=form.cleaned_data["reason"]), found
    ):
        messages.success(request, _("Kejadian dibuka lagi."))
        return redirect("incident:situation", found.pk)
    return page_of(request, found, reopen=form)


@requires(access.can_see_board)
@require_POST
@never_cache
def followup(request: ActorRequest, key: UUID, followup: UUID) -> HttpResponse:
    """What was owed is done, or another one saw that it is."""
    found = situation_or_404(request, key)
    owed = followup_for(request.actor, found, followup)
    if owed is None:
        raise Http404
    if request.POST.get("what") == "confirm":
        return by_button(
            request,
            found,
            lambda: followups.confirm_followup(actor=request.actor, followup=owed, incident=found),
            _("Terima kasih. Tindak lanjut dipastikan selesai."),
        )
    return by_button(
        request,
        found,
        lambda: followups.done_followup(actor=request.actor, followup=owed, incident=found),
        _("Dicatat. Orang dari pihak lain memastikannya."),
    )


def _read(request: ActorRequest) -> UUID:
    """The proposal that stood before the reader's eyes; none is one that never was."""
    try:
        return UUID(request.POST.get("closing", ""))
    except ValueError:
        return UUID(int=0)


def _places(found: Incident) -> list[str]:
    return [found.place, *place_names(found.unit)]

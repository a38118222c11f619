"""For officers: writing a warning, and the second word that publishes it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.alarm import access_warnings as access
from rukun.alarm.actions import warnings as actions
from rukun.alarm.algo.cap.kinds import KINDS
from rukun.alarm.errors import AlarmError
from rukun.alarm.forms.warnings import HOURS, WarningForm
from rukun.alarm.models import PublicWarning
from rukun.alarm.queries import warnings as queries
from rukun.guard import Actor, ActorRequest, requires
from rukun.guard.ids import new_id
from rukun.territory import queries as territory
from rukun.territory.algo.codes import KELURAHAN, RW, level_of
from rukun.ui import kept
from rukun.ui.templatetags.units import unit as in_words


@requires(access.can_handle_warnings)
@require_safe
@never_cache
def manage(request: ActorRequest) -> HttpResponse:
    """What waits for a second word, and what holds."""
    drafts = [queries.draft(request.actor, row) for row in queries.drafts_for(request.actor)]
    return render(
        request,
        "alarm/warnings/manage.html",
        {
            "drafts": drafts,
            "holding": queries.holding_now(),
            "warns": access.can_warn(request.actor).allowed,
        },
    )


@requires(access.can_warn)
@require_http_methods(["GET", "POST"])
@never_cache
def write(request: ActorRequest) -> HttpResponse:
    units = _units_of(request.actor)
    typed = request.POST or kept.take(request)
    form = WarningForm(typed, units=units, initial={"areas": [units[0][0]] if len(units) == 1 else []})
    if request.method == "POST" and form.is_valid():
        told = form.told(timezone.now())
        made = _done(
            request,
            form,
            lambda: actions.issue_warning(actor=request.actor, warning_id=form.cleaned_data["warning_id"], told=told),
        )
        if made:
            return made
    return _form(request, form)


@requires(access.can_warn)
@require_http_methods(["GET", "POST"])
@never_cache
def update(request: ActorRequest, key: UUID) -> HttpResponse:
    row = _row(request.actor, key)
    access.may_follow(request.actor, row).demand()
    left = (row.expires - timezone.now()).total_seconds() / 3600
    initial = {
        "kind": row.kind,
        "detail": f"{row.kind}:{row.detail}" if row.detail else "",
        "areas": row.areas,
        "hours": next((each for each in HOURS if each >= left), HOURS[-1]),
        "severity": row.severity if row.severity != KINDS[row.kind].severity else "",
        "certainty": row.certainty if row.certainty != KINDS[row.kind].certainty else "",
    }
    typed = request.POST or kept.take(request)
    form = WarningForm(typed, units=_units_of(request.actor), fixed=row.kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.told(timezone.now(), drill=row.drill)
        made = _done(
            request,
            form,
            lambda: actions.update_warning(
                actor=request.actor, warning=row, warning_id=form.cleaned_data["warning_id"], told=told
            ),
        )
        if made:
            return made
    return _form(request, form, row)


@requires(access.can_warn)
@require_http_methods(["GET", "POST"])
@never_cache
def cancel(request: ActorRequest, key: UUID) -> HttpResponse:
    """Ask, then write the end, which somebody else publishes."""
    row = _row(request.actor, key)
    access.may_follow(request.actor, row).demand()
    if request.method == "POST":
        try:
            warning_id = UUID(request.POST.get("warning_id", ""))
            made = actions.cancel_warning(actor=request.actor, warning=row, warning_id=warning_id)
        except (AlarmError, ValueError) as error:
            messages.error(request, str(error) if isinstance(error, AlarmError) else _("Formulir itu rusak. Ulangi."))
            return redirect("alarm:manage_warnings")
        return redirect("alarm:draft", made.pk)
    told = queries.published_with(row.pk)
    return render(
        request, "alarm/warnings/cancel.html", {"told": told and told.shown, "warning_id": new_id(), "row": row}
    )


@requires(access.can_handle_warnings)
@require_safe
@never_cache
def draft(request: ActorRequest, key: UUID) -> HttpResponse:
    """To be read in full before the second word is given."""
    row = _row(request.actor, key)
    if row.published_at is not None:
        return redirect("alarm:warning", row.pk)
    found = queries.draft(request.actor, row)
    return render(request, "alarm/warnings/draft.html", {"draft": found, "told": found.shown})


@requires(access.can_handle_warnings)
@require_POST
def publish(request: ActorRequest, key: UUID) -> HttpResponse:
    row = _row(request.actor, key)
    try:
        actions.publish_warning(actor=request.actor, warning=row)
    except AlarmError as error:
        messages.error(request, str(error))
        return redirect("alarm:draft", row.pk)
    messages.success(request, _("Peringatan diumumkan. Halaman Peringatan dan umpan CAP sudah memuatnya."))
    return redirect("alarm:warning", row.pk)


@requires(access.can_handle_warnings)
@require_POST
def drop(request: ActorRequest, key: UUID) -> HttpResponse:
    row = _row(request.actor, key)
    try:
        actions.drop_warning(actor=request.actor, warning=row)
    except AlarmError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Naskah itu tidak jadi diumumkan."))
    return redirect("alarm:manage_warnings")


def _row(actor: Actor, key: UUID) -> PublicWarning:
    found = access.warning_for(actor, key)
    if found is None:
        raise Http404
    return found


def _done(request: ActorRequest, form: WarningForm, act: Callable[[], PublicWarning]) -> HttpResponse | None:
    """The next page, or ``None`` where the form says what is wrong."""
    try:
        made = act()
    except AlarmError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None
    return redirect("alarm:draft", made.pk)


def _form(request: ActorRequest, form: WarningForm, row: PublicWarning | None = None) -> HttpResponse:
    return render(request, "alarm/warnings/write.html", {"form": form, "row": row})


def _units_of(actor: Actor) -> list[tuple[str, str]]:
    """The RW for which the actor warns, of each kelurahan in order."""
    found: dict[str, str] = {}
    for scope in sorted(actor.scopes(access.WARN)):
        if level_of(scope) == RW:
            codes = [scope] if territory.exists(scope) else []
        elif level_of(scope) == KELURAHAN:
            codes = [each.code for each in territory.parts_of(scope)]
        else:
            continue  # no title warns for more than a kelurahan
        found |= {code: in_words(code) for code in codes}
    return sorted(found.items())

"""Opening a watch, how far it is set up, its rules and seasons."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.guard import ActorRequest, requires
from rukun.people.forms.units import blame
from rukun.roster import access
from rukun.roster.actions.setup import open_watch, save_rules
from rukun.roster.actions.setup_posts import remove_season, save_season
from rukun.roster.algo import rules as names
from rukun.roster.errors import ChangedMeanwhile, RosterError
from rukun.roster.errors_setup import ChangedHere
from rukun.roster.forms.setup import OpenForm, RulesForm, SeasonForm
from rukun.roster.models import Season, Watch
from rukun.roster.queries.setup import organisations_to_open, seasons_of, seen_of, watches_kept_by
from rukun.roster.queries.setup_check import overview_of
from rukun.roster.rules_words import RULES
from rukun.ui import kept

NUMBERS = {"rest": f"{names.REST}_n", "max_week": f"{names.MAX_WEEK}_n"}


def kept_watch(request: ActorRequest, key: UUID) -> Watch:
    """The watch, for whoever makes its rosters; else it is not there."""
    found = access.watch_kept_by(request.actor, key)
    if found is None:
        raise Http404
    return found


@requires(access.can_keep_any)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def open_one(request: ActorRequest) -> HttpResponse:
    """Choose for which of one's organisations to keep a roster, by persons or by households."""
    found = organisations_to_open(request.actor)
    by_household = any(each.kind == access.BY_RESIDENTS for each in found)
    form = OpenForm(request.POST or kept.take(request), organisations=found, by_household=by_household)
    if request.method == "POST" and form.is_valid():
        chosen = next(each for each in found if each.pk == form.cleaned_data["organisasi"])
        try:
            made = open_watch(
                actor=request.actor, organisation=chosen, households=form.cleaned_data.get("cara") == "keluarga"
            )
        except RosterError as error:
            blame(form, error, {"organisation": "organisasi", "households": "cara"})
        else:
            messages.success(request, _("Jadwal ronda dibuka. Lengkapi dulu pos, peserta, dan aturannya."))
            return redirect("roster:setup", made.pk)
    return render(
        request,
        "roster/setup/open.html",
        {"form": form, "found": found, "watches": watches_kept_by(request.actor)},
    )


@requires(access.can_keep_any)
@require_safe
@never_cache
def overview(request: ActorRequest, key: UUID) -> HttpResponse:
    """What is set up, what is missing, and what comes next."""
    watch = kept_watch(request, key)
    return render(
        request,
        "roster/setup/overview.html",
        {"watch": watch, "found": overview_of(watch), "seasons": seasons_of(watch)},
    )


@requires(access.can_keep_any)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def rules(request: ActorRequest, key: UUID) -> HttpResponse:
    """Each rule in words, with why, switched on or off."""
    watch = kept_watch(request, key)
    form = RulesForm(request.POST or kept.take(request), watch=watch)
    if request.method == "POST" and form.is_valid():
        try:
            save_rules(actor=request.actor, watch=watch, **form.arguments())
        except ChangedMeanwhile:
            blame(form, ChangedHere())
            form.refresh(seen_of(kept_watch(request, key)))
        except RosterError as error:
            blame(form, error, NUMBERS)
        else:
            messages.success(request, _("Aturan tersimpan. Jadwal yang sudah terbit tidak ikut berubah."))
            return redirect("roster:setup", key)
    fixed = [RULES[each] for each in names.ALL if each in names.ALWAYS]
    return render(request, "roster/setup/rules.html", {"watch": watch, "form": form, "fixed": fixed})


@requires(access.can_keep_any)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def seasons(request: ActorRequest, key: UUID) -> HttpResponse:
    """The seasons there are, and a new one."""
    watch = kept_watch(request, key)
    form = SeasonForm(request.POST or kept.take(request))
    if request.method == "POST" and form.is_valid():
        try:
            save_season(actor=request.actor, watch=watch, **form.cleaned_data)
        except RosterError as error:
            blame(form, error)
        else:
            messages.success(request, _("Musim tersimpan. Isi kebutuhannya pada setiap giliran yang berbeda."))
            return redirect("roster:seasons", key)
    found = seasons_of(watch, over=True)
    return render(request, "roster/setup/seasons.html", {"watch": watch, "form": form, "seasons": found})


@requires(access.can_keep_any)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def season(request: ActorRequest, key: UUID, season: UUID) -> HttpResponse:
    """Another name, or other dates."""
    watch = kept_watch(request, key)
    found = _season(watch, season)
    initial = {"name": found.name, "first": found.first, "last": found.last, "seen": seen_of(found)}
    form = SeasonForm(request.POST or kept.take(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_season(actor=request.actor, watch=watch, season=found, **form.cleaned_data)
        except ChangedMeanwhile:
            blame(form, ChangedHere())
            form.refresh(seen_of(_season(watch, season)))
        except RosterError as error:
            blame(form, error)
        else:
            messages.success(request, _("Musim tersimpan."))
            return redirect("roster:seasons", key)
    return render(request, "roster/setup/season.html", {"watch": watch, "form": form, "season": found})


@requires(access.can_keep_any)
@require_POST
@never_cache
def season_remove(request: ActorRequest, key: UUID, season: UUID) -> HttpResponse:
    watch = kept_watch(request, key)
    remove_season(actor=request.actor, season=_season(watch, season))
    messages.success(request, _("Musim dihapus, bersama kebutuhan yang tertulis untuknya."))
    return redirect("roster:seasons", key)


def _season(watch: Watch, key: UUID) -> Season:
    found = Season.objects.select_related("watch__organisation").filter(pk=key, watch=watch).first()
    if found is None:
        raise Http404
    return found

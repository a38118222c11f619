"""Who takes part in a watch: the list, adding, changing, ending."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.guard import ActorRequest, requires
from rukun.people.forms.units import blame
from rukun.roster import access
from rukun.roster.actions.people import (
    add_all_members,
    add_household,
    add_watchers,
    change_watcher,
    end_watcher,
    set_leaders,
)
from rukun.roster.errors import ChangedMeanwhile, RosterError
from rukun.roster.errors_setup import ChangedHere
from rukun.roster.forms.setup_people import AddForm, EndForm, HouseholdForm, LeadersForm, WatcherForm
from rukun.roster.models import Post, Watch, Watcher
from rukun.roster.queries.setup import nights_ahead, seen_of, today_in
from rukun.roster.queries.setup_people import (
    active_members,
    lines_of,
    members_to_add,
    name_of,
    not_over,
    officers_to_add,
    watcher_choices,
)
from rukun.roster.views.setup import kept_watch
from rukun.ui import kept

PER_PAGE = 50
PERSONS = {"persons": "orang"}
FIRST = {"persons": "p0"}


@requires(access.can_keep_any)
@require_safe
@never_cache
def watchers(request: ActorRequest, key: UUID) -> HttpResponse:
    """Everybody who takes part, and whether they may go on duty now."""
    watch = kept_watch(request, key)
    lines = lines_of(watch)
    only = request.GET.get("layak") == "belum"
    shown = [each for each in lines if not each.fit] if only else lines
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "roster/setup/watchers.html",
        {
            "watch": watch,
            "page": page,
            "all": len(lines),
            "unfit": sum(not each.fit for each in lines),
            "only": only,
            "to_add": len(members_to_add(watch)),
            "active": len(active_members(watch)),
            "today": today_in(watch.unit),
            "can_lead": any(not each.watcher.officer for each in lines),
        },
    )


@requires(access.can_keep_any)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def add(request: ActorRequest, key: UUID) -> HttpResponse:
    """Members who are to take part; in a watch by households, a household."""
    watch = kept_watch(request, key)
    choices = members_to_add(watch)
    data = request.POST or kept.take(request)
    form: AddForm | HouseholdForm = (
        HouseholdForm(data, choices=choices, places=_places(watch))
        if watch.households
        else AddForm(data, choices=choices)
    )
    if request.method == "POST" and form.is_valid():
        try:
            if isinstance(form, HouseholdForm):
                add_household(actor=request.actor, watch=watch, **_without_seen(form))
                words = _("Keluarga ditambahkan.")
            else:
                made = add_watchers(actor=request.actor, watch=watch, persons=form.cleaned_data["orang"])
                words = _added(len(made))
        except RosterError as error:
            blame(form, error, FIRST if watch.households else PERSONS)
        else:
            messages.success(request, words)
            return redirect("roster:watchers", key)
    template = "roster/setup/household.html" if watch.households else "roster/setup/add.html"
    return render(request, template, {"watch": watch, "form": form, "some": bool(choices), "officers": False})


@requires(access.can_keep_any)
@require_POST
@never_cache
def add_all(request: ActorRequest, key: UUID) -> HttpResponse:
    """All active members at once."""
    watch = kept_watch(request, key)
    try:
        number = len(add_all_members(actor=request.actor, watch=watch))
    except RosterError as error:
        messages.error(request, str(error))
    else:
        if number:
            messages.success(request, _added(number))
        else:
            messages.info(request, _("Semua anggota aktif sudah menjadi peserta."))
    return redirect("roster:watchers", key)


@requires(access.can_keep_any)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def officers(request: ActorRequest, key: UUID) -> HttpResponse:
    """Police and army officers who stand beside the others on joint nights."""
    watch = kept_watch(request, key)
    choices = officers_to_add(watch)
    form = AddForm(request.POST or kept.take(request), choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_watchers(actor=request.actor, watch=watch, persons=form.cleaned_data["orang"], officer=True)
        except RosterError as error:
            blame(form, error, PERSONS)
        else:
            messages.success(request, _added(len(made)))
            return redirect("roster:watchers", key)
    context = {"watch": watch, "form": form, "some": bool(choices), "officers": True}
    return render(request, "roster/setup/add.html", context)


@requires(access.can_keep_any)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def leaders(request: ActorRequest, key: UUID) -> HttpResponse:
    """Who can lead: one tick for each."""
    watch = kept_watch(request, key)
    open_ones = Watcher.objects.filter(not_over(today_in(watch.unit)), watch=watch, officer=False)
    leading = list(open_ones.filter(leader=True).values_list("pk", flat=True))
    choices = watcher_choices(watch, officers=False)
    form = LeadersForm(request.POST or kept.take(request), choices=choices, leading=leading)
    if request.method == "POST" and form.is_valid():
        yes, no = form.changes()
        set_leaders(actor=request.actor, watch=watch, leads=yes, leads_not=no)
        messages.success(request, _("Tersimpan."))
        return redirect("roster:watchers", key)
    return render(request, "roster/setup/leaders.html", {"watch": watch, "form": form, "some": bool(choices)})


@requires(access.can_keep_any)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def watcher(request: ActorRequest, key: UUID, watcher: UUID) -> HttpResponse:
    """How somebody takes part."""
    watch = kept_watch(request, key)
    found = _watcher(watch, watcher)
    form = _form(watch, found, request.POST or kept.take(request))
    if request.method == "POST" and form.is_valid():
        try:
            change_watcher(actor=request.actor, watcher=found, **form.arguments())
        except ChangedMeanwhile:
            blame(form, ChangedHere())
            form.refresh(seen_of(_watcher(watch, watcher)))
        except RosterError as error:
            blame(form, error, FIRST)
        else:
            messages.success(request, _("Tersimpan. Jadwal yang sudah terbit tidak ikut berubah."))
            return redirect("roster:watchers", key)
    return _watcher_page(request, watch, found, form, None)


@requires(access.can_keep_any)
@require_POST
@never_cache
def watcher_end(request: ActorRequest, key: UUID, watcher: UUID) -> HttpResponse:
    """Somebody's last night."""
    watch = kept_watch(request, key)
    found = _watcher(watch, watcher)
    end = EndForm(request.POST, nights=True, prefix="akhir")
    if end.is_valid():
        name = name_of(found)
        try:
            end_watcher(actor=request.actor, watcher=found, **end.cleaned_data)
        except ChangedMeanwhile:
            blame(end, ChangedHere())
            end.refresh(seen_of(_watcher(watch, watcher)))
        except RosterError as error:
            blame(end, error)
        else:
            messages.success(request, _("Tercatat: kapan %s terakhir ikut.") % name)
            return redirect("roster:watchers", key)
    return _watcher_page(request, watch, found, _form(watch, found, None), end)


def _watcher_page(
    request: ActorRequest, watch: Watch, found: Watcher, form: WatcherForm, end: EndForm | None
) -> HttpResponse:
    nights = nights_ahead(watcher=found.pk)
    line = next((each for each in lines_of(watch) if each.watcher.pk == found.pk), None)
    return render(
        request,
        "roster/setup/watcher.html",
        {
            "watch": watch,
            "watcher": found,
            "name": name_of(found),
            "line": line,
            "form": form,
            "end": end or EndForm(nights=bool(nights), prefix="akhir", initial={"seen": seen_of(found)}),
            "wrong": end if end is not None else form,
            "ending": end is not None,
            "nights": nights,
        },
    )


def _form(watch: Watch, found: Watcher, data: Any) -> WatcherForm:
    if watch.households and not found.officer:
        there = {each.person_id: each.person.name for each in found.persons.all()}
        choices = members_to_add(watch, besides=there)
        known = {key for key, _name in choices}
        choices += [(key, name or _("(sudah tidak terdaftar)")) for key, name in there.items() if key not in known]
        return HouseholdForm(data, choices=choices, places=_places(watch), watcher=found)
    return WatcherForm(data, places=_places(watch), watcher=found)


def _without_seen(form: HouseholdForm) -> dict[str, Any]:
    return {name: value for name, value in form.arguments().items() if name != "seen"}


def _places(watch: Watch) -> list[Post]:
    return list(Post.objects.filter(watch=watch, closed_at=None))


def _watcher(watch: Watch, key: UUID) -> Watcher:
    """A watcher who takes part now or later; of those who left nothing is to be changed."""
    open_ones = Watcher.objects.filter(not_over(today_in(watch.unit)), pk=key, watch=watch)
    found = open_ones.prefetch_related("persons__person", "posts").first()
    if found is None:
        raise Http404
    found.watch = watch
    return found


def _added(number: int) -> str:
    return ngettext("%d peserta ditambahkan.", "%d peserta ditambahkan.", number) % number

"""Groups with limits of their own, and pairs who asked to stand together or apart."""

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
from rukun.roster.actions.people_groups import add_pair, remove_group, remove_pair, save_group
from rukun.roster.errors import ChangedMeanwhile, RosterError
from rukun.roster.errors_setup import ChangedHere
from rukun.roster.forms.setup_people import GroupForm, PairForm
from rukun.roster.models import Group, Pair, Watch, Watcher
from rukun.roster.queries.setup import seen_of
from rukun.roster.queries.setup_people import groups_of, name_of, pairs_of, watcher_choices
from rukun.roster.views.setup import kept_watch
from rukun.ui import kept


@requires(access.can_keep_any)
@require_safe
@never_cache
def groups(request: ActorRequest, key: UUID) -> HttpResponse:
    """All groups and pairs."""
    return _page(request, kept_watch(request, key), None)


@requires(access.can_keep_any)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def group_new(request: ActorRequest, key: UUID) -> HttpResponse:
    watch = kept_watch(request, key)
    form = GroupForm(request.POST or kept.take(request), choices=watcher_choices(watch))
    return _group_page(request, watch, form, None)


@requires(access.can_keep_any)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def group(request: ActorRequest, key: UUID, group: UUID) -> HttpResponse:
    watch = kept_watch(request, key)
    found = _group(watch, group)
    form = GroupForm(request.POST or kept.take(request), choices=watcher_choices(watch), group=found)
    return _group_page(request, watch, form, found)


@requires(access.can_keep_any)
@require_POST
@never_cache
def group_remove(request: ActorRequest, key: UUID, group: UUID) -> HttpResponse:
    found = Group.objects.select_related("watch__organisation").filter(pk=group, watch=kept_watch(request, key)).first()
    if found is not None:
        remove_group(actor=request.actor, group=found)
    messages.success(request, _("Kelompok dihapus. Pesertanya tetap ikut, tanpa batas itu."))
    return redirect("roster:groups", key)


@requires(access.can_keep_any)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def pair_add(request: ActorRequest, key: UUID) -> HttpResponse:
    """Two who asked to stand together, or apart; opened as a page it is the list."""
    watch = kept_watch(request, key)
    data = request.POST or kept.take(request)
    form = PairForm(data, choices=watcher_choices(watch))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        both = {each.pk: each for each in Watcher.objects.filter(pk__in=(given["first"], given["second"]), watch=watch)}
        try:
            add_pair(
                actor=request.actor,
                watch=watch,
                first=both[given["first"]],
                second=both[given["second"]],
                together=given["together"] == "bersama",
            )
        except RosterError as error:
            blame(form, error)
        else:
            messages.success(request, _("Pasangan tersimpan."))
            return redirect("roster:groups", key)
    return _page(request, watch, form)


@requires(access.can_keep_any)
@require_POST
@never_cache
def pair_remove(request: ActorRequest, key: UUID, pair: int) -> HttpResponse:
    found = Pair.objects.select_related("watch__organisation").filter(pk=pair, watch=kept_watch(request, key)).first()
    if found is not None:
        remove_pair(actor=request.actor, pair=found)
    messages.success(request, _("Pasangan dihapus."))
    return redirect("roster:groups", key)


def _page(request: ActorRequest, watch: Watch, form: PairForm | None) -> HttpResponse:
    choices = watcher_choices(watch)
    known = {key for key, _name in choices}
    shown = [
        (each, sorted(name_of(one) for one in each.watchers.all() if one.pk in known)) for each in groups_of(watch)
    ]
    pairs = [(each, name_of(each.first), name_of(each.second)) for each in pairs_of(watch)]
    return render(
        request,
        "roster/setup/groups.html",
        {
            "watch": watch,
            "groups": shown,
            "pairs": pairs,
            "form": form or PairForm(choices=choices),
            "some": len(choices) > 1,
        },
    )


def _group_page(request: ActorRequest, watch: Watch, form: GroupForm, group: Group | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = list(Watcher.objects.filter(pk__in=given.pop("watchers"), watch=watch))
        try:
            save_group(actor=request.actor, watch=watch, watchers=chosen, group=group, **given)
        except ChangedMeanwhile:
            blame(form, ChangedHere())
            if group is not None:
                form.refresh(seen_of(_group(watch, group.pk)))
        except RosterError as error:
            blame(form, error)
        else:
            messages.success(request, _("Kelompok tersimpan."))
            return redirect("roster:groups", watch.pk)
    return render(request, "roster/setup/group.html", {"watch": watch, "form": form, "group": group})


def _group(watch: Watch, key: UUID) -> Group:
    found = Group.objects.filter(pk=key, watch=watch).first()
    if found is None:
        raise Http404
    found.watch = watch
    return found

"""Somebody's own nights, when they can stand, and the published nights of a watch."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.guard import ActorRequest, public, requires, signed_in
from rukun.roster import access
from rukun.roster.actions import feeds, wishes
from rukun.roster.calendar import calendar_of
from rukun.roster.errors import RosterError
from rukun.roster.forms.own import AskForm, WishesForm
from rukun.roster.models import Asking, Watch, Watcher
from rukun.roster.nights_in_words import names_of, span
from rukun.roster.queries import own
from rukun.roster.queries.feeds import feed_of, own_feed_since
from rukun.roster.queries.living import waiting_for
from rukun.roster.queries.setup import organisations_to_open, today_in, watches_kept_by
from rukun.roster.queries.wishes import answers_to, asked_of, open_askings, taking_part, wishes_of
from rukun.ui import kept
from rukun.ui.addresses import whole

MOST_WATCHES = 50
"""Watches that the page of somebody lists whose area has many."""
FEED_KEPT = 900
"""Seconds for which a calendar may keep what it read."""


@requires(signed_in)
@require_safe
@never_cache
def home(request: ActorRequest) -> HttpResponse:
    """The actor's next nights, what waits for them, and the watches that they take part in, make or see."""
    actor = request.actor
    today = timezone.localdate()
    mine = access.own_watchers(actor).filter(Q(until=None) | Q(until__gte=today)).select_related("watch__organisation")
    watches = {each.watch_id: each.watch for each in mine}
    seen = list(access.watches_seen_by(actor).exclude(pk__in=watches)[: MOST_WATCHES + 1])
    kept_ones = watches_kept_by(actor)
    return render(
        request,
        "roster/own/home.html",
        {
            "duties": own.own_ahead(actor),
            "waiting": waiting_for(actor),
            "asked": [(each, span(each.asking.first, each.asking.last)) for each in asked_of(actor)],
            "watches": sorted(watches.values(), key=lambda each: each.organisation.name),
            "kept": kept_ones,
            "opens": organisations_to_open(actor) if access.can_keep_any(actor).allowed else [],
            "seen": [each for each in seen[:MOST_WATCHES] if each not in kept_ones],
            "more": len(seen) > MOST_WATCHES,
            "feed": own_feed_since(actor),
            "address": request.session.pop("roster-feed", ""),
        },
    )


@requires(signed_in)
@require_safe
@never_cache
def watch(request: ActorRequest, watch: UUID) -> HttpResponse:
    """The published nights of a watch with names, a month at a time, for whoever may see them."""
    found = watch_seen(request, watch)
    covered = own.published_span(found)
    today = own.tonight(found.unit)
    month = month_asked(request.GET.get("bulan", ""), today)
    first, last = month, month_after(month) - timedelta(days=1)
    keeps = access.may_keep(request.actor, found).allowed
    takes_part = access.watcher_of(request.actor, found) is not None
    mine = own.own_watcher_keys(request.actor, found)
    nights = own.nights_shown(found, first, last, mine)
    return render(
        request,
        "roster/own/watch.html",
        {
            "watch": found,
            "month": month,
            "nights": [each for each in nights if each.date >= today or last < today],
            "over": [each for each in nights if first <= today <= last and each.date < today],
            "before": month - timedelta(days=1) if covered and covered[0] < first else None,
            "after": month_after(month) if covered and covered[1] > last else None,
            "keeps": keeps,
            "takes_part": takes_part,
            "inside": keeps or takes_part,
        },
    )


@requires(signed_in)
@require_http_methods(["GET", "POST"])
@never_cache
def own_wishes(request: ActorRequest, watch: UUID) -> HttpResponse:
    """When the actor can stand in this watch."""
    found = Watch.objects.select_related("organisation").filter(pk=watch).first()
    mine = access.watcher_of(request.actor, found) if found is not None else None
    if mine is None:
        raise Http404
    return _wishes(request, mine, own_page=True)


@requires(signed_in)
@require_http_methods(["GET", "POST"])
@never_cache
def wishes_of_watcher(request: ActorRequest, watch: UUID, watcher: UUID) -> HttpResponse:
    """When somebody can stand, entered from paper by whoever makes the roster."""
    found = Watcher.objects.select_related("watch__organisation").filter(pk=watcher, watch=watch).first()
    if found is None or not access.may_answer_for(request.actor, found).allowed:
        raise Http404
    return _wishes(request, found, own_page=access.is_own(request.actor, found))


def _wishes(request: ActorRequest, watcher: Watcher, *, own_page: bool) -> HttpResponse:
    today = today_in(watcher.watch.unit)
    form = WishesForm(request.POST or kept.take(request), wishes=wishes_of(watcher, today), today=today)
    if request.method == "POST" and form.is_valid():
        try:
            wishes.set_wishes(actor=request.actor, watcher=watcher, weekly=form.weekly(), dated=form.dated())
        except RosterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Tersimpan. Terima kasih."))
            if own_page:
                return redirect("roster:home")
            return redirect("roster:availability", watcher.watch_id)
    asking = open_askings(watcher.watch).first()
    return render(
        request,
        "roster/own/wishes.html",
        {
            "form": form,
            "watch": watcher.watch,
            "name": "" if own_page else names_of([watcher])[watcher.pk],
            "own_page": own_page,
            "asked": span(asking.first, asking.last) if asking else "",
            "household": watcher.watch.households and not watcher.officer,
        },
    )


@requires(signed_in)
@require_http_methods(["GET", "POST"])
@never_cache
def availability(request: ActorRequest, watch: UUID) -> HttpResponse:
    """Who said when they can stand and who has not; asking all. For whoever makes the roster."""
    found = access.watch_kept_by(request.actor, watch)
    if found is None:
        raise Http404
    form = AskForm(request.POST or kept.take(request) or None)
    if request.method == "POST" and form.is_valid():
        try:
            asking = wishes.ask_availability(
                actor=request.actor, watch=found, first=form.cleaned_data["first"], last=form.cleaned_data["last"]
            )
        except RosterError as error:
            form.add_error(error.field or None, str(error))
        else:
            words = _("Yang belum menjawab sudah ditanya untuk %s.")
            messages.success(request, words % span(asking.first, asking.last))
            return redirect("roster:availability", found.pk)
    if not form.is_bound:
        first = today_in(found.unit) + timedelta(days=1)
        form = AskForm(initial={"first": first, "last": first + timedelta(days=30)})
    return render(request, "roster/own/availability.html", _answers(found, form))


def _answers(watch: Watch, form: AskForm) -> dict[str, object]:
    asking: Asking | None = open_askings(watch).first()
    if asking is not None:
        rows = answers_to(asking)
    else:
        watchers = list(taking_part(watch))
        names = names_of(watchers)
        rows = []
        others = sorted(((names[each.pk], each) for each in watchers), key=lambda each: each[0].casefold())
        return {"watch": watch, "form": form, "asking": None, "others": others}
    return {
        "watch": watch,
        "form": form,
        "asking": asking,
        "nights": span(asking.first, asking.last),
        "rows": rows,
        "waiting": sum(each.at is None for each in rows),
    }


# The calendar


@requires(signed_in)
@require_POST
@never_cache
def feed(request: ActorRequest) -> HttpResponse:
    """Make, renew or end the secret address of one's own nights. A new one is shown once."""
    if request.POST.get("what") == "end":
        if feeds.end_feed(actor=request.actor):
            messages.success(request, _("Alamat kalender Anda tidak berlaku lagi."))
    else:
        secret = feeds.renew_feed(actor=request.actor)
        request.session["roster-feed"] = whole(reverse("kalender:feed", args=[secret]))
    return redirect("roster:home")


@public
@require_safe
def ics(request: ActorRequest, secret: str) -> HttpResponse:
    """The calendar behind a secret address, for programs that know no sign-in; whoever has the address may read it."""
    person = feed_of(secret)
    if person is None:
        raise Http404
    answer = HttpResponse(calendar_of(own.calendar_duties(person)), content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = f"private, max-age={FEED_KEPT}"
    answer.headers["Content-Disposition"] = 'inline; filename="ronda.ics"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def watch_seen(request: ActorRequest, key: UUID) -> Watch:
    """The watch, for whoever may see its nights; else not found."""
    found = access.watch_for(request.actor, key)
    if found is None:
        raise Http404
    return found


def month_asked(asked: str, today: date) -> date:
    """The first of the month that was asked for, or of this one."""
    try:
        return date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today.replace(day=1)


def month_after(month: date) -> date:
    """The first of the next month."""
    return (month + timedelta(days=32)).replace(day=1)

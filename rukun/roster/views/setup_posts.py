"""Posts with their shifts and needs, and the code on a post's wall."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.almanac.kinds import NIGHTS
from rukun.guard import ActorRequest, requires
from rukun.journal import actions as journal
from rukun.people.forms.units import blame
from rukun.roster import access
from rukun.roster.actions.setup_posts import close_post, close_shift, renew_token, save_post, save_shift
from rukun.roster.errors import ChangedMeanwhile, RosterError
from rukun.roster.errors_setup import ChangedHere
from rukun.roster.forms.setup import PostForm, ShiftForm
from rukun.roster.kinds import POSTS
from rukun.roster.models import Post, Season, Shift, Watch
from rukun.roster.print.setup import code_pdf
from rukun.roster.queries.setup import needs_of, open_shifts, posts_of, seasons_of, seen_of, shifts_of
from rukun.roster.views.setup import kept_watch
from rukun.ui import kept
from rukun.ui.qr import on_page


@requires(access.can_keep_any)
@require_safe
@never_cache
def posts(request: ActorRequest, key: UUID) -> HttpResponse:
    """All posts with their shifts, and what these need."""
    watch = kept_watch(request, key)
    seasons = seasons_of(watch)
    found = [
        (each, POSTS[each.kind], [_shown(shift, seasons) for shift in open_shifts(each)]) for each in posts_of(watch)
    ]
    return render(request, "roster/setup/posts.html", {"watch": watch, "posts": found, "seasons": seasons})


@requires(access.can_keep_any)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def post_new(request: ActorRequest, key: UUID) -> HttpResponse:
    """A post with its first shift and what that needs, all on one page."""
    watch = kept_watch(request, key)
    data = request.POST or kept.take(request)
    form = PostForm(data, watch=watch)
    form.is_valid()
    capacity = form.cleaned_data.get("capacity") if form.is_bound else None
    more = {"capacity": capacity} if capacity else {}
    hours = ShiftForm(data, seasons=(), prefix="g", initial=_usual(watch), **more)
    if request.method == "POST" and form.is_valid() and hours.is_valid():
        try:
            with journal.atomic():
                made = save_post(actor=request.actor, watch=watch, **form.arguments())
                _save(request, made, hours)
        except RosterError as error:
            blame(form if error.field in form.fields else hours, error)
        else:
            messages.success(request, _("Pos tersimpan, dengan giliran pertamanya."))
            return redirect("roster:post", key, made.pk)
    return render(request, "roster/setup/post_new.html", {"watch": watch, "form": form, "hours": hours})


@requires(access.can_keep_any)
@require_safe
@never_cache
def post(request: ActorRequest, key: UUID, post: UUID) -> HttpResponse:
    """One post: what is known of it, its shifts, and what these need."""
    found = _post(request, key, post)
    seasons = seasons_of(found.watch)
    return render(
        request,
        "roster/setup/post.html",
        {
            "watch": found.watch,
            "post": found,
            "kind": POSTS[found.kind],
            "shifts": [_shown(each, seasons) for each in shifts_of(found)],
            "seasons": seasons,
        },
    )


@requires(access.can_keep_any)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def post_change(request: ActorRequest, key: UUID, post: UUID) -> HttpResponse:
    found = _post(request, key, post)
    form = PostForm(request.POST or kept.take(request), watch=found.watch, post=found)
    if request.method == "POST" and form.is_valid():
        try:
            save_post(actor=request.actor, watch=found.watch, post=found, **form.arguments())
        except ChangedMeanwhile:
            blame(form, ChangedHere())
            form.refresh(seen_of(_post(request, key, post)))
        except RosterError as error:
            blame(form, error)
        else:
            messages.success(request, _("Pos tersimpan."))
            return redirect("roster:post", key, post)
    return render(request, "roster/setup/post_change.html", {"watch": found.watch, "post": found, "form": form})


@requires(access.can_keep_any)
@require_POST
@never_cache
def post_close(request: ActorRequest, key: UUID, post: UUID) -> HttpResponse:
    found = _post(request, key, post)
    words = _("Pos ditutup, bersama gilirannya.")
    if not _done(request, lambda: close_post(actor=request.actor, post=found), words):
        return redirect("roster:post", key, post)
    return redirect("roster:posts", key)


@requires(access.can_keep_any)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def shift_new(request: ActorRequest, key: UUID, post: UUID) -> HttpResponse:
    """A further shift of a post."""
    found = _post(request, key, post)
    seasons = seasons_of(found.watch)
    form = ShiftForm(request.POST or kept.take(request), seasons=seasons, capacity=found.capacity)
    return _shift_page(request, found, form, None)


@requires(access.can_keep_any)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def shift(request: ActorRequest, key: UUID, post: UUID, shift: UUID) -> HttpResponse:
    """Other hours, or other needs."""
    found = _post(request, key, post)
    known = _shift(found, shift)
    data = request.POST or kept.take(request)
    form = ShiftForm(data, seasons=seasons_of(found.watch), capacity=found.capacity, shift=known)
    return _shift_page(request, found, form, known)


@requires(access.can_keep_any)
@require_POST
@never_cache
def shift_close(request: ActorRequest, key: UUID, post: UUID, shift: UUID) -> HttpResponse:
    found = _shift(_post(request, key, post), shift)
    _done(request, lambda: close_shift(actor=request.actor, shift=found), _("Giliran dihapus dari pos ini."))
    return redirect("roster:post", key, post)


@requires(access.can_keep_any)
@require_safe
@never_cache
def post_code(request: ActorRequest, key: UUID, post: UUID) -> HttpResponse:
    """The code that hangs at the post: whoever scans it says that they are there."""
    found = _post(request, key, post)
    return render(
        request,
        "roster/setup/post_code.html",
        {"watch": found.watch, "post": found, "qr": on_page(_address(request, found))},
    )


@requires(access.can_keep_any)
@require_safe
@never_cache
def post_sheet(request: ActorRequest, key: UUID, post: UUID) -> HttpResponse:
    """The same on A4, to hang up."""
    found = _post(request, key, post)
    answer = HttpResponse(code_pdf(found, link=_address(request, found)), content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="kode-pos.pdf"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@requires(access.can_keep_any)
@require_POST
@never_cache
def post_code_renew(request: ActorRequest, key: UUID, post: UUID) -> HttpResponse:
    found = _post(request, key, post)
    words = _("Kode diganti. Cetak dan tempel yang baru; lembar lama tidak berlaku lagi.")
    _done(request, lambda: renew_token(actor=request.actor, post=found), words)
    return redirect("roster:post_code", key, post)


def _shift_page(request: ActorRequest, post: Post, form: ShiftForm, shift: Shift | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, post, form, shift)
        except ChangedMeanwhile:
            blame(form, ChangedHere())
            if shift is not None:
                form.refresh(seen_of(_shift(post, shift.pk)))
        except RosterError as error:
            blame(form, error)
        else:
            messages.success(request, _("Giliran dan kebutuhannya tersimpan. Jadwal yang sudah terbit tidak berubah."))
            return redirect("roster:post", post.watch_id, post.pk)
    return render(
        request,
        "roster/setup/shift.html",
        {"watch": post.watch, "post": post, "form": form, "shift": shift},
    )


def _save(request: ActorRequest, post: Post, form: ShiftForm, shift: Shift | None = None) -> Shift:
    given = form.cleaned_data
    return save_shift(
        actor=request.actor, post=post, begins=given["begins"], ends=given["ends"], needs=form.rows(), shift=shift,
        seen=given["seen"],
    )  # fmt: skip


def _usual(watch: Watch) -> dict[str, str]:
    """What most begin with: an evening's shift, of two or three."""
    return {"begins": "22.00", "ends": "02.00", "n_biasa": "3" if not watch.households else "2"}


def _shown(shift: Shift, seasons: list[Season]) -> tuple[Shift, list[tuple[Any, list[tuple[Any, int, bool]]]]]:
    """A shift with what it needs, always and in each season: only what is said."""
    said = [
        (season, [(NIGHTS[one.kind], one.people, one.officer) for one in needs if one.people is not None])
        for season, needs in (
            (each, needs_of(shift, each.pk if each is not None else None)) for each in (None, *seasons)
        )
    ]
    return shift, [(season, rows) for season, rows in said if rows]


def _done(request: ActorRequest, act: Callable[[], object], words: str) -> bool:
    """Whether it was done; if not, the page says why."""
    try:
        act()
    except RosterError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, words)
    return True


def _address(request: ActorRequest, post: Post) -> str:
    return request.build_absolute_uri(reverse("roster:check_in", kwargs={"token": post.token}))


def _post(request: ActorRequest, key: UUID, post: UUID) -> Post:
    """An open post of a watch that the actor keeps; else it is not there."""
    watch = kept_watch(request, key)
    found = Post.objects.filter(pk=post, watch=watch, closed_at=None).first()
    if found is None:
        raise Http404
    found.watch = watch
    return found


def _shift(post: Post, key: UUID) -> Shift:
    found = Shift.objects.prefetch_related("needs").filter(pk=key, post=post, closed_at=None).first()
    if found is None:
        raise Http404
    found.post = post
    return found

"""A watch at this moment: who is there, who came, what the shift before left."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rukun.guard import ActorRequest, requires, signed_in
from rukun.people.access.own import may_see_own_data
from rukun.people.forms.units import blame
from rukun.roster.access import duty_for, watch_for
from rukun.roster.access_living import may_take_roll, may_write_note, note_for, post_seen, post_with_token
from rukun.roster.actions.attending import check_in, mark_absent, take_back
from rukun.roster.actions.handing_over import erase_note, note_read, write_note
from rukun.roster.errors import RosterError
from rukun.roster.forms.living import NoteForm, RollForm
from rukun.roster.queries.at_post import at_post, notes_of
from rukun.roster.queries.living import now_of
from rukun.ui import kept


@requires(signed_in, may_see_own_data)
@require_safe
@never_cache
def now(request: ActorRequest, key: UUID) -> HttpResponse:
    """Who is on duty now, for whoever sees the roster; whoever leads there notes who came."""
    watch = watch_for(request.actor, key)
    if watch is None:
        raise Http404
    return render(request, "roster/living/now.html", {"watch": watch, "page": now_of(request.actor, watch)})


@requires(signed_in, may_see_own_data)
@require_POST
@never_cache
def attend(request: ActorRequest, key: UUID) -> HttpResponse:
    """Note that somebody came, or did not, or that what was noted is wrong."""
    duty = duty_for(request.actor, key)
    if duty is None:
        raise Http404
    may_take_roll(request.actor, duty.watch, duty.shift_id, duty.night).demand()
    form = RollForm(request.POST)
    if form.is_valid():
        what = form.cleaned_data["what"]
        try:
            if what == RollForm.CAME:
                check_in(actor=request.actor, duty=duty, person=form.who())
            else:
                (mark_absent if what == RollForm.ABSENT else take_back)(actor=request.actor, duty=duty)
        except RosterError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("Tersimpan."))
    back = request.POST.get("kembali", "")
    if back == reverse("roster:duty", args=[duty.pk]):
        return redirect("roster:duty", duty.pk)
    return redirect("roster:now", duty.watch_id)


@requires(signed_in, may_see_own_data)
@require_http_methods(["GET", "POST"])
@never_cache
def check_in_here(request: ActorRequest, token: str) -> HttpResponse:
    """What the code on a post's wall opens: one's own duty there now, and one button."""
    post = post_with_token(token)
    if post is None:
        return render(request, "roster/living/check_in.html", {"post": None}, status=404)
    found = at_post(request.actor, post)
    if request.method == "POST" and found.here is not None:
        try:
            check_in(actor=request.actor, duty=found.here, token=token)
        except RosterError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("Kehadiran Anda tercatat. Selamat berjaga."))
        return redirect("roster:check_in", token)
    return render(request, "roster/living/check_in.html", {"post": post, "page": found})


@requires(signed_in, may_see_own_data)
@require_http_methods(["GET", "POST"])
@never_cache
def notes(request: ActorRequest, key: UUID) -> HttpResponse:
    """What shifts left at a post, and a word for the next one."""
    post = post_seen(request.actor, key)
    if post is None:
        raise Http404
    if request.method == "POST":
        may_write_note(request.actor, post).demand()
    form = NoteForm(request.POST or kept.take(request))
    if request.method == "POST" and form.is_valid():
        try:
            write_note(actor=request.actor, post=post, text=form.cleaned_data["text"])
        except RosterError as error:
            blame(form, error)
        else:
            messages.success(request, _("Catatan tersimpan. Giliran berikutnya di pos ini dapat membacanya."))
            return redirect("roster:notes", post.pk)
    note_read(actor=request.actor, post=post)
    writes = may_write_note(request.actor, post).allowed
    return render(
        request,
        "roster/living/notes.html",
        {"post": post, "notes": notes_of(request.actor, post), "form": form if writes else None, "writes": writes},
    )


@requires(signed_in, may_see_own_data)
@require_POST
@never_cache
def erase(request: ActorRequest, key: UUID) -> HttpResponse:
    """Take a note away: its writer, or the keeper."""
    found = note_for(request.actor, key)
    if found is None:
        raise Http404
    erase_note(actor=request.actor, note=found)
    messages.success(request, _("Catatan dihapus."))
    return redirect("roster:notes", found.post_id)

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rukun.guard import ActorRequest, requires
from rukun.journal import access, actions, queries
from rukun.journal.forms import FilterForm, LogForm
from rukun.ui import kept

LARGEST_ID = 2**63 - 1


@requires(access.can_read_journal)
@require_safe
@never_cache
def journal(request: ActorRequest) -> HttpResponse:
    """One page of the buku mutasi, filtered."""
    form = FilterForm(request.GET or None)
    wanted = form.wanted()
    page = queries.find_entries(
        request.actor, wanted, before=_cursor(request, "before"), after=_cursor(request, "after")
    )
    return render(
        request,
        "journal/journal.html",
        {
            "form": form,
            "page": page,
            "lines": queries.lines_for(request.actor, page.entries),
            "narrowed": wanted != queries.Filter(),
            "may_write": access.can_write_log(request.actor).allowed,
        },
    )


@requires(access.can_read_journal)
@require_safe
@never_cache
def entry(request: ActorRequest, chain: str, sequence: int) -> HttpResponse:
    """One entry with its seal; the words of its note only on request, because reading them is recorded."""
    return _entry_page(request, chain, sequence, read=False)


@requires(access.can_read_journal)
@require_http_methods(["GET", "POST"])
@never_cache
def entry_note(request: ActorRequest, chain: str, sequence: int) -> HttpResponse:
    """The same page with the words of the note. A POST: reading leaves a trace."""
    if request.method == "GET":  # reloaded, or come to from the sign-in
        return redirect("journal:entry", chain, sequence)
    return _entry_page(request, chain, sequence, read=True)


@requires(access.can_write_log)
@require_http_methods(["GET", "POST"])
@never_cache
def write(request: ActorRequest) -> HttpResponse:
    """Write an observation by hand."""
    units = list(request.actor.scopes("journal.write"))
    form = LogForm(request.POST or kept.take(request), units=units)
    if request.method == "POST" and form.is_valid():
        actions.write_log(actor=request.actor, **{name: form.cleaned_data[name] for name in ("log_id", "unit", "text")})
        messages.success(request, _("Catatan tersimpan. Tidak dapat diubah lagi; bila keliru, tulis catatan baru."))
        return redirect("journal:journal")
    return render(request, "journal/write.html", {"form": form, "one_unit": len(units) == 1})


def _entry_page(request: ActorRequest, chain: str, sequence: int, *, read: bool) -> HttpResponse:
    chain = "" if chain == "-" else chain
    found = access.entry_for(request.actor, chain, sequence) if sequence <= LARGEST_ID else None
    if found is None:
        raise Http404
    may_read = access.can_read_note(request.actor, found)
    return render(
        request,
        "journal/entry.html",
        {
            "line": queries.lines_for(request.actor, [found])[0],
            "entry": found,
            "note": queries.note_of(found),
            "may_read": may_read,
            "text": actions.read_note(actor=request.actor, entry=found) if read else "",
        },
    )


def _cursor(request: ActorRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(LARGEST_ID)) else None

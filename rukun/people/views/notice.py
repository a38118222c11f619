"""The privacy notice: for everybody to read, for those who answer for the whole installation to write."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rukun.guard import ActorRequest, public, requires
from rukun.people.access.own import may_write_notice
from rukun.people.actions.notice import write_notice
from rukun.people.errors import PeopleError
from rukun.people.forms.profile import NoticeForm
from rukun.people.keeping import KEPT
from rukun.people.queries.notice import newest_notice, notices, usual_notice
from rukun.ui import kept

VERSIONS = 5
"""How many versions stand on a page: each may be long."""


@public
@require_safe
def privacy(request: ActorRequest) -> HttpResponse:
    """Who is responsible, what is stored and for how long, what one may ask for, and of whom."""
    newest = newest_notice()
    return render(
        request,
        "people/profile/privacy.html",
        {
            "newest": newest,
            "text": newest.text if newest else usual_notice(),
            "kept": KEPT,
            "may_write": may_write_notice(request.actor).allowed,
        },
    )


@requires(may_write_notice)
@require_http_methods(["GET", "POST"])
def write(request: ActorRequest) -> HttpResponse:
    """Write it anew, beginning with what stands there now."""
    newest = newest_notice()
    form = NoticeForm(request.POST or kept.take(request), initial={"text": newest.text if newest else usual_notice()})
    if request.method == "POST" and form.is_valid():
        try:
            write_notice(actor=request.actor, text=form.cleaned_data["text"])
        except PeopleError as error:
            form.add_error("text", str(error))
        else:
            messages.success(
                request, _("Pemberitahuan privasi tersimpan. Teks yang lama tetap dapat dibaca di riwayat.")
            )
            return redirect("people:privacy")
    return render(request, "people/profile/write_notice.html", {"form": form})


@public
@require_safe
def history(request: ActorRequest) -> HttpResponse:
    """Every version, with the day from which it stood there."""
    page = Paginator(notices(), VERSIONS).get_page(request.GET.get("page"))
    return render(request, "people/profile/notices.html", {"page": page, "usual": usual_notice()})

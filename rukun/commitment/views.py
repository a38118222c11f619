"""What an authority outside does with the link that it was given. No account, no session, no cookie.

The link's secret stands behind the "#", which browsers send to nobody, and comes in bodies of POST alone. The page
takes no CSRF token: it knows no session that a forged form could use, and whoever could forge one holds the secret.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from rukun.commitment.actions.outside import (
    Authority,
    accept_outside,
    answer_outside,
    decline_outside,
    handoff_with,
)
from rukun.commitment.errors import AlreadyAnswered, CommitmentError, Gone, LinkOver
from rukun.commitment.forms import AnswerForm, DeclineForm, LinkForm
from rukun.commitment.limits import too_many_wrong_links
from rukun.commitment.models import Handoff
from rukun.commitment.queries.handoffs import answered_by_link, days_by_link, shown
from rukun.evidence.errors import EvidenceError
from rukun.guard import ActorRequest, public
from rukun.guard.ids import new_id
from rukun.people.forms.units import blame

REMEMBERED = timedelta(days=1)
"""How long a page that was opened is answered alike when it sends the same again."""
_opened = signing.TimestampSigner(salt="rukun.commitment.handed")


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def handed(request: ActorRequest) -> HttpResponse:
    """Ask for the link's end; with it, what was handed, and what its authority answers (``do``)."""
    response = _handed(request)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _handed(request: ActorRequest) -> HttpResponse:
    if request.method != "POST":
        return _ask(request, LinkForm())
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    try:
        handoff = handoff_with(form.cleaned_data["secret"])
        return STEPS.get(request.POST.get("do", ""), _page)(request, handoff)
    except (LinkOver, AlreadyAnswered, Gone):
        if _sent_before(request):
            return _thanks(request, again=True)
        many = too_many_wrong_links()
        blame(form, LinkOver(), {"": "secret"})
        return _ask(request, form, many=many)


def _accept(request: ActorRequest, handoff: Handoff) -> HttpResponse:
    accepted = accept_outside(actor=Authority(handoff.pk), handoff=handoff)
    done = _("Terima kasih. Tercatat bahwa ini kewenangan Anda. Kirim hasilnya di halaman ini; simpan tautannya.")
    return _page(request, accepted, done=done)


def _decline(request: ActorRequest, handoff: Handoff) -> HttpResponse:
    form = DeclineForm(request.POST)
    if form.is_valid():
        try:
            decline_outside(actor=Authority(handoff.pk), handoff=handoff, reason=form.cleaned_data["reason"])
        except (LinkOver, AlreadyAnswered, Gone):
            raise
        except CommitmentError as error:
            blame(form, error, {"words": "reason"})
        else:
            return _thanks(request, declined=True)
    return _page(request, handoff, decline=form)


def _answer(request: ActorRequest, handoff: Handoff) -> HttpResponse:
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            answer_outside(
                actor=Authority(handoff.pk),
                handoff=handoff,
                claim_id=typed["claim_id"],
                outcome=typed["outcome"],
                kind=typed["kind"],
                words=typed["words"],
                read=typed["read"],
                photos=[(new_id(), content) for _name, content in typed["photo"]],
            )
        except (LinkOver, AlreadyAnswered, Gone):
            raise
        except (CommitmentError, EvidenceError) as error:
            blame(form, error)
        else:
            return _thanks(request)
    return _page(request, handoff, answer=form)


STEPS: dict[str, Callable[[ActorRequest, Handoff], HttpResponse]] = {
    "accept": _accept,
    "decline": _decline,
    "answer": _answer,
}


def _ask(request: ActorRequest, form: LinkForm, *, many: bool = False) -> HttpResponse:
    return render(request, "commitment/ask.html", {"form": form, "many": many}, status=429 if many else 200)


def _page(
    request: ActorRequest,
    handoff: Handoff,
    *,
    decline: forms.Form | None = None,
    answer: forms.Form | None = None,
    done: str = "",
) -> HttpResponse:
    """What was handed. A form that was sent and is not right comes with what was typed. Raises ``LinkOver``."""
    told = shown(handoff)
    if told is None:
        raise LinkOver
    more: dict[str, Any] = {
        "told": told,
        "secret": request.POST["secret"],
        "opened": _opened.sign(str(handoff.pk)),
        "done": done,
        "sent": decline or answer,
        "declines": decline is not None,
        "answers": answer is not None or told.accepted_at is not None,
        "decline": decline or DeclineForm(),
        "answer": answer or AnswerForm(),
        "days": days_by_link(handoff),
    }
    return render(request, "commitment/handed.html", more)


def _thanks(request: ActorRequest, *, declined: bool = False, again: bool = False) -> HttpResponse:
    return render(request, "commitment/thanks.html", {"declined": declined, "again": again})


def _sent_before(request: ActorRequest) -> bool:
    """Whether this page was opened with the right link, whose holder has answered since: a second click, mostly."""
    try:
        key = UUID(_opened.unsign(request.POST.get("opened", ""), max_age=REMEMBERED))
    except (signing.BadSignature, ValueError):
        return False
    return answered_by_link(key)

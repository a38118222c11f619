"""Certificates: checked by anybody who holds a code, printed by their holders and trainers."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rukun.guard import ActorRequest, Denied, public, requires, signed_in
from rukun.training.access.teaching import certificate_for
from rukun.training.forms.teaching import CodeForm
from rukun.training.print.teaching import certificate_pdf
from rukun.training.queries.verifying import Verdict, verified


@public
@require_http_methods(["GET", "POST"])
@never_cache
def check(request: ActorRequest) -> HttpResponse:
    """Type a certificate's code."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = verified(form.cleaned_data["kode"])
        if found.verdict is not Verdict.GARBLED:
            return redirect("training:certificate", found.code)
        form.add_error("kode", found.words)
    return _unlisted(render(request, "training/teaching/check.html", {"form": form}))


@public
@require_safe
@never_cache
def certificate(request: ActorRequest, code: str) -> HttpResponse:
    """What a code stands for. Kept by nobody: it may be revoked the next moment."""
    found = verified(code)
    status = 200 if found.verdict.known else 404
    return _unlisted(render(request, "training/teaching/certificate.html", {"found": found}, status=status))


@requires(signed_in)
@require_safe
@never_cache
def printed(request: ActorRequest, key: UUID) -> HttpResponse:
    """The paper, with the holder's name."""
    found = certificate_for(request.actor, key)
    if found is None:
        raise Http404
    if found.revoked_at is not None:
        Denied(_("Sertifikat ini dicabut, jadi tidak dicetak lagi.")).demand()
    if found.expires_at <= timezone.now():
        Denied(_("Masa berlaku sertifikat ini sudah habis. Ulangi kursusnya untuk sertifikat baru.")).demand()
    with override("id"):  # one address in the QR, whatever language the screen has
        link = request.build_absolute_uri(reverse("training:certificate", args=[found.code]))
    answer = HttpResponse(certificate_pdf(found, link), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="sertifikat-{found.course}.pdf"'
    return answer


def _unlisted(answer: HttpResponse) -> HttpResponse:
    """Search engines leave it alone."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer

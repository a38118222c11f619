"""From a complaint about a member: keep that member from duty, there and then."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rukun.guard import ActorRequest, Refused, requires
from rukun.people.forms.units import blame
from rukun.report.actions.suspending import suspend_member
from rukun.report.errors import ReportError
from rukun.report.forms.complaints import SuspendMemberForm
from rukun.report.models import Report
from rukun.report.queries.complaints import groups_of, members_of
from rukun.report.views.one import report_or_404
from rukun.training.access.duty import Circle, can_suspend
from rukun.training.errors import TrainingError
from rukun.ui import kept


@requires(can_suspend)
@require_http_methods(["GET", "POST"])
@never_cache
def suspend(request: ActorRequest, key: UUID) -> HttpResponse:
    """Whom, why and until when. Where the complaint names no group, that is chosen first (``?mitra=``)."""
    found = report_or_404(request, key)
    if found.subject != "anggota" or found.closed_at is not None:
        raise Http404
    groups = groups_of(request.actor, found)
    group = _chosen(request, found, groups)
    if group is None:
        return render(request, "report/complaints/groups.html", {"found": found, "groups": groups})
    people = members_of(group)
    form = SuspendMemberForm(request.POST or kept.take(request), people=people)
    if request.method == "POST" and form.is_valid():
        try:
            made = suspend_member(actor=request.actor, report=found, **form.cleaned_data)
        except Refused as refused:
            form.add_error("person", str(refused.reason))
        except (TrainingError, ReportError) as error:
            blame(form, error)
        else:
            messages.success(request, _("Tersimpan. Sejak detik ini anggota itu tidak layak bertugas."))
            return redirect("training:suspension", made)
    return render(
        request,
        "report/complaints/suspend.html",
        {"form": form, "found": found, "group": group, "people": people, "others": len(groups) > 1},
    )


def _chosen(request: ActorRequest, found: Report, groups: list[Circle]) -> Circle | None:
    wanted = request.GET.get("mitra", "") or str(found.organisation_id or "")
    return next((each for each in groups if str(each.key) == wanted), None)

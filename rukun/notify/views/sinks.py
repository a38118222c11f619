"""A posko's own sinks, for whoever manages the posko's people."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rukun.guard import ActorRequest, requires
from rukun.notify import connecting
from rukun.notify.access import can_manage_sinks, sink_for
from rukun.notify.actions.sinks import POSKO_NOTICES, add_sink, remove_sink, try_sink
from rukun.notify.channels import SINK
from rukun.notify.errors import NotConnected, NotifyError
from rukun.notify.forms.sinks import SinkForm
from rukun.notify.models import Sink
from rukun.notify.notices import NOTICES
from rukun.notify.queries.sinks import sinks_of
from rukun.people.forms.units import blame
from rukun.ui import kept


@requires(can_manage_sinks)
@require_http_methods(["GET", "POST"])
@never_cache
def sinks(request: ActorRequest) -> HttpResponse:
    """Those in the actor's units, and a form for another."""
    offered = [(name, str(NOTICES[name].title)) for name in POSKO_NOTICES if name in NOTICES]
    form = SinkForm(request.POST or kept.take(request), actor=request.actor, notices=offered)
    if request.method == "POST" and form.is_valid():
        values = {"notices": [], **form.cleaned_data}
        try:
            add_sink(actor=request.actor, **values)
        except NotifyError as error:
            blame(form, error)
        else:
            messages.success(request, _("Saluran posko tersimpan. Tekan “Coba” untuk memastikan bahwa ia bekerja."))
            return redirect("notify:sinks")
    return render(
        request,
        "notify/sinks.html",
        {"form": form, "sinks": sinks_of(request.actor), "on": connecting.setting_of(SINK) is not None},
    )


@requires(can_manage_sinks)
@require_POST
@never_cache
def remove(request: ActorRequest, sink: UUID) -> HttpResponse:
    remove_sink(actor=request.actor, sink=_found(request, sink))
    messages.success(request, _("Saluran posko dihapus."))
    return redirect("notify:sinks")


@requires(can_manage_sinks)
@require_POST
@never_cache
def try_out(request: ActorRequest, sink: UUID) -> HttpResponse:
    found = _found(request, sink)
    if connecting.setting_of(SINK) is None:
        messages.error(request, str(NotConnected()))
    else:
        try_sink(actor=request.actor, sink=found)
        messages.success(request, _("Pesan percobaan ditulis. Hasilnya tampil di bawah saluran itu."))
    return redirect("notify:sinks")


def _found(request: ActorRequest, key: UUID) -> Sink:
    sink = sink_for(request.actor, key)
    if sink is None:
        raise Http404
    return sink

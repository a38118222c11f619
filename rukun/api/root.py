"""The API object. A room's router is mounted here; each operation wears a guard like any other view."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError

import rukun
from rukun.alarm.api import router as warnings_router
from rukun.almanac.api import router as almanac_router
from rukun.guard import ActorRequest, Refused, public
from rukun.incident.api import refused as incident_refused
from rukun.incident.api import router as incident_router
from rukun.incident.errors import IncidentError
from rukun.journal.api import router as journal_router
from rukun.people.api import refused as people_refused
from rukun.people.api import router as people_router
from rukun.people.errors import PeopleError
from rukun.report.api import refused as report_refused
from rukun.report.api import routers as report_routers
from rukun.report.errors import ReportError
from rukun.roster.api import refused as roster_refused
from rukun.roster.api import router as roster_router
from rukun.roster.errors import RosterError
from rukun.territory.api import refused as territory_refused
from rukun.territory.api import router as units_router
from rukun.territory.errors import TerritoryError
from rukun.training.api import refused as training_refused
from rukun.training.api import routers as training_routers
from rukun.training.errors import TrainingError

logger = logging.getLogger(__name__)

api = NinjaAPI(
    title="Rukun",
    version=rukun.__version__,
    description="Times are ISO 8601 with an offset, ids are UUIDs, territory codes are paths: 31.73.07.1001.016. "
    "A key (Authorization: Bearer rukun_…) opens what its owner may still do; what writes takes nothing else.",
    docs_url=None,  # our own page: ninja's comes with 1.4 MB of script
    urls_namespace="api",
)
api.add_router("/journal", journal_router)
api.add_router("/units", units_router)
api.add_router("/almanac", almanac_router)
api.add_router("/people", people_router)
api.add_router("/roster", roster_router)
api.add_router("/incidents", incident_router)
api.add_router("/warnings", warnings_router)
for prefix, router in [*training_routers, *report_routers]:
    api.add_router(prefix, router)
api.add_exception_handler(TerritoryError, territory_refused)
api.add_exception_handler(PeopleError, people_refused)
api.add_exception_handler(TrainingError, training_refused)
api.add_exception_handler(ReportError, report_refused)
api.add_exception_handler(RosterError, roster_refused)
api.add_exception_handler(IncidentError, incident_refused)


class InstallationOut(Schema):
    """Who runs this site. emergency:  phone numbers that work from any phone in Indonesia."""

    name: str
    operator: str
    contact: str
    demo: bool
    version: str
    time_zone: str
    languages: list[str]
    emergency: dict[str, str]


@api.get("/installation", response=InstallationOut, tags=["installation"], summary="Who runs this site")
@public
def installation(request: ActorRequest) -> InstallationOut:
    """Needs no key."""
    this = settings.INSTALLATION
    return InstallationOut(
        name=this.name,
        operator=this.operator,
        contact=this.contact,
        demo=this.demo,
        version=rukun.__version__,
        time_zone=this.time_zone,
        languages=[code for code, _name in settings.LANGUAGES],
        emergency={"police": "110", "emergency": "112"},
    )


@api.exception_handler(Exception)
def failed(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Our own mistake: logged, and said as JSON."""
    logger.error("The API failed", exc_info=error if isinstance(error, Exception) else None)
    detail = _("Permintaan ini gagal karena kesalahan di sini. Coba lagi nanti; pengelola dapat melihatnya di log.")
    return api.create_response(request, {"detail": detail}, status=500)


@api.exception_handler(AuthenticationError)
def without_key(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """What writes is not done for a session's cookie, which any page of the net could send along."""
    detail = _("Operasi ini memerlukan kunci API: Authorization: Bearer rukun_… Buat kuncinya di halaman Kunci API.")
    return api.create_response(request, {"detail": detail}, status=401)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused | type[Refused]) -> HttpResponse:
    assert isinstance(error, Refused)
    known = getattr(getattr(request, "actor", None), "signed_in", False)
    return api.create_response(request, {"detail": str(error.reason)}, status=403 if known else 401)

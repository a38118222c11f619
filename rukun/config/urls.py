"""Every address of the site. Pages carry the language in their path: none for Indonesian, ``/en/`` for English."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from rukun.alarm import urls as alarm_urls
from rukun.api import urls as api_urls
from rukun.config import health
from rukun.notify import urls as notify_urls
from rukun.people import urls as people_urls
from rukun.roster import urls as roster_urls
from rukun.territory import urls as territory_urls
from rukun.ui import errors

pages = [
    path("", include("rukun.home.urls")),
    path("", include("rukun.incident.urls")),
    path("", include("rukun.alarm.urls")),
    path("", include("rukun.report.urls")),
    path("", include("rukun.commitment.urls")),
    path("", include("rukun.roster.urls")),
    path("", include("rukun.notify.urls")),
    path("", include("rukun.training.urls")),
    path("", include("rukun.people.urls")),
    path("", include(people_urls.entrance)),
    path("", include("rukun.almanac.urls")),
    path("", include("rukun.territory.urls")),
    path("", include("rukun.journal.urls")),
    path("", include("rukun.ui.urls")),
    path("api/v1/", include(api_urls.pages)),
]
if settings.INSTALLATION.demo:
    pages.append(path("demo/", include("rukun.demo.urls")))

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("tiles/", include((territory_urls.machine, "tiles"))),
    path("api/v1/", include(api_urls.machine)),
    path("open311/", include("rukun.report.open311.urls")),
    path("", include((notify_urls.machine, "kiriman"))),
    path("", include((roster_urls.machine, "kalender"))),
    path("", include((alarm_urls.machine, "cap"))),
    *i18n_patterns(*pages, prefix_default_language=False),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

"""The addresses of this room, one module for each of its topics."""

from rukun.report.urls import (
    app,
    complaints,
    following,
    handoff,
    inbox,
    lapor,
    merging,
    photos,
    public,
    receipt,
    rules,
    voices,
    working,
)

app_name = "report"

urlpatterns = [
    *app.urlpatterns,
    *lapor.urlpatterns,
    *receipt.urlpatterns,
    *handoff.urlpatterns,
    *following.urlpatterns,
    *inbox.urlpatterns,
    *working.urlpatterns,
    *photos.urlpatterns,
    *voices.urlpatterns,
    *complaints.urlpatterns,
    *merging.urlpatterns,
    *public.urlpatterns,
    *rules.urlpatterns,
]

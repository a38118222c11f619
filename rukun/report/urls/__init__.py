"""The addresses of this room, one module for each of its topics."""

from rukun.report.urls import app, complaints, inbox, lapor, photos, public, receipt

app_name = "report"

urlpatterns = [
    *app.urlpatterns,
    *lapor.urlpatterns,
    *receipt.urlpatterns,
    *inbox.urlpatterns,
    *photos.urlpatterns,
    *complaints.urlpatterns,
    *public.urlpatterns,
]

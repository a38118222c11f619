from django.urls import path

from rukun.report.views import app

urlpatterns = [
    path("lapor/kirim/", app.send, name="send"),
    path("lapor/foto/", app.send_photo, name="send_photo"),
    path("lapor/formulir/", app.parts, name="app"),
    path("lapor/sw.js", app.worker, name="worker"),
    path("lapor/app.webmanifest", app.manifest, name="manifest"),
    path("lapor/wilayah.json", app.area, name="area"),
]

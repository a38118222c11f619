from django.urls import path

from rukun.demo.views import cast, night, phone, provider

app_name = "demo"

urlpatterns = [
    path("", cast.demo, name="cast"),
    path("malam/", night.night, name="night"),
    path("kode/", cast.sent_codes, name="codes"),
    path("ponsel/", phone.phone, name="phone"),
    path("ponsel/foto/", phone.photo, name="photo"),
    path("terkirim/", phone.sent, name="sent"),
    path("penyedia/<path:path>", provider.provider, name="provider"),
]

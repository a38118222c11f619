from django.urls import path

from rukun.report.views import photos

urlpatterns = [
    path("laporan/foto/<uuid:key>/", photos.photo, name="photo"),
    path("laporan/foto/<uuid:key>/list.jpg", photos.picture, {"kind": "list"}, name="photo_list"),
    path("laporan/foto/<uuid:key>/page.jpg", photos.picture, {"kind": "page"}, name="photo_page"),
    path("laporan/foto/<uuid:key>/tutupi/", photos.paint, name="photo_paint"),
    path("laporan/foto/<uuid:key>/loloskan/", photos.clear, name="photo_clear"),
    path("laporan/foto/<uuid:key>/ulang/", photos.start_again, name="photo_again"),
    path("laporan/foto/<uuid:key>/asli/", photos.original, name="photo_original"),
    path("laporan/foto/<uuid:key>/asli/minta/", photos.ask, name="photo_ask"),
    path("laporan/foto/<uuid:key>/asli/setuju/<uuid:opening>/", photos.agree, name="photo_agree"),
]

from django.urls import path

from rukun.report.views import lapor

urlpatterns = [
    path("lapor/", lapor.lapor, name="lapor"),
    path("lapor/peta/<str:code>.svg", lapor.map_to_tap, name="lapor_map"),
]

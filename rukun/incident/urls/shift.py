"""The posko's shift: handing it over, and its log on one page."""

from django.urls import URLPattern, path

from rukun.incident.views import shift

urlpatterns: list[URLPattern] = [
    path("papan/giliran/", shift.overview, name="shift"),
    path("papan/giliran/serah/", shift.give, name="shift_give"),
    path("papan/giliran/mutasi/", shift.log, name="shift_log"),
    path("papan/giliran/<uuid:key>/", shift.handover, name="shift_one"),
    path("papan/giliran/<uuid:key>/terima/", shift.take, name="shift_take"),
    path("papan/giliran/<uuid:key>/tarik/", shift.take_back, name="shift_back"),
    path("papan/giliran/<uuid:key>/lembar.pdf", shift.sheet, name="shift_sheet"),
]

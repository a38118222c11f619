from django.urls import path

from rukun.almanac.views import nights, spans, year

app_name = "almanac"
urlpatterns = [
    path("kalender/", year.year, name="year"),
    path("kalender/tetapkan/", year.decide, name="decide"),
    path("kalender/hapus/<int:key>/", year.remove, name="remove"),
    path("kalender/malam/", nights.year, name="nights"),
    path("kalender/rentang/", spans.spans, name="spans"),
    path("kalender/rentang/tambah/", spans.enter, name="enter"),
    path("kalender/rentang/hapus/<int:key>/", spans.remove, name="remove_span"),
]

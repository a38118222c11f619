"""The addresses of this room: one's own calls, how the kentongan is set up, drills, public warnings."""

from django.urls import URLPattern, path

from rukun.alarm import urls_warnings
from rukun.alarm.views import beats, drill, own, setup

app_name = "alarm"

machine = urls_warnings.machine
"""Without a language, for programs."""

urlpatterns: list[URLPattern] = [
    path("panggilan/", own.calls, name="calls"),
    path("panggilan/<uuid:key>/", own.call, name="call"),
    path("panggilan/<uuid:key>/jawab/", own.answer, name="answer"),
    path("kentongan/", setup.start, name="setup"),
    path("kentongan/waktu/", setup.times, name="times"),
    path("kentongan/waktu/ikut/", setup.follow, name="follow"),
    path("kentongan/kode/", beats.table, name="beats"),
    path("kentongan/kode/baru/", beats.new, name="beat_new"),
    path("kentongan/kode/lembar.pdf", beats.sheet, name="beat_sheet"),
    path("kentongan/kode/<uuid:key>/", beats.change, name="beat"),
    path("kentongan/kode/<uuid:key>/pindah/", beats.move, name="beat_move"),
    path("kentongan/kode/<uuid:key>/hapus/", beats.remove, name="beat_remove"),
    path("kentongan/latihan/", drill.prepare, name="drills"),
    path("kentongan/latihan/<uuid:key>/", drill.drill, name="drill"),
    path("kentongan/latihan/<uuid:key>/akhiri/", drill.finish, name="drill_end"),
    *urls_warnings.urlpatterns,
]

from django.urls import URLPattern, path

from rukun.roster.views import living, living_now

urlpatterns: list[URLPattern] = [
    path("jadwal/tugas/<uuid:key>/", living.duty, name="duty"),
    path("jadwal/tugas/<uuid:key>/tukar/", living.swap, name="swap"),
    path("jadwal/tugas/<uuid:key>/pengganti/", living.call, name="call"),
    path("jadwal/tugas/<uuid:key>/hadir/", living_now.attend, name="attend"),
    path("jadwal/tukar/<uuid:key>/", living.answer_swap, name="answer_swap"),
    path("jadwal/pengganti/<uuid:key>/batal/", living.end_call, name="end_call"),
    path("jadwal/pengganti/<int:key>/", living.answer_call, name="answer_call"),
    path("jadwal/<uuid:key>/sekarang/", living_now.now, name="now"),
    path("jadwal/hadir/<str:token>/", living_now.check_in_here, name="check_in"),
    path("jadwal/pos/<uuid:key>/catatan/", living_now.notes, name="notes"),
    path("jadwal/catatan/<uuid:key>/hapus/", living_now.erase, name="erase_note"),
]

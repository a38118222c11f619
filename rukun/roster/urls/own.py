from django.urls import URLPattern, path

from rukun.roster.views import own, poster

machine: list[URLPattern] = [path("jadwal/ics/<str:secret>.ics", own.ics, name="feed")]
"""Without a language, for programs that read calendars."""

urlpatterns: list[URLPattern] = [
    path("jadwal/", own.home, name="home"),
    path("jadwal/kalender/", own.feed, name="feed"),
    path("jadwal/<uuid:watch>/", own.watch, name="watch"),
    path("jadwal/<uuid:watch>/bisa/", own.own_wishes, name="wishes"),
    path("jadwal/<uuid:watch>/bisa/<uuid:watcher>/", own.wishes_of_watcher, name="wishes_of"),
    path("jadwal/<uuid:watch>/ketersediaan/", own.availability, name="availability"),
    path("jadwal/<uuid:watch>/poster.pdf", poster.poster, name="poster"),
]

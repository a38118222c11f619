"""The one page of this room: for an authority that has no account here, and holds a link."""

from django.urls import path

from rukun.commitment import views

app_name = "commitment"

urlpatterns = [
    path("serah/", views.handed, name="handed"),
]

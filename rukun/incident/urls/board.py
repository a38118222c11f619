"""The posko's board, and what it asks every few seconds."""

from django.urls import path

from rukun.incident.views import board

urlpatterns = [
    path("papan/", board.board, name="board"),
    path("papan/perubahan", board.changes, name="changes"),
]

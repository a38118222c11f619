"""The addresses of this room, one module for each of its topics."""

from rukun.roster.urls import living, making, own, setup

app_name = "roster"

machine = own.machine

urlpatterns = [*own.urlpatterns, *setup.urlpatterns, *making.urlpatterns, *living.urlpatterns]

"""Pages of situations: the board, one of them, the map of potential disturbances, the posko's shift."""

from rukun.incident.urls import board, one, shift, spots

app_name = "incident"
urlpatterns = [*board.urlpatterns, *shift.urlpatterns, *one.urlpatterns, *spots.urlpatterns]

"""The map of potential disturbances."""

from django.urls import path

from rukun.incident.views import spots

urlpatterns = [
    path("kerawanan/", spots.spots, name="spots"),
    path("kerawanan/baru/", spots.new, name="spot_new"),
    path("kerawanan/<uuid:key>/", spots.one, name="spot"),
    path("kerawanan/<uuid:key>/ubah/", spots.change, name="spot_change"),
    path("kerawanan/<uuid:key>/tinjau/", spots.review, name="spot_review"),
    path("kerawanan/<uuid:key>/akhiri/", spots.end, name="spot_end"),
]

from datetime import date

from django.urls import path, register_converter

from rukun.roster.views import making, making_fairness


class Night:
    """A night in an address, as ``2026-03-06``."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(Night, "night")

urlpatterns = [
    path("jadwal/<uuid:key>/susun/", making.rosters, name="rosters"),
    path("jadwal/<uuid:key>/susun/baru/", making.new_roster, name="new_roster"),
    path("jadwal/<uuid:key>/adil/", making_fairness.fairness, name="fairness"),
    path("jadwal/rancangan/<uuid:key>/", making.roster, name="roster"),
    path("jadwal/rancangan/<uuid:key>/susun/", making.solve, name="solve"),
    path("jadwal/rancangan/<uuid:key>/henti/", making.stop, name="stop_solving"),
    path("jadwal/rancangan/<uuid:key>/terima/", making.accept, name="accept_relaxation"),
    path("jadwal/rancangan/<uuid:key>/terbitkan/", making.publish, name="publish"),
    path("jadwal/rancangan/<uuid:key>/buang/", making.discard, name="discard"),
    path("jadwal/rancangan/<uuid:key>/ulang/", making.resolve, name="resolve"),
    path("jadwal/rancangan/<uuid:key>/<night:night>/<uuid:shift>/", making.cell, name="cell"),
]

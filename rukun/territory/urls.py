from django.urls import path, register_converter

from rukun.territory import views
from rukun.territory.algo.codes import CODE

app_name = "territory"


class UnitCode:
    """A territory code."""

    regex = CODE.pattern

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(UnitCode, "unit")

urlpatterns = [
    path("wilayah/", views.index, name="index"),
    path("wilayah/peta/", views.about_map, name="about_map"),
    path("wilayah/<unit:code>/", views.unit, name="unit"),
]

# The same in every language, and found before all pages: a map asks for a dozen at once.
machine = [path("<uuid:token>/<int:zoom>/<int:x>/<int:y>", views.tile, name="tile")]

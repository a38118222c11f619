from django.urls import path, register_converter

from rukun.journal import views

app_name = "journal"


class ChainConverter:
    """A territory code, or ``-`` for the installation's own chain, whose code is empty."""

    regex = r"-|[0-9A-Za-z.]{2,80}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value or "-"


register_converter(ChainConverter, "chain")

urlpatterns = [
    path("buku-mutasi/", views.journal, name="journal"),
    path("buku-mutasi/tulis/", views.write, name="write"),
    path("buku-mutasi/<chain:chain>/<int:sequence>/", views.entry, name="entry"),
    path("buku-mutasi/<chain:chain>/<int:sequence>/keterangan/", views.entry_note, name="entry_note"),
]

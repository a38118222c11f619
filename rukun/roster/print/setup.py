"""The sheet with a post's code, to hang up there."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from rukun.roster.models import Post
from rukun.ui import paper, qr

SHEET = Path(__file__).resolve().parent / "setup.typ"


def code_pdf(post: Post, *, link: str) -> bytes:
    """A4, in Indonesian. The QR holds ``link``, which says which post it is and nothing else."""
    with override("id"):
        return paper.pdf(
            SHEET,
            {
                "title": post.name,
                "place": post.place,
                "above": post.watch.organisation.name,
                "qr": qr.on_paper(link, error="q"),
                "scan": _("Bertugas malam ini? Pindai, lalu ketuk “Saya hadir”."),
                "lines": [
                    _("Tanpa ponsel: pemimpin giliran yang mencatat."),
                    _("Selalu sedikitnya berdua. Tidak aman? Mundur."),
                ],
                "first": _("Keadaan darurat"),
                "numbers": [["110", _("Polisi")], ["112", _("Darurat Jakarta")]],
                "site": settings.INSTALLATION.name,
            },
        )

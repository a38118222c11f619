"""What this topic prints: the code of conduct."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from rukun.training.content import conduct
from rukun.ui import paper

HERE = Path(__file__).resolve().parent


def conduct_pdf() -> bytes:
    """The code of conduct on A4, to hang at the post and to sign on paper where somebody has no phone."""
    text = conduct()
    with override("id"):
        data = {
            "title": text.title,
            "above": _("Kode etik · versi %d") % text.version,
            "preface": text.preface,
            "parts": [
                [_("Yang saya lakukan"), list(text.promises)],
                [_("Yang tidak pernah saya lakukan"), list(text.never)],
            ],
            "consequence": text.consequence,
            "lines": [_("Nama"), _("Tempat dan tanggal"), _("Tanda tangan")],
            "foot": _("Keadaan darurat: 110 (polisi), 112 (Jakarta)"),
        }
    return paper.pdf(HERE / "members.typ", data)

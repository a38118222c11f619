"""A course's cards on paper, to hand out or to pin up."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from rukun.training.content import Course
from rukun.ui import paper
from rukun.ui.dates import in_words

HERE = Path(__file__).resolve().parent


@cache
def cards_pdf(course: Course) -> bytes:
    """A4, two columns. The same for everybody, and printed once in a process's life."""
    with override("id"):
        return paper.pdf(
            HERE / "learning.typ",
            {
                "title": course.title,
                "above": _("Kartu pelatihan"),
                "lead": course.about,
                "cards": [
                    {
                        "title": each.title,
                        "text": list(each.text),
                        "lists": [
                            {"title": title, "rows": list(rows)}
                            for title, rows in ((_("Lakukan"), each.do), (_("Jangan"), each.never))
                            if rows
                        ],
                        "say": {"title": _("Ucapkan"), "rows": list(each.say)},
                    }
                    for each in course.cards
                ],
                "foot": _("%(site)s. Versi %(version)d, berlaku sejak %(since)s. Darurat: 110 (polisi), 112.")
                % {
                    "site": settings.INSTALLATION.name,
                    "version": course.version,
                    "since": in_words(course.since),
                },
            },
        )

"""Every sentence of a talk with values made up: for the page on which whoever connects channels reads all messages."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.notify.desk import Say
from rukun.report import talk_later_words, talk_words
from rukun.report.algo import codes
from rukun.report.algo.told import Line
from rukun.report.talk_labels import LABELS, SHORT, SHORT_SUBJECTS
from rukun.report.talk_later_words import say

VARIANTS: dict[str, tuple[dict[str, Any], ...]] = {
    "hello": ({}, {"short": True}),
    "danger": ({}, {"sick": True}, {"protected": True}),
    "ask_caution": ({"category": "kekerasan"}, {"category": "keluhan"}),
    "ask_subject": ({"codes": list(SHORT_SUBJECTS)},),
    "ask_where": ({"rough": ""}, {}),
    "ask_when": ({}, {"category": "keadaan"}),
    "ask_words": ({}, {"category": "kabar"}, {"category": "bantuan"}, {"category": "saran"}),
    "again": (
        {"step": "where"},
        {"step": "where", "tries": talk_words.PATIENCE},
        {"step": "words"},
        {"step": "when", "labels": [LABELS["now:yes"], LABELS["now:no"]]},
    ),
    "ask_number": ({}, {"step": "subject"}, {"simply": True}),
    "confirm": ({}, {"follows": True}, {"done": False}),
    "ask_check": ({}, {"category": "kekerasan"}),
}
"""What makes a sentence read differently."""


def sentences() -> Iterator[tuple[str, Say]]:
    """Each by its code, in the language of the moment, with the buttons that it can have."""
    for code in (*talk_words.CODES, *talk_later_words.CODES):
        for differs in VARIANTS.get(code, ({},)):
            values = {**_values(), **differs}
            step = "cannot" if code == "confirm" and not values["done"] else code.removeprefix("ask_")
            choices = tuple(each for each in LABELS if each.startswith(f"{step}:"))
            yield code, say(Line(code, values, choices))


def _values() -> dict[str, Any]:
    now, code = timezone.now(), "0" * codes.DIGITS
    return {
        "at": now,
        "happened": now,
        "about": "hour",
        "category": "tawuran",
        "code": code,
        "codes": list(SHORT),
        "done": True,
        "found": "Sari, 0812 3456 7890",
        "grouped": codes.grouped(code),
        "lasting": False,
        "most": len(SHORT),
        "photos": 1,
        "place": _("dekat jembatan"),
        "places": ["Jalan Melati, RW 03", "Jalan Melati, RW 05"],
        "rough": "Jalan Melati",
        "rw": 12,
        "rws": list(range(1, 9)),
        "status": _("sedang dikerjakan"),
        "step": "category",
        "text": _("Tiang yang mana?"),
        "timed": True,
        "voices": 0,
        "where": "RW 03, Kampung Contoh",
        "why": _("gambarnya tidak sampai ke kami. Mohon kirim sekali lagi."),
        "words": _("Ada tawuran di dekat jembatan, banyak yang bawa batu."),
    }

"""Kinds of posts, in words."""

from django.utils.translation import gettext_lazy as _

from rukun.almanac.algo.nights import AKHIR_PEKAN, MALAM_LIBUR, SAHUR

POS, PATROL, DESK = "pos", "patroli", "posko"
POSTS = {POS: _("Pos ronda"), PATROL: _("Regu keliling"), DESK: _("Meja posko")}

CLASS_KINDS = {"weekend": AKHIR_PEKAN, "sahur": SAHUR, "holiday": MALAM_LIBUR}
"""Which kind of night (``almanac.algo.nights``) is which class of fairness (``algo.problem.CLASSES``)."""

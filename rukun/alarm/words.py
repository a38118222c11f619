"""Codes of this room in words, and units as messages name them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.alarm.algo.beats import RHYTHMS as RHYTHM_CODES
from rukun.alarm.models import Called
from rukun.territory.algo import codes
from rukun.ui.templatetags.units import unit as unit_in_words

ROLES = {
    Called.DUTY: gettext_lazy("petugas jaga"),
    Called.OFFICER: gettext_lazy("petugas"),
    Called.HEAD: gettext_lazy("ketua RW/RT"),
}
ANSWERS = {
    "": gettext_lazy("belum menjawab"),
    Called.COMES: gettext_lazy("siap"),
    Called.CANNOT: gettext_lazy("tidak bisa"),
    Called.WITHDREW: gettext_lazy("mundur"),
}
BUTTONS = {
    Called.COMES: gettext_lazy("Siap"),
    Called.CANNOT: gettext_lazy("Tidak bisa"),
    Called.WITHDREW: gettext_lazy("Mundur"),
}
WAITING, SENT, DELIVERED, READ, UNREACHABLE = "waiting", "sent", "delivered", "read", "unreachable"
STATES = {
    WAITING: gettext_lazy("sedang dikirim"),
    SENT: gettext_lazy("terkirim"),
    DELIVERED: gettext_lazy("sampai"),
    READ: gettext_lazy("dibaca"),
    UNREACHABLE: gettext_lazy("tidak terjangkau"),
}
ENDINGS = {
    "safe": gettext_lazy("aman"),
    "false": gettext_lazy("alarm palsu"),
    "run_out": gettext_lazy("habis waktunya tanpa diakhiri"),
    "closed": gettext_lazy("kejadiannya ditutup"),
    "level": gettext_lazy("tingkatnya berubah"),
    "worse": gettext_lazy("keadaan memburuk"),
    "replaced": gettext_lazy("diganti kentongan berikutnya"),
    "still": gettext_lazy("selesai, tingkatnya masih berlaku"),
    "officer": gettext_lazy("petugas tidak dapat dihubungi"),
    "real": gettext_lazy("dihentikan, kentongan sungguhan berbunyi"),
}
RHYTHMS = dict(
    zip(
        RHYTHM_CODES,
        (gettext_lazy("pelan"), gettext_lazy("tetap"), gettext_lazy("cepat"), gettext_lazy("makin cepat")),
        strict=True,
    )
)
LEFT_OUT = {
    "suspended": gettext_lazy("tugasnya ditangguhkan"),
    "alone": gettext_lazy("sendirian: paling sedikit dua orang bersama"),
    "unfit": gettext_lazy("belum memenuhi syarat bertugas"),
}
"""Why somebody on duty was not called, by the codes of ``queries.circles``."""


def where_of(unit: str) -> str:
    """A unit as messages name it: never anything smaller than an RW."""
    whole = unit_in_words(codes.up_to(unit, codes.RW))
    return whole.removeprefix(_("Kelurahan") + " ") if codes.level_of(unit) == codes.KELURAHAN else whole

"""What the kinds of nights, and of what people enter, are called."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from rukun.almanac.algo import nights

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NIGHTS: "dict[str, _StrPromise]" = {
    nights.BIASA: _("Malam biasa"),
    nights.AKHIR_PEKAN: _("Malam akhir pekan"),
    nights.SAHUR: _("Malam sahur"),
    nights.MALAM_LIBUR: _("Malam libur"),
    nights.PEMILU: _("Malam tahap pemilu"),
    nights.ACARA: _("Malam acara"),
}
"""Each kind of night by its code, for every room that names them."""

EXPLAINED: "dict[str, _StrPromise]" = {
    nights.AKHIR_PEKAN: _("malam Sabtu dan malam Minggu: dari Jumat dan Sabtu sore"),
    nights.SAHUR: _("paginya orang berpuasa Ramadan"),
    nights.MALAM_LIBUR: _("besoknya hari libur atau cuti bersama, atau malam takbiran"),
    nights.PEMILU: _("tahap pemilu, dari malam sebelumnya sampai malam hari terakhirnya"),
    nights.ACARA: _("ada acara atau pertandingan"),
}


@dataclass(frozen=True)
class SpanKind:
    """Something that lasts from a day to a day. ``longest`` in days; ``ahead``: it cannot have begun when entered."""

    code: str
    words: "_StrPromise"
    longest: int
    ahead: bool = False


SPANS = {
    each.code: each
    for each in (
        SpanKind(nights.ACARA, _("Acara warga"), 31, ahead=True),
        SpanKind(nights.PERTANDINGAN, _("Pertandingan"), 31, ahead=True),
        SpanKind(nights.LIBUR_SEKOLAH, _("Libur sekolah"), 60),
        SpanKind(nights.PEMILU, _("Tahap pemilu"), 120),
        SpanKind(nights.RAMADAN, _("Ramadan"), 30),
    )
}

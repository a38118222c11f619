"""Kinds of organisations that a neighbourhood deals with, and at what levels of the territory they stand."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

CITY, DISTRICT, KELURAHAN, RW, RT = 2, 3, 4, 5, 6


@dataclass(frozen=True)
class Kind:
    """``levels`` as in a unit's code: how many parts it has; empty for any."""

    code: str
    words: "_StrPromise"
    levels: tuple[int, ...] = ()


KINDS = {
    kind.code: kind
    for kind in (
        Kind("kelurahan", _("Pemerintah kelurahan"), (KELURAHAN,)),
        Kind("kecamatan", _("Pemerintah kecamatan"), (DISTRICT,)),
        Kind("kota", _("Pemerintah kota"), (CITY,)),
        Kind("polri", _("Polri"), (CITY, DISTRICT, KELURAHAN)),
        Kind("tni", _("TNI"), (CITY, DISTRICT, KELURAHAN)),
        Kind("satpol_pp", _("Satpol PP"), (CITY, DISTRICT, KELURAHAN)),
        Kind("satlinmas", _("Satlinmas"), (KELURAHAN, RW)),
        Kind("siskamling", _("Siskamling (Satkamling) warga"), (RW, RT)),
        Kind("fkdm", _("FKDM"), (CITY, DISTRICT, KELURAHAN)),
        Kind("pokdar", _("Pokdar Kamtibmas (Citra Bhayangkara)"), (CITY, DISTRICT, KELURAHAN)),
        Kind("ormas", _("Ormas"), ()),
        Kind("lmk", _("LMK"), (KELURAHAN,)),
        Kind("karang_taruna", _("Karang Taruna"), (DISTRICT, KELURAHAN, RW, RT)),
        Kind("sekolah", _("Sekolah"), (KELURAHAN, RW, RT)),
        Kind("rumah_ibadah", _("Rumah ibadah"), (KELURAHAN, RW, RT)),
        Kind("bawaslu", _("Bawaslu"), (CITY, DISTRICT, KELURAHAN)),
        Kind("pelindungan", _("Pelindungan perempuan dan anak"), (CITY, DISTRICT, KELURAHAN)),
        Kind("damkar", _("Pemadam kebakaran"), (CITY, DISTRICT, KELURAHAN)),
        Kind("lain", _("Lainnya"), ()),
        Kind("rw", _("RW"), (RW,)),
        Kind("rt", _("RT"), (RT,)),
    )
}

OFFICES = frozenset({"kelurahan", "kecamatan", "kota", "polri", "tni", "rw", "rt"})
"""Kinds that belong to a unit by law: a unit has one lurah and one Kapolsek, whatever their office is called."""

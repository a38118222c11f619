"""How a group comes to be known: the one table. Who must verify it, what it hands in, and what it may do.

An ormas is a partner by agreement. Other groups already stand on somebody's order or deliberation: theirs is a short
way.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from rukun.people.kinds import KELURAHAN, RT, RW

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Authority:
    """One who verifies. ``capability`` is asked in the unit of the partnership."""

    code: str
    words: "_StrPromise"
    capability: str


AUTHORITIES = {
    each.code: each
    for each in (
        Authority("kelurahan", _("Kelurahan"), "partners.kelurahan"),
        Authority("polsek", _("Polsek"), "partners.polsek"),
        Authority("rw", _("Pengurus RW"), "partners.rw"),
    )
}


@dataclass(frozen=True)
class Way:
    """``kind`` is that of the organisation. ``verifiers`` all have to agree, each for itself.

    ``agreement``: it becomes a partner by a written agreement, after the verification, with its legal number and
    documents; else by the last verification, for ``months``. ``duty``: whether its members may go on duty at all.
    ``levels`` are those of the units it may be a partner for.
    """

    kind: str
    words: "_StrPromise"
    about: "_StrPromise"
    verifiers: tuple[str, ...]
    agreement: bool = False
    duty: bool = True
    months: int = 36
    levels: tuple[int, ...] = (KELURAHAN, RW)


WAYS = {
    each.kind: each
    for each in (
        Way(
            "ormas",
            _("Organisasi kemasyarakatan (ormas)"),
            _(
                "Mitra sosial: melihat, melapor, menenangkan, membantu. "
                "Bukan pengganti petugas, tanpa kekerasan, tanpa atribut negara."
            ),
            ("kelurahan", "polsek"),
            agreement=True,
        ),
        Way(
            "pokdar",
            _("Pokdar Kamtibmas (Citra Bhayangkara)"),
            _("Relawan binaan kepolisian. Polsek yang membenarkan, sebab Polsek yang membinanya."),
            ("polsek",),
        ),
        Way(
            "satlinmas",
            _("Satlinmas"),
            _("Dibentuk pemerintah kelurahan, jadi kelurahan yang membenarkan."),
            ("kelurahan",),
        ),
        Way(
            "siskamling",
            _("Siskamling (Satkamling) warga"),
            _("Ronda yang dibentuk warga dengan musyawarah. Pengurus RW dan Polsek membenarkan, setiap tahun."),
            ("rw", "polsek"),
            months=12,
            levels=(RW, RT),
        ),
        Way(
            "fkdm",
            _("FKDM"),
            _("Menghimpun peringatan dini dan memberi rekomendasi. Melapor saja: tidak menangani dan tidak berjaga."),
            ("kelurahan",),
            duty=False,
        ),
    )
}

REPORTING = tuple(way.kind for way in WAYS.values() if not way.duty)
"""Kinds of groups whose members report and never go on duty."""

HELP = {
    "ronda": _("Ronda dan kehadiran di tempat ramai"),
    "pertolongan": _("Pertolongan pertama"),
    "bencana": _("Bantuan saat banjir, kebakaran, dan bencana lain"),
    "lalu_lintas": _("Mengarahkan orang dan kendaraan saat acara, bersama petugas"),
    "remaja": _("Kegiatan remaja: olahraga, seni, belajar"),
    "musyawarah": _("Menengahi dan musyawarah warga"),
    "kabar": _("Menjernihkan kabar bohong"),
    "logistik": _("Tempat, makanan, atau kendaraan"),
}
"""Kinds of help that a group offers."""

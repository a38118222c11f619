"""About whom somebody complains, and who reads it: never the subject, nor the subject's unit or chair."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from rukun.report.elsewhere import AUTHORITIES, Authority

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Subject:
    """``readers`` are the capabilities that open the complaint; none where only an authority outside may hear it.

    ``elsewhere`` are keys of ``elsewhere.AUTHORITIES``, named to the reporter in every case.
    """

    code: str
    words: "_StrPromise"
    readers: tuple[str, ...]
    elsewhere: tuple[str, ...]


SUBJECTS = {
    each.code: each
    for each in (
        Subject(
            "anggota",
            _("Anggota ormas atau relawan"),
            ("complaints.kelurahan", "complaints.polsek"),
            ("ombudsman",),
        ),
        Subject("rt_rw", _("Pengurus RT atau RW"), ("complaints.kelurahan",), ("ombudsman",)),
        Subject("posko", _("Petugas posko"), ("complaints.kelurahan",), ("ombudsman",)),
        Subject(
            "kelurahan", _("Lurah atau pegawai kelurahan"), ("complaints.kecamatan",), ("inspektorat", "ombudsman")
        ),
        Subject("kecamatan", _("Camat, pegawai kecamatan, atau di atasnya"), (), ("inspektorat", "ombudsman")),
        Subject("polisi", _("Anggota polisi"), (), ("propam", "kompolnas", "ombudsman")),
        Subject("tni", _("Anggota TNI"), (), ("denpom", "ombudsman")),
    )
}
READERS = ("complaints.kelurahan", "complaints.polsek", "complaints.kecamatan")


def authorities_of(subject: str) -> list[Authority]:
    """Who outside hears a complaint about such a subject; nobody where there is no such subject."""
    return [AUTHORITIES[code] for code in SUBJECTS[subject].elsewhere] if subject in SUBJECTS else []

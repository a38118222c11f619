"""What can be done about a situation: the one table. What is on offer follows from the level and from who asks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from rukun.incident.models import Incident

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NONE, PG, AG, GN = Incident.NONE, Incident.PG, Incident.AG, Incident.GN
ANY = (NONE, PG, AG, GN)
CALL_110, CALL_112, NOTIFY, ASK, RING, HAND_OVER, NOTE = (
    "call_110",
    "call_112",
    "notify",
    "ask_reporter",
    "ring",
    "hand_over",
    "note",
)


@dataclass(frozen=True)
class MeasureKind:
    """One row of the table.

    ``levels``: at which it is offered. ``capability``: what it takes in the situation's unit. ``room``: whose page it
    is done on; where that room is not installed it is not offered ("" is this one). ``first``: at GN it stands before
    everything else. ``hazard``: offered for hazards at every level, whatever ``levels`` says. Its card is in ``cards``.
    """

    code: str
    words: "_StrPromise"
    hint: "_StrPromise"
    levels: tuple[int, ...] = ANY
    capability: str = "incidents.write"
    room: str = ""
    first: bool = False
    hazard: bool = False


MEASURES = {
    each.code: each
    for each in (
        MeasureKind(
            CALL_110,
            _("Sudah telepon polisi, 110"),
            _("Telepon dulu, baru catat pukul berapa. Catatan ini tidak memanggil siapa pun."),
            first=True,
        ),
        MeasureKind(
            CALL_112,
            _("Sudah telepon darurat, 112"),
            _("Untuk api, banjir, dan orang luka. Telepon dulu, baru catat pukul berapa."),
            first=True,
        ),
        MeasureKind(
            RING,
            _("Bunyikan kentongan"),
            _("Memanggil petugas dan, bila tingkatnya sudah dipastikan, regu ke titik kumpul."),
            levels=(AG, GN),
            capability="alarms.ring",
            hazard=True,
        ),
        MeasureKind(
            NOTIFY,
            _("Beri tahu petugas dan ketua RT/RW"),
            _("Pesan pendek: jenis dan RW saja. Ketua RT/RW baru menerimanya bila AG atau GN sudah dipastikan."),
        ),
        MeasureKind(
            ASK,
            _("Tanya pelapor"),
            _("Satu pertanyaan siap pakai kepada semua pelapor yang laporannya digabungkan."),
        ),
        MeasureKind(
            "patrol",
            _("Minta patroli"),
            _("Dua orang dewasa yang terlatih, atau lebih, lewat di sekitar tempat itu."),
            levels=(PG, AG),
            room="patrol",
        ),
        MeasureKind(
            "cordon",
            _("Usulkan penyekatan"),
            _("Dipimpin polisi. Warga berdiri di jalan pulangnya sendiri dan mengarahkan, lalu mundur."),
            levels=(AG, GN),
            capability="incidents.verify",
            room="cordon",
        ),
        MeasureKind(
            "dialogue",
            _("Undang bicara kedua wilayah"),
            _("Pertemuan yang tenang dengan ketua RT/RW dan tokoh kedua wilayah."),
            levels=(PG, AG),
            room="forum",
        ),
        MeasureKind(
            HAND_OVER,
            _("Teruskan ke instansi lain"),
            _("Satpol PP, Damkar, Bawaslu, sekolah, puskesmas, atau Dishub. Catat pukul berapa dihubungi."),
        ),
        MeasureKind(
            NOTE,
            _("Catat tindakan lain"),
            _("Apa yang dilakukan di tempat itu, tanpa nama orang."),
        ),
    )
}

ORDER = {
    NONE: (NOTE, ASK, NOTIFY, "patrol", "dialogue", HAND_OVER, RING, "cordon", CALL_110, CALL_112),
    PG: ("dialogue", "patrol", ASK, NOTIFY, HAND_OVER, NOTE, RING, "cordon", CALL_110, CALL_112),
    AG: (CALL_110, CALL_112, RING, NOTIFY, "patrol", "cordon", ASK, "dialogue", HAND_OVER, NOTE),
    GN: (CALL_110, CALL_112, RING, NOTIFY, "cordon", HAND_OVER, ASK, NOTE, "patrol", "dialogue"),
}
"""In which order they stand at a level: what the doctrine has at it comes first; at GN the telephone."""


@dataclass(frozen=True)
class Authority:
    """``kind`` is that of the organisations (``people.kinds``) of which whoever is registered is told; "" for none."""

    code: str
    words: "_StrPromise"
    kind: str = ""


AUTHORITIES = {
    each.code: each
    for each in (
        Authority("satpol_pp", _("Satpol PP"), "satpol_pp"),
        Authority("damkar", _("Pemadam kebakaran (Damkar)"), "damkar"),
        Authority("bawaslu", _("Bawaslu"), "bawaslu"),
        Authority("sekolah", _("Sekolah"), "sekolah"),
        Authority("puskesmas", _("Puskesmas")),
        Authority("dishub", _("Dinas Perhubungan")),
    )
}

"""Filling Kampung Contoh, through the same actions that real people use."""

import tempfile
from pathlib import Path

from rukun.demo.cast import CAST, KELURAHAN, RW_03
from rukun.demo.kampung import osm_of_kampung_contoh
from rukun.guard import Actor, System
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.people import actions as people
from rukun.people.actor import actor_of
from rukun.people.queries import person_with_id
from rukun.territory import queries as territory
from rukun.territory.actions import import_map

NIGHT = (
    ("petugas_posko", KELURAHAN, "Posko dibuka. Giliran jaga lengkap, empat orang, senter dan peluit ada."),
    ("petugas_posko", KELURAHAN, "Ronda pertama: jembatan sepi, warung di ujung timur masih buka."),
    ("ketua_rw", RW_03, "Dua kelompok remaja nongkrong di kedua ujung jembatan. Ramai tetapi tenang."),
    ("bhabinkamtibmas", KELURAHAN, "Menyapa kedua kelompok bersama pengurus RW. Diminta pulang untuk sahur."),
    ("petugas_posko", KELURAHAN, "Ujung barat sudah kosong. Ujung timur tinggal beberapa orang."),
    ("babinsa", KELURAHAN, "Keliling bersama warga sampai masjid. Tidak ada kejadian."),
    ("petugas_posko", KELURAHAN, "Sahur. Lampu jembatan sisi timur mati, perlu dilaporkan besok pagi."),
    ("lurah", KELURAHAN, "Malam tenang. Terima kasih kepada semua yang berjaga; lampu diurus hari ini."),
)
"""One Ramadan night at the bridge, as the posko wrote it down: who, where, what."""


def fill() -> bool:
    """Put the kampung, then the cast and their night in place, each whole or not; nothing where it was done before.

    Returns whether the cast was put there.
    """
    if territory.is_empty():
        _draw_the_kampung()
    with journal.atomic():
        if person_with_id(CAST["administrator"].person_id):
            return False
        persons = {key: _introduce(key) for key in CAST}
        for key, unit, text in NIGHT:
            journal.write_log(actor=persons[key], unit=unit, text=text, log_id=new_id())
    return True


def _draw_the_kampung() -> None:
    """By the way that every real neighbourhood's map takes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kampung-contoh.osm"
        path.write_text(osm_of_kampung_contoh(), encoding="utf-8")
        import_map(actor=System("demo"), path=path)


def _introduce(key: str) -> Actor:
    role, system = CAST[key], System("demo")
    person = people.add_person(
        actor=system, name=role.name, phone=role.phone, unit=role.unit or KELURAHAN, person_id=role.person_id
    )
    if role.title:
        people.give_position(actor=system, person=person, title=role.title, unit=role.unit)
    return actor_of(person)

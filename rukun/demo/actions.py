"""Filling Kampung Contoh, through the same actions that real people use."""

import tempfile
from pathlib import Path

from django.utils import timezone

from rukun.demo.cast import CAST, KELURAHAN, RW_03, organisation_id, person_id, private_phone
from rukun.demo.kampung import osm_of_kampung_contoh
from rukun.demo.offices import ORGANISATIONS, seats, work_phone
from rukun.demo.partners import partner_up
from rukun.demo.reports import tell
from rukun.demo.ronda import keep_watch
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
    """Put the kampung, then its people and their night in place, each whole or not; nothing where it was done before.

    Returns whether the people were put there.
    """
    if territory.is_empty():
        _draw_the_kampung()
    with territory.one_look(), journal.atomic():
        if person_with_id(CAST["administrator"].person_id):
            return False
        cast = _settle()
        partner_up(cast, _actor_of_number, timezone.localtime())
        keep_watch(cast, _actor_of_number, timezone.localtime())
        tell(cast, timezone.localtime())
        for key, unit, text in NIGHT:
            journal.write_log(actor=cast[key], unit=unit, text=text, log_id=new_id())
    return True


def _actor_of_number(number: int) -> Actor:
    person = person_with_id(person_id(number))
    assert person is not None, number
    return actor_of(person)


def _draw_the_kampung() -> None:
    """By the way that every real neighbourhood's map takes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kampung-contoh.osm"
        path.write_text(osm_of_kampung_contoh(), encoding="utf-8")
        import_map(actor=System("demo"), path=path)


def _settle() -> dict[str, Actor]:
    """Put everybody there, with what they belong to and the offices they hold. Returns the cast."""
    system = System("demo")
    rws = [rw.code for rw in territory.parts_of(KELURAHAN)]
    rts = [rt.code for rw in rws for rt in territory.parts_of(rw)]
    organisations = {
        key: people.establish_organisation(
            actor=system,
            kind=kind,
            name=name,
            unit=unit,
            work_phone=work_phone(line) if line else "",
            organisation_id=organisation_id(line) if line else None,
        )
        for key, kind, name, unit, line in (
            *((key, *rest) for key, rest in ORGANISATIONS.items()),
            *((rw, "rw", territory.name_of(rw), rw, 0) for rw in rws),
            *((rt, "rt", territory.name_of(rt), rt, 0) for rt in rts),
        )
    }
    persons = {
        role.number: people.add_person(
            actor=system, name=role.name, phone=role.phone, unit=role.unit or KELURAHAN, person_id=role.person_id
        )
        for role in CAST.values()
    }
    for seat in seats(rts, timezone.localtime()):
        if seat.number not in persons:
            persons[seat.number] = people.add_person(
                actor=system,
                name=seat.name,
                phone=private_phone(seat.number),
                unit=seat.unit,
                person_id=person_id(seat.number),
            )
        people.give_position(
            actor=system,
            person=persons[seat.number],
            title=seat.title,
            unit=seat.unit,
            organisation=organisations.get(seat.organisation),
            since=seat.since,
            until=seat.until,
            rank=seat.rank,
            decree=seat.decree,
            work_phone=seat.work_phone,
        )
    return {key: actor_of(persons[role.number]) for key, role in CAST.items()}

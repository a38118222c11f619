"""A map comes in whole or not at all; a newer one changes what changed and nothing else."""

from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError, OperationalError

from rukun.geo.coordinates import Point
from rukun.guard import Refused
from rukun.journal.models import Entry
from rukun.journal.tests.factories import holder
from rukun.territory import queries
from rukun.territory.actions import import_map
from rukun.territory.errors import BadClip, BadList, ImportedMeanwhile, ManyWouldGo, UnusableFile
from rukun.territory.models import Edition, Place, ShapeBundle, StreetNetwork, Unit
from rukun.territory.tests.osm import Osm
from rukun.territory.tests.towns import KELURAHAN, SYSTEM, X, Y, at, imported, listed, square, town

pytestmark = pytest.mark.django_db


def state() -> Any:
    """Everything the room keeps, to compare."""
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (Edition, Unit, Place, StreetNetwork, ShapeBundle, Entry)
    ]


def codes() -> set[str]:
    return set(Unit.objects.filter(retired_at=None).values_list("code", flat=True))


def problems(report: Any) -> set[str]:
    return {problem.kind for problem in report.problems}


def where(east: float, north: float) -> list[str]:
    lon, lat = at(east, north)
    return [unit.code for unit in queries.units_at(Point(lat, lon))]


def test_one_file_gives_units_streets_places_and_the_ground(tmp_path: Path) -> None:
    report = imported(tmp_path)
    assert report.units == {"5": 1, "6": 1, "7": 1, "8": 4}
    assert report.places == {"bridge": 1, "guard_post": 1, "school": 1, "worship": 1}
    assert report.streets["edges"] == 6  # the main street in 4, gang, steps; the motorway is none
    assert report.streets["components"] == 2
    assert report.streets["nodes"] - report.streets["largest_component"] == 2
    assert problems(report) == {"parent_absent"}
    assert where(1, 1) == ["31.73", "31.73.07", KELURAHAN, f"{KELURAHAN}.001"]
    assert where(8.5, 1) == ["31.73", "31.73.07"]
    assert where(20, 1) == []
    assert queries.territory().gazetteer.units[f"{KELURAHAN}.001"].time_zone == "Asia/Jakarta"
    streets = queries.streets()
    assert streets is not None
    assert {"Jalan Kali Pasir", "Gang Mawar", ""} == set(streets.names)
    kinds = {shape.kind for shape in queries.shapes_in((X, Y, X + 1, Y + 1))}
    assert kinds == {"water", "building", "motorway"}
    assert Place.objects.get(kind="school").unit == f"{KELURAHAN}.003"
    entry = Entry.objects.get(verb="territory.map_imported")
    assert entry.codes["units"] == 7
    assert Edition.objects.get().report["units"] == report.units


def test_a_second_import_of_the_same_file_changes_no_unit_and_no_place(tmp_path: Path) -> None:
    imported(tmp_path)
    units, places = state()[1:3]
    report = imported(tmp_path)
    assert state()[1] == units
    assert state()[2] == places
    assert (report.retired, report.revived) == ((), ())
    assert StreetNetwork.objects.count() == 1
    assert ShapeBundle.objects.filter(edition=Edition.objects.order_by("pk").first()).count() == 0


def test_a_newer_map_keeps_ids_moves_outlines_and_retires_what_is_gone(tmp_path: Path) -> None:
    imported(tmp_path)
    ids = dict(Unit.objects.values_list("code", "id"))
    newer = Osm()
    newer.unit(5, "Kota Jakarta Barat", square=square(-2, -2, 10, 6), code="31.73", osm_id=10)
    newer.unit(7, "Palmerah Baru", square=square(0, 0, 8, 4), code=KELURAHAN, osm_id=12)
    for column, (number, box) in enumerate({"01": square(0, 0, 3, 4), "02": square(3, 0, 4, 4)}.items()):
        newer.unit(8, f"RW {number}", square=box, ref=number, osm_id=20 + column, tags={"is_in:kemendagri": KELURAHAN})
    # RW 03 got another number; RW 04 is no longer there, nor is the district.
    newer.unit(8, "RW 13", square=square(4, 0, 6, 4), ref="13", osm_id=22, tags={"is_in:kemendagri": KELURAHAN})
    newer.street("Jalan Baru", [at(0, 1), at(8, 1)])
    report = imported(tmp_path, newer)
    assert {code: ids[code] for code in codes() if code in ids} == {
        code: key for code, key in Unit.objects.filter(retired_at=None).values_list("code", "id") if code in ids
    }
    assert set(report.retired) == {"31.73.07", f"{KELURAHAN}.003", f"{KELURAHAN}.004"}
    assert Unit.objects.get(code=f"{KELURAHAN}.003").successor == Unit.objects.get(code=f"{KELURAHAN}.013")
    assert Unit.objects.get(code=f"{KELURAHAN}.004").successor is None
    assert Unit.objects.get(code=KELURAHAN).name == "Palmerah Baru"
    assert where(2.5, 1) == ["31.73", KELURAHAN, f"{KELURAHAN}.001"]
    assert Unit.objects.count() == 8
    assert [unit.code for unit in queries.parts_of("31.73")] == [KELURAHAN], "nothing is out of reach"
    assert Place.objects.filter(retired_at=None).count() == 0
    assert queries.places_in("") == []
    assert "Jalan Kali Pasir" not in [hit.thing.name for hit in queries.search("Jalan Kali Pasir")]
    assert queries.search("jalan baru")[0].thing.name == "Jalan Baru"
    assert Entry.objects.filter(verb="territory.unit_retired").count() == 3
    # And back again: the same units live on.
    report = imported(tmp_path)
    assert set(report.revived) == {"31.73.07", f"{KELURAHAN}.003", f"{KELURAHAN}.004"}
    assert Unit.objects.get(code=f"{KELURAHAN}.004").id == ids[f"{KELURAHAN}.004"]
    assert Unit.objects.get(code=f"{KELURAHAN}.003").successor is None


def test_doubled_and_unnumbered_rw_keep_their_made_up_codes(tmp_path: Path) -> None:
    first = imported(tmp_path, town(rw=("01", "01", "", "")))
    made_up = {f"{KELURAHAN}.001xl", f"{KELURAHAN}.xm", f"{KELURAHAN}.xn"}
    assert codes() == {"31.73", "31.73.07", KELURAHAN, f"{KELURAHAN}.001", *made_up}
    assert {problem.where for problem in first.problems if problem.kind == "number_missing"} == {
        "relation 22",
        "relation 23",
    }
    # The older RW 01 goes away; the doubled one does not slip into its code, which would change who is meant.
    newer = town(rw=("01", "01", "", ""))
    del newer.relations[20]
    report = imported(tmp_path, newer)
    assert report.retired == (f"{KELURAHAN}.001",)
    assert made_up <= codes()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not_osm"),
        (b"PK\x03\x04 a zip", "not_osm"),
        (b"<!doctype html><html><body>404</body></html>", "not_osm"),
        (b"<osm version='0.6'><node id='1' lat='-6.2' lon='106", "damaged"),
        (b"<osm version='0.6'><node id='1' lat='-6.2' lon='106.8'/></osm>", "no_boundaries"),
    ],
)
def test_what_is_no_map_says_so_and_changes_nothing(tmp_path: Path, content: bytes, why: str) -> None:
    imported(tmp_path)
    before = state()
    bad = tmp_path / "lain.osm"
    bad.write_bytes(content)
    with pytest.raises(UnusableFile) as caught:
        import_map(actor=SYSTEM, path=bad)
    assert caught.value.why == why
    assert caught.value.remedy
    assert state() == before
    assert where(1, 1)[-1] == f"{KELURAHAN}.001"


def test_a_disk_that_fills_up_while_saving_leaves_the_old_territory(tmp_path: Path) -> None:
    imported(tmp_path)
    before = state()
    full = OperationalError("database or disk is full")
    with (
        patch.object(ShapeBundle.objects, "bulk_create", side_effect=full),
        pytest.raises(DatabaseError),
    ):
        imported(tmp_path, town(name="Lain"))
    assert state() == before
    assert queries.name_of(KELURAHAN) == "Palmerah"


def test_a_map_of_another_region_does_not_sweep_the_territory_away(tmp_path: Path) -> None:
    here, elsewhere = town(), Osm()
    for number in range(1, 31):
        box = (106.9 + number / 1000, -6.3, 106.901 + number / 1000, -6.299)
        here.unit(
            9, f"RT {number:03}", square=box, tags={"ref": f"{number:03}", "is_in:kemendagri": f"{KELURAHAN}.001"}
        )
    elsewhere.unit(5, "Kota Bandung", square=(107.5, -7, 107.7, -6.8), code="32.73")
    imported(tmp_path, here)
    before = state()
    with pytest.raises(ManyWouldGo):
        imported(tmp_path, elsewhere)
    assert state() == before
    assert len(imported(tmp_path, elsewhere, retire_many=True).retired) == 37


def test_a_clip_takes_one_unit_with_all_above_and_in_it_and_retires_nothing_elsewhere(tmp_path: Path) -> None:
    osm = town()
    osm.unit(7, "Slipi", square=square(0, 4, 8, 5), code="31.73.07.1002", osm_id=13)
    imported(tmp_path, osm)
    del osm.relations[20]  # RW 01
    del osm.relations[13]  # Slipi
    report = imported(tmp_path, osm, clip=KELURAHAN)
    assert report.units == {"5": 1, "6": 1, "7": 1, "8": 3}
    assert report.retired == (f"{KELURAHAN}.001",)
    assert "31.73.07.1002" in codes()
    box = ",".join(map(str, square(4.5, 0.1, 5, 0.2)))
    report = imported(tmp_path, osm, clip=box)
    assert report.units == {"5": 1, "6": 1, "7": 1, "8": 1}
    assert codes() >= {"31.73.07.1002", f"{KELURAHAN}.002", f"{KELURAHAN}.003"}
    for clip in ("-6.2,106.7,-6.1,106.8", "106.8,-6.1,106.7,-6.2", "Palmerah", "1,2,3"):
        with pytest.raises(BadClip):
            imported(tmp_path, osm, clip=clip)
    for clip in ("31.73.07.9999", "110,-7,110.1,-6.9"):
        with pytest.raises(UnusableFile):
            imported(tmp_path, osm, clip=clip)


def test_two_imports_at_once_do_not_mix(tmp_path: Path) -> None:
    imported(tmp_path)

    def meanwhile(step: str) -> None:
        if step == "saving":
            imported(tmp_path, town(name="Lebih dulu"))

    with pytest.raises(ImportedMeanwhile):
        imported(tmp_path, town(name="Terlambat"), said=meanwhile)
    assert queries.name_of(KELURAHAN) == "Lebih dulu"


def test_only_who_manages_the_installations_territory_may_change_it(tmp_path: Path) -> None:
    path = town().write(tmp_path / "kota.osm")
    for actor in (holder(), holder("31", capabilities=("territory.manage",))):
        with pytest.raises(Refused):
            import_map(actor=actor, path=path)
    assert import_map(actor=holder("", capabilities=("territory.manage",)), path=path).units["7"] == 1


def test_names_that_are_too_long_or_hide_something_are_mended_and_listed(tmp_path: Path) -> None:
    osm = town(name="Kali\u202ePasir" + "ng" * 400)
    osm.street("Gang \u200fRahasia\u0085", [at(0, 0), at(1, 1)])
    report = imported(tmp_path, osm)
    assert {"name_long", "name_unseen"} <= problems(report)
    assert len(queries.name_of(KELURAHAN)) == 120
    assert not {"\u202e", "\u200f", "\u0085"} & set("".join(queries.territory().gazetteer.units[KELURAHAN].name))


def test_a_text_of_absurd_length_is_named_and_nothing_is_taken(tmp_path: Path) -> None:
    imported(tmp_path)
    before = state()
    osm = town()
    osm.street("Jalan " + "panjang " * 650, [at(0, 0), at(1, 1)])
    with pytest.raises(UnusableFile, match=r"way 32, name"):
        imported(tmp_path, osm)
    assert state() == before


def test_two_kelurahan_with_one_code_are_both_kept_and_listed(tmp_path: Path) -> None:
    osm = town()
    osm.unit(7, "Kembaran", square=square(0, 4, 8, 5), code=KELURAHAN, osm_id=99)
    report = imported(tmp_path, osm)
    assert f"{KELURAHAN}x2r" in codes()
    assert [problem.where for problem in report.problems if problem.kind == "code_doubled"] == ["relation 99"]


# Lists.


def test_a_list_adds_what_no_map_has_and_corrects_what_it_has_wrongly(tmp_path: Path) -> None:
    imported(tmp_path)
    report = listed(
        "kode;nama;zona_waktu\n"
        f"{KELURAHAN}.001.001;RT 001;\n"
        f"{KELURAHAN}.001;RW 01 Anggrek;WITA\n"
        "91.01;Kabupaten Contoh;WIT\n"
        "91;Papua;\n"
    )
    assert report.units == {"4": 1, "5": 1, "8": 1, "9": 1}
    units = queries.territory().gazetteer.units
    assert units[f"{KELURAHAN}.001.001"].time_zone == "Asia/Jakarta"
    assert not units[f"{KELURAHAN}.001.001"].drawn
    assert units["91"].time_zone == "Asia/Jayapura"
    assert queries.search("anggrek")[0].thing.name == "RW 01 Anggrek"
    assert queries.search("gang mawar")[0].thing.name == "Gang Mawar"  # streets stay known
    imported(tmp_path)
    assert queries.name_of(f"{KELURAHAN}.001") == "RW 01 Anggrek"
    assert Unit.objects.get(code=f"{KELURAHAN}.001").time_zone == "Asia/Makassar"
    assert f"{KELURAHAN}.001.001" in codes()


def test_a_list_with_errors_names_every_row_and_changes_nothing(tmp_path: Path) -> None:
    imported(tmp_path)
    before = state()
    with pytest.raises(BadList) as caught:
        listed(
            "kode,nama,zona_waktu,berakhir,pengganti\n"
            f"{KELURAHAN}.009,RW 09,,,\n"
            "tiga,RW,,,\n"
            f"{KELURAHAN}.010,,,,\n"
            f"{KELURAHAN}.011,RW 11,WIX,,\n"
        )
    assert [(error.line, error.why) for error in caught.value.errors] == [
        (3, "code"),
        (4, "name_empty"),
        (5, "time_zone"),
    ]
    with pytest.raises(BadList) as caught:
        listed(
            "kode,nama,berakhir,pengganti\n"
            f"{KELURAHAN}.777.001,RT,,\n"
            f"{KELURAHAN},Palmerah,ya,31.73.07.1009\n"
            f"{KELURAHAN}.009x1,RW,,\n"
        )
    assert [(error.line, error.why) for error in caught.value.errors] == [
        (2, "parent"),
        (3, "retired_with_parts"),
        (3, "successor_unknown"),
        (4, "code_new"),
    ]
    assert state() == before


def test_a_unit_that_a_list_ends_stays_ended_and_names_its_successor(tmp_path: Path) -> None:
    imported(tmp_path)
    report = listed(f"kode,nama,berakhir,pengganti\n{KELURAHAN}.004,RW 04,ya,{KELURAHAN}.003\n")
    assert report.retired == (f"{KELURAHAN}.004",)
    assert where(7, 1)[-1] == KELURAHAN
    again = imported(tmp_path)
    assert "ended_by_list" in problems(again)
    assert f"{KELURAHAN}.004" not in codes()
    ended = Unit.objects.get(code=f"{KELURAHAN}.004")
    assert ended.successor == Unit.objects.get(code=f"{KELURAHAN}.003")
    listed(f"kode,nama\n{KELURAHAN}.004,RW 04\n")
    assert f"{KELURAHAN}.004" in codes()


def test_an_rw_that_gets_its_number_by_a_list_takes_its_outline_along(tmp_path: Path) -> None:
    imported(tmp_path, town(rw=("01", "02", "03", "")))
    old = f"{KELURAHAN}.xn"
    listed(f"kode,nama,berakhir,pengganti\n{KELURAHAN}.004,RW 04,,\n{old},RW,ya,{KELURAHAN}.004\n")
    assert where(7, 1)[-1] == f"{KELURAHAN}.004"
    report = imported(tmp_path, town(rw=("01", "02", "03", "")))
    assert where(7, 1)[-1] == f"{KELURAHAN}.004"
    assert old not in codes()
    assert not problems(report) & {"ended_by_list", "number_missing"}, "it is settled"


def test_a_boundary_that_a_newer_file_has_only_in_part_keeps_its_old_outline(tmp_path: Path) -> None:
    imported(tmp_path)
    cut = town()
    cut.relations[20] = (cut.relations[20][0][1:], cut.relations[20][1])  # RW 01 without one of its sides
    report = imported(tmp_path, cut)
    assert "outline_kept" in problems(report)
    assert where(1, 1)[-1] == f"{KELURAHAN}.001"


def test_an_rw_that_moved_out_of_the_clip_is_followed_later(tmp_path: Path) -> None:
    osm = town()
    osm.unit(7, "Slipi", square=square(0, 4, 8, 6), code="31.73.07.1002", osm_id=13)
    imported(tmp_path, osm)
    osm.relations[23] = (osm.relations[23][0], {**osm.relations[23][1], "is_in:kemendagri": "31.73.07.1002"})
    old = f"{KELURAHAN}.004"
    assert imported(tmp_path, osm, clip=KELURAHAN).retired == (old,)
    assert Unit.objects.get(code=old).successor is None
    imported(tmp_path, osm)
    assert Unit.objects.get(code=old).successor == Unit.objects.get(code="31.73.07.1002.004")


def test_ground_that_is_drawn_anew_keeps_the_code_that_we_or_people_gave_it(tmp_path: Path) -> None:
    imported(tmp_path, town(rw=("01", "", "", "04")))
    made_up, other = f"{KELURAHAN}.xl", f"{KELURAHAN}.xm"
    listed(f"kode,nama,berakhir,pengganti\n{other},,ya,{KELURAHAN}.018\n{KELURAHAN}.018,RW 18,,\n")
    anew = town(rw=("01", "", "", "04"))
    for osm_id in (21, 22, 23):
        anew.relations[osm_id + 700] = anew.relations.pop(osm_id)
    report = imported(tmp_path, anew)
    assert report.retired == ()
    assert where(3, 1)[-1] == made_up
    assert where(5, 1)[-1] == f"{KELURAHAN}.018"
    assert not problems(report) & {"ended_by_list", "outline_gone", "number_missing"}
    # A number that changes together with the id is still the same ground.
    anew.relations[999] = (anew.relations.pop(723)[0], {**town().relations[23][1], "ref": "14", "name": "RW 14"})
    assert imported(tmp_path, anew).retired == (f"{KELURAHAN}.004",)
    assert Unit.objects.get(code=f"{KELURAHAN}.004").successor == Unit.objects.get(code=f"{KELURAHAN}.014")


def test_a_code_that_comes_to_mean_another_ground_is_listed(tmp_path: Path) -> None:
    imported(tmp_path)
    assert "ground_moved" not in problems(imported(tmp_path))
    report = imported(tmp_path, town(rw=("02", "01", "03", "04")))
    assert [each.what for each in report.problems if each.kind == "ground_moved"] == [
        f"{KELURAHAN}.001 RW 01",
        f"{KELURAHAN}.002 RW 02",
    ]


def test_a_clip_speaks_only_of_what_it_takes_and_says_what_it_leaves_without_streets(tmp_path: Path) -> None:
    osm = town(rw=("01", "01", "", "04"))
    osm.street("Gang \u200fJauh", [at(0, 5), at(1, 5)])
    imported(tmp_path, osm)
    report = imported(tmp_path, osm, clip=f"{KELURAHAN}.004")
    assert problems(report) == {"parent_absent", "beyond_clip"}
    assert [each.what for each in report.problems if each.kind == "beyond_clip"] == ["3"]
    listed("kode,nama\n31,DKI Jakarta\n")
    assert "parent_absent" not in problems(imported(tmp_path, osm))


def test_an_rt_can_be_listed_in_an_rw_without_a_number(tmp_path: Path) -> None:
    imported(tmp_path, town(rw=("01", "", "03", "04")))
    report = listed(f"kode,nama,zona_waktu\n{KELURAHAN}.xl,RW Anggrek,WITA\n{KELURAHAN}.xl.001,RT 001,\n")
    assert report.added == 1
    listed(f"kode,nama\n{KELURAHAN}.xl.002,RT 002\n")
    assert Unit.objects.get(code=f"{KELURAHAN}.xl.002").time_zone == "Asia/Makassar", "as the RW around it"
    with pytest.raises(BadList):
        listed(f"kode,nama\n{KELURAHAN}.xl.12,RT 12\n")


def test_all_mistakes_of_a_list_come_at_once_and_none_because_of_another(tmp_path: Path) -> None:
    imported(tmp_path)
    with pytest.raises(BadList) as caught:
        listed(
            "kode,nama,zona_waktu\n"
            f"{KELURAHAN}.009,RW 09,WIX\n"
            f"{KELURAHAN}.009.001,RT 001,\n"
            f"{KELURAHAN}.777.001,RT 001,\n"
        )
    assert [(error.line, error.why) for error in caught.value.errors] == [(2, "time_zone"), (4, "parent")]


def test_boundaries_without_any_code_and_files_of_another_country_are_named(tmp_path: Path) -> None:
    nameless = Osm()
    nameless.unit(7, "Tanpa Kode", square=square(0, 0, 4, 4))
    with pytest.raises(UnusableFile, match="Tanpa Kode") as caught:
        imported(tmp_path, nameless)
    assert caught.value.why == "no_codes"
    abroad = town()
    abroad.unit(7, "Jauh", square=(10, 50, 11, 51), code="31.73.07.1009")
    assert [each.what for each in imported(tmp_path, abroad).problems if each.kind == "abroad"] == ["Jauh"]


def test_an_object_that_stands_in_the_file_twice_is_taken_once(tmp_path: Path) -> None:
    path = town().write(tmp_path / "kota.osm")
    text = path.read_text()
    school = text[text.rindex("<way", 0, text.index("SDN Palmerah 01")) : text.index("</way>", text.index("SDN")) + 6]
    path.write_text(text.replace(school, school + school))
    report = import_map(actor=SYSTEM, path=path)
    assert report.places["school"] == 1
    assert "object_twice" in problems(report)


def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    path = tmp_path / "kota\udcff.osm"
    path.write_text(town().text(), encoding="utf-8")
    assert import_map(actor=SYSTEM, path=path).units["7"] == 1
    assert Edition.objects.get().file == "kota?.osm"


def test_a_request_that_began_before_an_import_still_sees_a_territory(tmp_path: Path) -> None:
    imported(tmp_path)
    before = queries.Territory(Edition.objects.get().pk, "")
    imported(tmp_path, town(name="Baru"))
    assert before.gazetteer.units[KELURAHAN].name == "Palmerah"

"""Where it happened: from a list, by a name, or by a tap on a map, all without script."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from rukun.report.account import account_of
from rukun.report.models import Report
from rukun.report.queries import places
from rukun.report.tests.factories import KELURAHAN, OTHER, RW, town
from rukun.report.tests.wizard import Walk
from rukun.territory.models import Edition
from rukun.territory.tests import towns

pytestmark = [pytest.mark.django_db, pytest.mark.once]
START = f"/lapor/?rw={RW}"


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def test_where_there_are_several_kelurahan_one_is_chosen_first_or_a_place_is_searched(client: Client) -> None:
    walk = Walk(client, f"/lapor/?rw={RW}.999").press("ketertiban", "category")
    assert walk.choices("unit") == ["", KELURAHAN, OTHER]
    assert "Lokasi belum diisi" in walk.press("home").text
    walk.press("home", unit=OTHER)
    assert walk.choices("unit") == ["", f"{OTHER}.001", OTHER]
    walk.press("other").press("find", find="rw 16 palmerah")
    assert "Hasil untuk “rw 16 palmerah”" in walk.text
    walk.press(f"pick:unit:{RW}")
    assert walk.title == "Kapan kejadiannya?"
    walk.press("back")
    assert walk.value("unit") == RW
    assert "Tidak ada yang cocok" in walk.press("find", find="zzzzqqq").text
    walk.press("find", find="kelurahan palmerah").press(f"pick:unit:{KELURAHAN}")
    assert (walk.title, walk.value("unit")) == ("Di mana?", "")
    walk.press("next", unit=KELURAHAN)
    assert walk.title == "Kapan kejadiannya?", "who does not know the RW reports for the kelurahan"


@pytest.fixture
def mapped(tmp_path: Path) -> None:
    towns.imported(tmp_path, retire_many=True)


@pytest.mark.usefixtures("mapped")
def test_a_place_is_found_by_its_name_or_tapped_on_a_map_without_script(client: Client) -> None:
    walk = Walk(client).press("ketertiban", "category")
    walk.press("find", find="masjid al ikhlas")
    token = next(value for form in walk.forms for _name, value in form.buttons if value.startswith("pick:place:"))
    walk.press(token).press("unknown").press("next", words="Parkir liar.").press("none")
    assert "Masjid Al-Ikhlas, RW 01, Palmerah, titik di peta" in walk.text
    walk.press("to:where").press("map")
    drawn = re.search(r'src="(/lapor/peta/[^"]+)"', walk.text)
    assert drawn
    answer = client.get(drawn[1])
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert b"<a " not in answer.content
    assert b"--leaf" in answer.content
    walk.tap(0, 0)
    assert "di luar wilayah" in walk.text, "a keyboard that presses the picture points nowhere"
    walk.tap(160, 80)
    assert walk.title == "Di sini?"
    assert 'class="mark' in walk.text
    assert "<a " not in walk.text.split("<figure")[1].split("</figure>")[0]
    assert walk.press("map").title == "Ketuk tempatnya di peta"
    walk.tap(160, 80, 280).press("next").press("send")
    report = Report.objects.get()
    told = account_of(report)
    assert told.lat is not None
    assert towns.Y < told.lat < towns.Y + 4 * towns.SIDE
    assert report.cell
    assert report.unit.startswith(towns.KELURAHAN + ".")


@pytest.mark.usefixtures("mapped")
def test_another_rw_chosen_afterwards_drops_the_point(client: Client) -> None:
    walk = Walk(client).press("ketertiban", "category").press("home", unit=towns.KELURAHAN)
    walk.press("map").tap(60, 90).press("next").press("back")
    assert walk.title == "Di mana?"
    assert "Titik di peta sudah ditandai" in walk.text
    chosen = walk.value("unit")
    other = next(each for each in walk.choices("unit") if each and not chosen.startswith(each))
    walk.press("next", unit=other).press("unknown").press("next", words="Parkir liar.").press("none")
    assert "titik di peta" not in walk.text


@pytest.mark.usefixtures("mapped")
def test_a_tap_means_the_point_that_is_drawn_there() -> None:
    for east, north in ((0.5, 0.5), (3.1, 2.2), (7.9, 3.9)):
        lon, lat = towns.at(east, north)
        sheet = places._frame(towns.KELURAHAN)
        assert sheet
        x, y = sheet.spot(lat, lon)
        for width in (280, 320, 560):
            here = places.tapped(towns.KELURAHAN, round(x * width / sheet.width), round(y * width / sheet.width), width)
            assert here
            assert abs(here.lat - lat) < 3e-5, "some three metres"
            assert abs(here.lon - lon) < 3e-5
    assert places.tapped(towns.KELURAHAN, 5000, 10, 320) is None
    assert places.tapped("31.99", 10, 10, 320) is None
    assert places.map_to_tap("31.99") is None


def test_a_map_that_is_not_there_is_not_offered(client: Client) -> None:
    walk = Walk(client, START).press("ketertiban", "category")
    assert "Tunjuk di peta" not in walk.text
    for code in (RW, "x", "31", "31.73.07.9999"):
        assert client.get(f"/lapor/peta/{code}.svg").status_code == 404


def test_before_any_territory_is_loaded_people_are_told_whom_to_call(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("rukun.territory.queries._held", None)
    Edition.objects.all().delete()
    walk = Walk(client).press("ketertiban", "category")
    assert "belum dapat diterima. Telepon 110 atau 112." in walk.text
    assert walk.press("find", find="masjid").title == "Di mana?"

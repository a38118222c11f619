"""The territory in a real browser, as a resident with a phone walks through it."""

import os
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import expect

from rukun.config.tests.installed import OF_THE_TESTS, Installed
from rukun.territory.pictures import OPENSTREETMAP
from rukun.territory.templatetags.maps import board
from tools.browser import barriers, until

pytestmark = pytest.mark.browser

KELURAHAN = "/wilayah/99.01.01.1001/"


def test_a_resident_finds_their_rt_by_typing_and_by_tapping(page: Any) -> None:
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Wilayah").click()
    page.get_by_role("searchbox").fill("rt 2 rw 3")
    page.get_by_role("button", name="Cari").click()
    page.locator("ol.log a").first.click()
    page.wait_for_url("**/wilayah/99.01.01.1001.003.002/")
    assert page.locator("svg[role=img] title").first.inner_html() == "Peta RT 002 / RW 03, Kampung Contoh"
    page.get_by_role("navigation", name="Wilayah di atasnya").get_by_role("link", name="Kampung Contoh").click()
    page.wait_for_url(f"**{KELURAHAN}")
    page.locator("ul.units a", has_text="RW 06").click()
    page.wait_for_url("**/wilayah/99.01.01.1001.006/")
    assert page.get_by_text("Tempat ini rekaan").is_visible()


def test_a_tap_on_the_map_opens_the_unit_under_the_finger(page: Any) -> None:
    page.goto(KELURAHAN)
    drawing = page.locator("figure.map svg").first
    link = drawing.locator("a").first
    assert link.count() == 1
    address = link.get_attribute("href")
    link.click(force=True)
    page.wait_for_url(f"**{address}")


def test_everything_on_the_map_stands_in_the_list_beside_it(page: Any) -> None:
    page.goto(KELURAHAN)
    page.get_by_text("Isi peta sebagai daftar").click()
    listed = page.locator("figure.map details").inner_text()
    for name in ("RW 01", "RW 08", "Posko Kampung Contoh", "Jembatan Kali Contoh"):
        assert name in listed


def test_thumbs_find_every_target(page: Any) -> None:
    page.goto(KELURAHAN)
    small = page.evaluate(
        """[...document.querySelectorAll("main a, main button, main summary, main input")].flatMap(element => {
            const box = element.getBoundingClientRect();
            const drawn = element.closest("svg"), seen = element.checkVisibility();
            return seen && !drawn && box.height < 44 ? [element.outerHTML.slice(0, 120)] : [];
        })"""
    )
    assert small == []


def test_search_results_show_the_point_on_the_map(page: Any) -> None:
    page.goto("/wilayah/?q=posko+kampung+contoh")
    page.locator("ol.log a").first.click()
    expect(page.get_by_text("ditandai pada peta")).to_have_count(1)
    expect(page.locator("figure.map svg").first).to_contain_text("Posko Kampung Contoh")


BOARD = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Papan</title>
<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="/static/ui/rukun.css"></head>
<body><main><h1>Papan</h1>{map}</main></body></html>"""
MARKS = """([west, south, east, north]) => {
  const at = (x, y) => ({ lon: west + (east - west) * x, lat: south + (north - south) * y });
  const map = window.board = RukunMap.make(document.getElementById("peta"));
  window.chosen = [];
  map.onSelect(id => window.chosen.push(id));
  map.setMarks([
    { id: 1, ...at(0.3, 0.5), kind: "PG", label: "Parkir berebut" },
    { id: 2, ...at(0.5, 0.6), kind: "AG", label: "<b>Jembatan</b>", verified: false },
    { id: 3, ...at(0.6, 0.4), kind: "GN", label: "Lapangan" },
  ]);
  const corner = (x, y) => Object.values(at(x, y)).reverse();
  map.setCells([{ id: "petak", cell: [corner(0.1, 0.1), corner(0.2, 0.1), corner(0.15, 0.2)], count: 12, kind: "AG" }]);
}"""
DARKNESS = """() => {
  const tile = document.querySelector(".posko-map canvas");
  return tile && tile.width ? tile.getContext("2d").getImageData(1, 1, 1, 1).data.join() : "";
}"""


def test_a_board_draws_its_tiles_under_the_sites_policy_and_its_marks_obey_keys(page: Any, served: Any) -> None:
    env = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    drawn = Installed(served.data, {**env, "RUKUN_DATA": str(served.data)}).json("territory", "tiles")
    context = board("Peta", drawn["tiles"], drawn["bounds"], OPENSTREETMAP)
    html = str(render_to_string("territory/components/posko_map.html", context))
    policy = page.request.get("/wilayah/").headers["content-security-policy"]
    headers = {"Content-Type": "text/html", "Content-Security-Policy": policy}
    page.route("**/papan-uji", lambda route: route.fulfill(body=BOARD.format(map=html), headers=headers))
    page.goto("/papan-uji")
    until(lambda: page.evaluate("Boolean(window.RukunMap)"))
    page.evaluate(MARKS, drawn["bounds"])
    by_day = until(lambda: page.evaluate(DARKNESS))
    expect(page.locator(".leaflet-control-attribution")).to_have_text("© OpenStreetMap contributors")
    expect(page.locator(".posko-map a[href*='//']")).to_have_count(0)

    mark = page.get_by_role("button", name="PG: potensi gangguan, Parkir berebut")
    mark.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="AG")).to_have_count(2)
    expect(page.locator("[data-id='2']")).to_be_focused()
    expect(page.locator("[data-id='2']")).to_have_attribute(
        "aria-label", "AG: ambang gangguan, <b>Jembatan</b>, belum diverifikasi"
    )
    expect(page.locator(".posko-map [tabindex='0'][data-id]")).to_have_count(1)
    page.keyboard.press("Enter")
    page.locator("[data-id='3']").click()
    assert page.evaluate("window.chosen") == [2, 3]
    expect(page.locator("[data-id='petak']")).to_have_attribute("aria-label", "AG: ambang gangguan, 12")

    page.evaluate(
        "([lon, lat]) => board.setMarks([{ id: 3, lat, lon, kind: 'GN', label: 'Lapangan' }])", drawn["bounds"]
    )
    expect(page.locator("[data-id]")).to_have_count(2)
    page.evaluate("board.select(3); board.fit()")
    expect(page.locator("[aria-current=true]")).to_have_attribute("data-id", "3")
    assert barriers(page, ("moderate", "serious", "critical"), ("light", "dark")) == []
    page.emulate_media(color_scheme="dark")
    until(lambda: page.evaluate(DARKNESS) not in ("", by_day))

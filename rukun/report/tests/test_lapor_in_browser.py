"""Reporting in a real browser whose script is switched off, on a small phone: to the receipt and back to the report."""

import gzip
import http.client
import re
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from tools.browser import watched_page

pytestmark = pytest.mark.browser

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "locale": "id-ID"}
ROUND_TRIP = 14 * 1024


def picture() -> bytes:
    drawn = BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(drawn, "JPEG", quality=80)
    return drawn.getvalue()


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def whole(page: Any) -> None:
    """Nothing is cut off at the side, and a thumb finds everything."""
    wide, small = page.evaluate(
        """() => [document.documentElement.scrollWidth - document.documentElement.clientWidth,
        [...document.querySelectorAll('main button, main select, main input:not([type=hidden]), main a')]
        .filter(each => each.offsetHeight && each.offsetHeight < 44 && !each.matches('p a, li a, [type=radio]'))
        .map(each => each.outerHTML)]"""
    )
    assert wide <= 0, page.title()
    assert small == [], page.title()


def test_an_anonymous_report_with_a_photo_takes_no_script(browser: Any, served: Any) -> None:
    with watched_page(browser, served.url, java_script_enabled=False, **PHONE) as page:
        page.goto("/lapor/")
        page.get_by_role("button", name="Tawuran atau perkelahian").click()
        press(page, "Ya, sekarang")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Hubungi 110")
        expect(page.locator("main a[href='tel:110']")).to_be_visible()
        press(page, "Lanjutkan melapor")
        press(page, "Tunjuk di peta")
        shown = page.locator("input.tap:visible")
        expect(shown).to_have_count(1)
        box: Any = shown.bounding_box()
        assert round(box["width"]) == int(str(shown.get_attribute("name"))[1:]), "a tap is counted in what is seen"
        shown.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
        expect(page.get_by_role("heading", level=1)).to_have_text("Di sini?")
        where = page.locator("main p").first.inner_text()
        assert "RW" in where
        press(page, "Ya, di sini")
        page.locator("[name=words]").fill("Dua kelompok saling berteriak di ujung jembatan.")
        press(page, "Lanjut")
        press(page, "Lapor tanpa nama")
        expect(page.locator("dl.asked")).to_contain_text(where)
        code = page.locator(".code").inner_text()
        chosen: Any = [
            {"name": "jembatan.jpg", "mimeType": "image/jpeg", "buffer": picture()},
            {"name": "catatan.txt", "mimeType": "image/jpeg", "buffer": b"bukan foto"},
        ]
        page.locator("[name=photos]").set_input_files(chosen)
        press(page, "Kirim laporan")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Terima kasih")
        expect(page.locator(".code")).to_have_text(code)
        for way_out in (".who", ".lang", "nav.main"):
            expect(page.locator(way_out)).to_be_hidden()  # a link there would lose the code
        expect(page.get_by_role("alert")).to_contain_text("Foto ke-2:")
        assert page.context.cookies() == []
        assert urlsplit(page.url).path == "/lapor/"
        assert urlsplit(page.url).query == ""
        press(page, "Buka laporan saya")
        expect(page.locator("main")).to_contain_text("1 foto sudah sampai")


@pytest.mark.long
def test_every_screen_fits_a_small_phone_and_has_no_serious_barrier(browser: Any, served: Any) -> None:
    """Script is on, to look with; the forms are those without."""
    with watched_page(browser, served.url, **PHONE) as page:
        page.route("**/static/report/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        page.goto("/lapor/")

        def look() -> None:
            page.wait_for_load_state()
            whole(page)
            found = Axe().run(page).response["violations"]
            assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == [], page.title()

        look()
        page.locator("button[value=kekerasan]").click()
        look()
        press(page, "Ya, sekarang")
        look()
        press(page, "Lanjutkan melapor")
        press(page, "Lanjut")
        look()
        press(page, "Tunjuk di peta")
        look()
        press(page, "Kembali")
        page.locator("[name=find]").fill("masjid")
        press(page, "Cari")
        look()
        page.locator("button[value^='pick:']").first.click()
        page.locator("[name=words]").fill("Pak Budi memukul istrinya, hubungi 0812-3456-7890.")
        press(page, "Lanjut")
        look()
        press(page, "Biarkan, memang perlu")
        press(page, "Lapor dengan nomor ini")
        look()
        press(page, "Lapor tanpa nama")
        look()
        press(page, "Kirim laporan")
        look()
        page.goto("/lapor/")
        page.locator("button[value=keluhan]").click()
        look()
        page.locator("[value=polisi]").check()
        press(page, "Lanjut")
        look()
        page.goto("/lapor/")
        page.locator("button[value=ketertiban]").click()
        page.locator("select[name=unit]").select_option(index=1)
        press(page, "Lanjut")
        look()


@pytest.mark.parametrize("path", ["/lapor/", "/en/lapor/"])
def test_the_first_screen_weighs_at_most_one_round_trip(served: Any, path: str) -> None:
    """All that a browser without script fetches, compressed, with headers."""

    def weight(address: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(urlsplit(served.url).netloc, timeout=20)
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
        connection.close()
        assert answer.status == 200
        return len(body) + head, body

    size, body = weight(path)
    text = gzip.decompress(body).decode()
    links = {each for each in re.findall(r'(?:href|src)="(/static/[^"]+)"', text) if not each.endswith(".js")}
    assert any("lapor" in each for each in links)
    assert size + sum(weight(each)[0] for each in links) <= ROUND_TRIP

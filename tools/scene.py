"""What has to happen in the demo before some pages are worth a picture: reports sent out, half a night played."""

import re

from playwright.sync_api import Browser, Page

from rukun.demo.cast import RW_03
from rukun.guard.ids import new_id
from rukun.report.algo.codes import new_code
from tools import browser as browsers

LAMP = "Tiang lampu di tikungan miring, kabelnya menyentuh pagar."
ANSWERED, NIGHT_MS = 12, 120_000
"""Scenes of the night until those on duty have answered; how long one may take."""
BRANCH = "Dahan pohon di lapangan patah dan menggantung di atas bangku."


def play(browser: Browser, url: str) -> dict[str, str]:
    """Act it out, and say where: a shot's path may name ``{link}``, an authority's page, and ``{branch}``, a report."""
    with browsers.watched_page(browser, url, locale="id") as page:
        lamp, branch = _tell(page, LAMP), _tell(page, BRANCH)
        sign_in(page, "petugas_posko")
        _sum_up(page, lamp, LAMP)
        _sum_up(page, branch, BRANCH)
        page.goto(f"{lamp}teruskan/")
        page.get_by_label("Nama instansi").fill("Dinas Bina Marga")
        outside = page.locator("form:has(input[value=outside])")
        outside.locator("textarea").fill("Tiang ini dirawat dinas, bukan kelurahan.")
        outside.get_by_role("button").click()
        link = page.locator("code.long").inner_text()
    return {"branch": branch, "link": "/serah/#" + link.split("#")[1]}


def play_night(browser: Browser, url: str) -> dict[str, str]:
    """The night at the bridge until those on duty have answered: ``{board}``, ``{situation}``, ``{call}``."""
    with browsers.watched_page(browser, url, locale="id") as page:
        page.set_default_timeout(NIGHT_MS)
        page.goto("/demo/malam/")
        page.get_by_role("button", name="Mulai malam ini").click()
        for _scene in range(ANSWERED):
            page.get_by_role("button", name="Adegan berikutnya").click()
        sign_in(page, "koordinator")
        page.goto("/panggilan/")
        call = page.locator('a[href^="/panggilan/"]').first.get_attribute("href")
        sign_in(page, "petugas_posko")
        page.goto("/papan/")
        situation = page.locator("main a").filter(has_text=re.compile("Jembatan")).first.get_attribute("href")
    assert call, "nobody was called"
    assert situation, "there is no situation"
    return {"board": "/papan/", "situation": situation, "call": call}


def sign_in(page: Page, role: str) -> None:
    """By the demo's one click."""
    page.goto("/demo/")
    page.locator(f'button[name="person"][value="{role}"]').click()
    page.wait_for_load_state()


def _tell(page: Page, words: str) -> str:
    """A report of a resident: its address for handlers."""
    key = str(new_id())
    told: dict[str, str | float | bool] = {
        "id": key,
        "code": new_code(),
        "category": "keadaan",
        "unit": RW_03,
        "words": words,
    }
    assert page.request.post("/lapor/kirim/", form=told).status == 201, words
    return f"/laporan/{key}/"


def _sum_up(page: Page, address: str, words: str) -> None:
    page.goto(f"{address}ringkasan/")
    page.locator("main textarea").first.fill(words)
    page.get_by_role("button", name="Simpan ringkasan").click()
    page.wait_for_load_state()

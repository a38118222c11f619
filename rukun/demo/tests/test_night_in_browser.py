"""Malam di jembatan, from the first report to the closing: two operators and one officer, each in a session of theirs.

The residents and those on duty are played by the demo; what the three do, they do by clicks, and the demo leaves it to
them.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tools import served as site
from tools.browser import watched_page

pytestmark = [pytest.mark.browser, pytest.mark.long]
PLACE = "Jembatan Kali Contoh"
SECONDS = 90_000
"""The longest scene waits for a shift that begins at the next full minute."""


@pytest.fixture(scope="module")
def served() -> Iterator[Any]:
    """A site of its own: what a night leaves on the phones is in nobody's way."""
    with site.served() as each:
        yield each


class Stage:
    """The page of the demo from which scenes are played."""

    def __init__(self, page: Any) -> None:
        self.page = page
        page.set_default_timeout(SECONDS)
        page.goto("/demo/malam/")
        page.get_by_role("button", name="Mulai malam ini").click()

    def play(self, scenes: int = 1, became: str = "dimainkan") -> None:
        for _turn in range(scenes):
            here = self.page.locator("[aria-current=step]")
            words = here.locator("p").last.inner_text()
            self.page.get_by_role("button", name="Adegan berikutnya").click()
            played = self.page.locator(".log li").filter(has_text=words)
            expect(played).to_contain_text(became, timeout=SECONDS)

    def play_by_clock(self, scenes: int) -> None:
        """Let so many scenes come by themselves, ten times as fast as the night was, and stop the clock."""
        played = self.page.locator(".log li").filter(has_text="dimainkan")
        before = played.count()
        self.page.get_by_role("button", name="Putar sendiri").click()
        expect(played).to_have_count(before + scenes, timeout=SECONDS)
        self.page.get_by_role("button", name="Jeda").click()
        expect(self.page.get_by_role("button", name="Adegan berikutnya")).to_be_visible()


def sign_in(page: Any, role: str) -> None:
    page.goto("/demo/")
    page.locator(f"button[name=person][value={role}]").click()
    page.wait_for_url("**/hari-ini/")


def test_the_night_is_lived_by_two_operators_and_an_officer(page: Any, browser: Any, served: Any) -> None:
    wide = {"viewport": {"width": 1280, "height": 900}, "locale": "id-ID"}
    stage = Stage(page)
    with (
        watched_page(browser, served.url, **wide) as posko,
        watched_page(browser, served.url, **wide) as second,
        watched_page(browser, served.url, viewport={"width": 360, "height": 740}, locale="id-ID") as officer,
    ):
        sign_in(posko, "petugas_posko")
        sign_in(second, "sekretaris")
        sign_in(officer, "bhabinkamtibmas")
        second.goto("/papan/")
        stage.play(4)  # people on duty; reports by WhatsApp, SMS and page

        posko.goto("/kejadian/baru/")
        posko.get_by_label("Apa", exact=True).select_option("tawuran")
        posko.get_by_label("RW atau RT").fill("RW 03")
        posko.get_by_label("Di mana tepatnya").fill(PLACE)
        posko.get_by_label("Apa yang terlihat").fill("Tiga laporan warga dari jembatan dalam sepuluh menit.")
        posko.get_by_role("button", name="Catat kejadian").click()
        expect(posko.get_by_role("heading", level=1)).to_contain_text(PLACE)
        situation = posko.url
        row = second.locator("[data-key], li, tr, article").filter(has_text=PLACE).first
        expect(row).to_be_visible(timeout=6_000)
        stage.play(became="sudah dikerjakan pengunjung")  # opening it was the operator's

        # The second operator joins what is offered, by one key, from the board.
        offered = second.get_by_text(re.compile(r"laporan ditawarkan|gabungkan", re.IGNORECASE)).first
        expect(offered).to_be_visible(timeout=10_000)
        second.keyboard.press("j")
        second.keyboard.press("g")
        expect(second.get_by_text(re.compile("1 laporan")).first).to_be_visible(timeout=10_000)
        stage.play(2)  # the other reports; the head of the RW sees for herself

        posko.goto(situation + "tingkat/")
        posko.get_by_label("AG, ambang gangguan", exact=False).check()
        posko.locator("input[name=evidence]").first.check()
        posko.get_by_label("Mengapa").fill("Dua kelompok berhadapan dan membawa benda keras, bisa pecah.")
        posko.get_by_role("button", name="Simpan penilaian").click()
        expect(posko.locator("#menunggu")).to_contain_text("Menunggu orang kedua")
        expect(second.get_by_text("belum diverifikasi").first).to_be_visible(timeout=6_000)
        stage.play(became="sudah dikerjakan pengunjung")

        # The same house may not be the second word.
        second.goto(situation)
        expect(second.locator("#menunggu form")).to_have_count(0)
        expect(second.locator("#menunggu")).to_contain_text("pihak lain")

        stage.play()  # the kentongan for posko and officers alone
        officer.goto("/panggilan/")
        officer.get_by_role("link", name="Buka").first.click()
        officer.get_by_role("button", name=re.compile("^Siap")).click()
        expect(officer.get_by_text("Anda menjawab: siap")).to_be_visible()
        officer.goto(situation)
        officer.locator("#menunggu form").first.get_by_role("button").click()
        expect(officer.locator("#menunggu")).to_have_count(0)
        stage.play(became="sudah dikerjakan pengunjung")

        stage.play(2)  # those on duty are called to a meeting point, and answer
        posko.goto(situation)
        panel = posko.locator("#kentongan")
        expect(panel).to_contain_text(re.compile("[2-4] siap"), timeout=15_000)
        expect(panel).to_contain_text("Pos RW 03")
        stage.play(2)  # 110; dispersal by persuasion
        second.goto("/papan/")
        expect(second.get_by_text("reda").first).to_be_visible(timeout=6_000)

        posko.goto(situation)
        posko.get_by_text("Akhiri untuk semua").click()
        posko.get_by_role("button", name="Ya, akhiri kentongan").click()
        expect(posko.get_by_text("Akhiri untuk semua")).to_have_count(0)
        stage.play(became="sudah dikerjakan pengunjung")
        stage.play_by_clock(2)  # lowered by two, half a minute after; on the map of potential disturbances
        stage.play()  # closing proposed

        officer.goto(situation)
        expect(officer.locator("#penutupan")).to_contain_text("Menunggu orang kedua: penutupan")
        officer.get_by_role("button", name="Ya, benar: tutup kejadian ini").click()
        expect(officer.get_by_text("Diusulkan Yusuf Maulana, dipastikan Made Wirawan.")).to_be_visible()
        stage.play(became="sudah dikerjakan pengunjung")

        posko.goto("/papan/")
        expect(posko.get_by_text(PLACE)).to_have_count(0)
        posko.goto("/kerawanan/")
        expect(posko.get_by_text(PLACE).first).to_be_visible()
    # Whoever reported by chat is told once, and no detail.
    page.goto("/demo/ponsel/?siapa=tamu&lewat=whatsapp")
    expect(page.locator(".chat li:not(.own)").last).to_contain_text("posko", ignore_case=True)
    expect(page.get_by_text("batu")).to_have_count(0)

"""Whole ways through the site in a real browser, as people walk them."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from rukun.demo.cast import organisation_id

pytestmark = pytest.mark.browser

PAGES = {
    None: [
        *("/", "/en/", "/masuk/", "/demo/", "/api/v1/docs", "/tidak-ada/"),
        *("/wilayah/", "/wilayah/?q=rw+3", "/wilayah/?q=zzz", "/en/wilayah/peta/"),
        *(f"/wilayah/99.01.01.1001{below}/" for below in ("", ".003", ".003.002")),
        *("/mitra/", "/mitra/daftar/", "/mitra/daftar/ormas/", "/mitra/pengajuan/", "/sertifikat/", "/kode-etik/"),
        *("/wewenang/", "/privasi/", "/organisasi/", "/petugas/99.01.01.1001.003/", "/masuk/kode/"),
    ],
    "koordinator": ["/orang/", f"/organisasi/{organisation_id(9)}/", "/undangan/terbuka/", "/profil/sesi/"],
    "lurah": [
        *("/profil/", "/profil/keamanan/", "/profil/keamanan/aplikasi/", "/profil/data/", "/en/kunci-api/"),
        *("/hari-ini/", "/kelayakan/", "/penangguhan/", f"/anggota/{organisation_id(9)}/"),
        *("/en/orang/baru/", "/orang/impor/", "/pemulihan/", f"/organisasi/{organisation_id(9)}/jabatan/"),
    ],
    "ketua_ormas": [f"/anggota/{organisation_id(9)}/", f"/anggota/{organisation_id(9)}/undang/"],
    "anggota": ["/hari-ini/", "/tugas/"],
    "pelatih": ["/pelatihan/", "/pelatihan/kelas/", "/pelatihan/kelas/baru/"],
    "warga": ["/hari-ini/", "/buku-mutasi/"],
    "petugas_posko": ["/hari-ini/", "/buku-mutasi/", "/buku-mutasi/tulis/", "/buku-mutasi/99.01.01.1001/20/"],
    "administrator": ["/en/hari-ini/", "/en/buku-mutasi/?unit=99.01"],
}


def sign_in(page: Any, role: str, prefix: str = "") -> None:
    page.goto(f"{prefix}/demo/")
    page.locator(f"button[name=person][value={role}]").click()
    page.wait_for_url("**/hari-ini/")


@pytest.mark.parametrize("role", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_barrier_or_scrolls_sideways(page: Any, role: str | None, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    if role:
        sign_in(page, role)
    for path in PAGES[role]:
        page.goto(path)
        found = Axe().run(page).response["violations"]
        assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == [], path
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{path} scrolls sideways at 360 px"


@pytest.mark.postgres_smoke
def test_a_posko_officer_writes_down_what_happened_and_the_lurah_reads_it(page: Any) -> None:
    sign_in(page, "petugas_posko")
    page.get_by_role("link", name="Tulis catatan").first.click()
    page.get_by_role("button", name="Simpan").click()
    alert = page.get_by_role("alert")
    assert alert.get_by_role("link").count() == 1, "an empty note is explained, with a way to the field"
    alert.get_by_role("link").click()
    assert page.evaluate("document.activeElement.name") == "text"
    page.keyboard.type("Lampu jembatan sisi timur menyala lagi, 21.15.")
    page.get_by_role("button", name="Simpan").click()
    assert page.get_by_role("status").inner_text().startswith("Catatan tersimpan")
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/")
    sign_in(page, "lurah")
    page.get_by_role("navigation").get_by_role("link", name="Buku mutasi").click()
    assert "21.15" in page.locator("ol.log li").first.inner_text()
    assert "Yusuf Maulana" in page.locator("ol.log li").first.inner_text()


def test_a_filter_narrows_and_can_be_taken_back(page: Any) -> None:
    sign_in(page, "lurah")
    page.goto("/buku-mutasi/")
    everything = page.locator("ol.log li").count()
    page.get_by_text("Saring", exact=True).click()
    page.get_by_label("Peristiwa").select_option("journal.log_written")
    page.get_by_role("button", name="Tampilkan").click()
    some = page.locator("ol.log li").count()
    assert 0 < some < everything
    page.get_by_role("link", name="Tampilkan semua").click()
    assert page.locator("ol.log li").count() == everything


def test_everything_can_be_reached_with_the_keyboard_alone(page: Any) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#isi"
    seen = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.getAttribute('href')"))
    assert {"tel:110", "tel:112", "/masuk/", "/en/"} <= seen


def test_the_language_switch_stays_on_the_page(page: Any) -> None:
    sign_in(page, "lurah")
    page.goto("/buku-mutasi/?unit=99.01.01.1001.003")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/buku-mutasi/?unit=99.01.01.1001.003")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_pages_need_no_script_and_the_sign_in_works_without_its_own(page: Any, browser: Any, served: Any) -> None:
    for path in PAGES[None]:
        page.goto(path)
        assert page.locator("script").count() == (1 if path == "/masuk/" else 0), path
    bare = browser.new_context(base_url=served.url, java_script_enabled=False).new_page()
    bare.goto("/masuk/")
    assert bare.get_by_label("Kata sandi").is_visible()
    needs_script = bare.get_by_role("button", name="Masuk dengan kunci sandi")
    assert not needs_script.is_visible()
    bare.goto("/petugas/99.01.01.1001.003/")
    assert bare.get_by_text("Bhabinkamtibmas").first.is_visible()
    bare.context.close()

"""Whole ways through the site in a real browser, as people walk them."""

import re
from datetime import timedelta
from typing import Any, Literal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from rukun.demo.cast import RW_03, organisation_id
from tools.browser import barriers

pytestmark = pytest.mark.browser

PAGES = {
    None: [
        *("/", "/en/", "/masuk/", "/demo/", "/api/v1/docs", "/tidak-ada/"),
        *("/wilayah/", "/wilayah/?q=rw+3", "/wilayah/?q=zzz", "/en/wilayah/peta/"),
        *(f"/wilayah/99.01.01.1001{below}/" for below in ("", ".003", ".003.002")),
        *("/mitra/", "/mitra/daftar/", "/mitra/daftar/ormas/", "/mitra/pengajuan/", "/sertifikat/", "/kode-etik/"),
        *("/wewenang/", "/privasi/", "/organisasi/", "/petugas/99.01.01.1001.003/", "/masuk/kode/"),
        *("/lapor/lembaga/", "/lapor/lembaga/bawaslu/", "/lapor/poster/", "/angka/", "/bukti/", "/kunci/"),
        *("/kalender/", "/en/kalender/?wilayah=99.01.01.1001"),
        *("/kalender/malam/?wilayah=99.01.01.1001", "/kalender/rentang/"),
    ],
    "koordinator": [
        *("/orang/", f"/organisasi/{organisation_id(9)}/", "/undangan/terbuka/", "/profil/sesi/"),
        *("/jadwal/", "/jadwal/buka/"),
    ],
    "lurah": [
        *("/profil/", "/profil/keamanan/", "/profil/keamanan/aplikasi/", "/profil/data/", "/en/kunci-api/"),
        *("/hari-ini/", "/kelayakan/", "/penangguhan/", f"/anggota/{organisation_id(9)}/"),
        *("/en/orang/baru/", "/orang/impor/", "/pemulihan/", f"/organisasi/{organisation_id(9)}/jabatan/"),
        *("/laporan/aturan/", f"/laporan/aturan/tambah/?wilayah={RW_03}"),
        *(f"/laporan/aturan/coba/?wilayah={RW_03}&jenis=keadaan", "/laporan/tindak-lanjut/", "/laporan/terlambat/"),
        *("/laporan/unduh/", "/laporan/teruskan/", "/saluran/posko/"),
        *("/profil/pemberitahuan/", "/kalender/rentang/tambah/"),
    ],
    "ketua_ormas": [f"/anggota/{organisation_id(9)}/", f"/anggota/{organisation_id(9)}/undang/"],
    "anggota": ["/hari-ini/", "/tugas/", "/laporan/ringkas/", "/jadwal/", "/en/jadwal/"],
    "pelatih": ["/pelatihan/", "/pelatihan/kelas/", "/pelatihan/kelas/baru/"],
    "warga": ["/hari-ini/", "/buku-mutasi/"],
    "petugas_posko": [
        *("/hari-ini/", "/buku-mutasi/", "/buku-mutasi/tulis/", "/buku-mutasi/99.01.01.1001/20/"),
        *("/laporan/", "/laporan/catat/"),
    ],
    "administrator": [
        *("/en/hari-ini/", "/en/buku-mutasi/?unit=99.01", "/kalender/tetapkan/", "/saluran/", "/en/saluran/kata/"),
        *(f"/saluran/{each}/" for each in ("whatsapp", "telegram", "sms", "push", "mail", "sink")),
    ],
}
ALWAYS = ("anggota",)
"""Whose pages are looked at each time; the others', and all of them by night, in the long tests."""
OF_REPORTS = {
    "keadaan": ("", "ringkasan/", "jenis/", "gabung/", "teruskan/", "bukti/"),
    "keluhan": ("tangguhkan/", "tangguhkan/?mitra=lain"),
}
"""What lies below the address of a report, by its category: the newest one of the demo's is looked at."""

OF_WATCH = (
    *("", "sekarang/", "adil/", "ketersediaan/", "susun/", "susun/baru/", "atur/", "atur/pos/", "atur/pos/baru/"),
    *("atur/aturan/", "atur/musim/", "atur/kelompok/", "atur/kelompok/baru/"),
    *("atur/peserta/", "atur/peserta/tambah/", "atur/peserta/petugas/", "atur/peserta/pemimpin/"),
)
"""What lies below the address of a watch, for whoever keeps it."""
ON_PAGES_OF_WATCH = {
    "atur/pos/": 'main a[href*="/atur/pos/"]:text-is("Buka pos ini")',
    "atur/peserta/": '.log a[href*="/atur/peserta/"]',
    "susun/": '.log a[href*="/jadwal/rancangan/"]',
    "sekarang/": 'main a[href*="/catatan/"]',
}
"""Of those the one whose link, found so, leads to one of many of its kind."""


def sign_in(page: Any, role: str, prefix: str = "") -> None:
    page.goto(f"{prefix}/demo/")
    page.locator(f"button[name=person][value={role}]").click()
    page.wait_for_url("**/hari-ini/")


BY_DAY_AND_NIGHT = pytest.mark.parametrize(
    "scheme", [pytest.param(each, marks=pytest.mark.long) for each in ("light", "dark")]
)


def is_open_to_all(page: Any, scheme: Literal["light", "dark"]) -> None:
    assert barriers(page, schemes=[scheme]) == [], page.url
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, f"{page.url} scrolls sideways at 360 px"


@pytest.mark.parametrize(
    ("role", "scheme"),
    [
        pytest.param(role, scheme, marks=() if role in ALWAYS and scheme == "light" else pytest.mark.long)
        for role in PAGES
        for scheme in ("light", "dark")
    ],
)
def test_no_page_has_a_serious_barrier_or_scrolls_sideways(page: Any, role: str | None, scheme: Any) -> None:
    if role:
        sign_in(page, role)
    for path in PAGES[role]:
        page.goto(path)
        is_open_to_all(page, scheme)


@BY_DAY_AND_NIGHT
def test_no_page_of_a_report_has_a_serious_barrier_or_scrolls_sideways(page: Any, scheme: Any) -> None:
    sign_in(page, "lurah")
    for category, below in OF_REPORTS.items():
        page.goto(f"/laporan/?jenis={category}")
        report = page.locator("main li a[href*='/laporan/']").first.get_attribute("href")
        for each in below:
            answer = page.goto(f"{report}{each}")
            assert answer.status == 200, each
            is_open_to_all(page, scheme)


def looks_well(page: Any, path: str, scheme: Any) -> None:
    answer = page.goto(path)
    assert answer.status == 200, path
    is_open_to_all(page, scheme)


@BY_DAY_AND_NIGHT
def test_no_page_of_a_watch_has_a_serious_barrier_or_scrolls_sideways(page: Any, scheme: Any) -> None:
    sign_in(page, "koordinator")
    page.goto("/jadwal/")
    watch = page.locator("main a[href$='/atur/']").first.get_attribute("href").removesuffix("atur/")
    for below in OF_WATCH:
        looks_well(page, f"{watch}{below}", scheme)
        if below in ON_PAGES_OF_WATCH:
            looks_well(page, page.locator(ON_PAGES_OF_WATCH[below]).first.get_attribute("href"), scheme)
    page.goto(f"{watch}atur/pos/")
    post = page.locator(ON_PAGES_OF_WATCH["atur/pos/"]).first.get_attribute("href")
    page.goto(post)
    shift = page.locator("main a[href*='/giliran/']").first.get_attribute("href")
    for each in (f"{post}ubah/", f"{post}kode/", f"{post}giliran/", shift):
        looks_well(page, each, scheme)


@BY_DAY_AND_NIGHT
def test_no_page_of_a_draft_or_of_a_duty_has_a_serious_barrier_or_scrolls_sideways(page: Any, scheme: Any) -> None:
    sign_in(page, "koordinator")
    page.goto("/jadwal/")
    rosters = page.locator("main a[href$='/susun/']").first.get_attribute("href")
    page.goto(f"{rosters}baru/")
    first = timezone.localdate() + timedelta(days=25)
    page.get_by_label("Malam pertama").fill(first.isoformat())
    page.get_by_label("Malam terakhir").fill((first + timedelta(days=2)).isoformat())
    page.get_by_role("button", name="Buat rancangan").click()
    page.wait_for_url("**/jadwal/rancangan/*/")
    is_open_to_all(page, scheme)
    draft = page.url
    for each in (page.locator("a.cell").first.get_attribute("href"), f"{draft}terbitkan/"):
        looks_well(page, each, scheme)
    page.goto(draft)
    page.get_by_text("Buang rancangan ini").click()
    page.get_by_role("button", name="Ya, buang").click()
    page.wait_for_url("**/susun/")
    page.goto("/jadwal/")
    wishes, duty = (page.locator(f"main a[href*='{part}']").first for part in ("/bisa/", "/jadwal/tugas/"))
    for each in [each.get_attribute("href") for each in (wishes, duty)]:
        looks_well(page, each, scheme)


@pytest.mark.postgres_smoke
def test_a_posko_officer_writes_down_what_happened_and_the_lurah_reads_it(page: Any) -> None:
    sign_in(page, "petugas_posko")
    page.get_by_role("link", name="Tulis catatan").first.click()
    page.get_by_role("button", name="Simpan").click()
    alert = page.get_by_role("alert")
    expect(alert.get_by_role("link"), "an empty note is explained, with a way to the field").to_have_count(1)
    alert.get_by_role("link").click()
    expect(page.locator("[name=text]")).to_be_focused()
    page.keyboard.type("Lampu jembatan sisi timur menyala lagi, 21.15.")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\s*Catatan tersimpan"))
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/")
    sign_in(page, "lurah")
    page.get_by_role("navigation").get_by_role("link", name="Buku mutasi").click()
    page.wait_for_url("**/buku-mutasi/")
    note = page.locator("ol.log li", has_text="21.15")  # a deadline may have passed meanwhile
    expect(note).to_contain_text("Yusuf Maulana")


def test_a_filter_narrows_and_can_be_taken_back(page: Any) -> None:
    sign_in(page, "lurah")
    page.goto("/buku-mutasi/")
    everything = page.locator("ol.log li").count()
    page.get_by_text("Saring", exact=True).click()
    page.get_by_label("Peristiwa").select_option("journal.log_written")
    page.get_by_role("button", name="Tampilkan").click()
    page.wait_for_url("**verb=journal.log_written**")
    some = page.locator("ol.log li").count()
    assert 0 < some < everything
    page.get_by_role("link", name="Tampilkan semua").click()
    expect(page.locator("ol.log li")).to_have_count(everything)


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

"""What the phone asks and answers by itself: danger, violence at home, places, numbers, and what was refused."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from rukun.report.algo import personal
from rukun.report.tests.phone import PHONE, WORDS, choose, fill, heading, kept, onwards, opened, ready, state
from tools.browser import until

pytestmark = pytest.mark.browser


def test_violence_at_home_leaves_nothing_on_the_phone(phone: Any) -> None:
    page = opened(phone)
    page.locator("button[value=kekerasan]").click()
    page.get_by_role("heading", name="Anda tidak sendiri").wait_for()
    numbers = page.locator("main .calls a").locator("visible=true").evaluate_all("all => all.map(each => each.text)")
    assert [re.sub(r"\D", "", each)[:3] for each in numbers] == ["110", "129"], "first help that comes"
    assert not page.locator("nav.main, .who, .lang").locator("visible=true").count(), "nothing to slip on"
    away = page.get_by_role("link", name="Keluar cepat")
    assert away.get_attribute("href") == "https://www.bmkg.go.id/"
    onwards(page, "Apakah sedang terjadi sekarang?")
    page.get_by_label("Ya, sedang terjadi sekarang").check()
    onwards(page, "Telepon dulu")
    said = page.locator("main").inner_text()
    assert said.index("110") < said.index("129")
    assert "tempat yang ada orang lain" in said
    assert "keributan" not in said
    page.get_by_role("button", name="Kembali").click()
    page.get_by_label("Tidak, bukan sekarang").check()
    onwards(page, "Di mana?")
    page.get_by_role("button", name="Pakai lokasi ponsel ini").click()
    until(lambda: "tepat sampai" in page.locator("[data-show=located]").inner_text())
    page.locator("#lapor-rw").select_option(index=1)
    onwards(page, "Kapan?")
    page.get_by_label("Saya tidak tahu").check()
    onwards(page, "Apa yang terjadi?")
    page.locator("#lapor-cerita").fill("Teriakan dari rumah sebelah hampir tiap malam.")
    onwards(page, "Dengan nama atau tanpa nama?")
    assert kept(page) == [], "nothing of it lies on the phone before it is sent"
    onwards(page, "Ada foto?")
    onwards(page, "Periksa, lalu kirim")
    assert not page.locator("#lapor-simpan").is_checked()
    onwards(page, "Terima kasih")
    until(lambda: state(page) == "Terkirim.", 60)
    assert kept(page) == []


def begin_violence(page: Any) -> None:
    """Up to where the words are typed, by way of a page of the site."""
    page.goto("/")
    page.goto("/lapor/")
    page.locator("#lapor-app details").wait_for()
    choose(page, "kekerasan", "Anda tidak sendiri")
    onwards(page, "Apakah sedang terjadi sekarang?")
    page.get_by_label("Tidak, bukan sekarang").check()
    onwards(page, "Di mana?")
    page.get_by_role("button", name="Pakai lokasi ponsel ini").click()
    until(lambda: "tepat sampai" in page.locator("[data-show=located]").inner_text())
    page.locator("#lapor-rw").select_option(index=1)
    onwards(page, "Kapan?")
    page.get_by_label("Saya tidak tahu").check()
    onwards(page, "Apa yang terjadi?")
    page.locator("#lapor-cerita").fill("Teriakan dari rumah sebelah.")


@pytest.mark.long
def test_whoever_flees_finds_no_way_back_to_what_was_typed(phone: Any, served: Any) -> None:
    weather = "https://www.bmkg.go.id/"
    phone.route(weather, lambda route: route.fulfill(body="<h1>Cuaca</h1>", content_type="text/html"))
    page = phone.new_page()
    begin_violence(page)
    page.get_by_role("link", name="Keluar cepat").click()
    page.wait_for_url(weather)
    page.go_back()
    assert urlsplit(page.url).path == "/", "one step back is where reporting had not begun"
    page.go_forward()
    assert page.url == weather
    page.go_forward()
    if page.url != weather:
        page.locator("#lapor-app details").wait_for()
        assert page.locator(".kinds").is_visible()
        assert "Teriakan" not in page.content()
        assert page.locator("#lapor-cerita").count() == 0
        assert kept(page) == []


@pytest.mark.long
def test_a_page_that_a_browser_brings_back_tells_nothing_of_violence_at_home(phone: Any) -> None:
    page = phone.new_page()
    begin_violence(page)
    page.evaluate("void dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert page.locator("main").inner_text() == ""
    assert page.evaluate("document.querySelectorAll('textarea, canvas').length") == 0
    page.evaluate("void dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.locator(".kinds").wait_for()
    page.locator("#lapor-app details").wait_for()
    # And the next report knows nothing of where the last one was.
    choose(page, "keadaan", "Di mana?")
    page.get_by_role("button", name="Pakai lokasi ponsel ini").click()
    until(lambda: page.locator("[name=lat]").input_value())
    page.get_by_role("button", name="Kembali").click()
    choose(page, "saran", "Di mana?")
    assert page.locator("[name=lat]").input_value() == ""
    assert page.locator("[data-show=located]").inner_text() == ""


@pytest.mark.long
def test_danger_is_answered_with_telephone_numbers_and_names_with_a_question(phone: Any) -> None:
    words = "Pak Budi Santoso membawa celurit, nomornya 0812-3456-7890, motornya B 1234 XYZ."
    page = opened(phone)
    choose(page, "ketertiban", "Di mana?")
    onwards(page, "Di mana?")
    assert page.locator(".notice.error").inner_text() == "Lokasi belum diisi. Ketuk peta, atau pilih RW dari daftar."
    page.locator("#lapor-rw").select_option(index=1)
    onwards(page, "Kapan?")
    page.get_by_label("Tadi, pada jam").check()
    onwards(page, "Kapan?")
    page.locator("#lapor-jam").fill("02:15")
    onwards(page, "Apa yang terjadi?")
    page.locator("#lapor-cerita").fill(words)
    onwards(page, "Ada yang menunjuk orang")
    found = personal.find(words)
    assert sorted(page.locator("[data-show=personal] li").all_inner_texts()) == sorted(each.words for each in found)
    onwards(page, "Hubungi 110 / 112 dulu")
    assert page.locator("main a[href='tel:112']").locator("visible=true").count() == 1
    onwards(page, "Dengan nama atau tanpa nama?")
    onwards(page, "Ada foto?")
    onwards(page, "Periksa, lalu kirim")
    assert personal.without(words, found) in page.locator("[data-show=review]").inner_text()
    page.reload()
    page.locator("#lapor-app details").wait_for()
    page.evaluate("queue.patience = 0")
    assert "Belum selesai." in page.locator(".log li").inner_text(), "what was typed is not lost"
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_role("heading", name="Di mana?").wait_for()
    assert page.locator("#lapor-cerita").input_value() == personal.without(words, found)


@pytest.mark.long
def test_what_the_server_refuses_is_said_in_its_words_and_can_be_changed(phone: Any) -> None:
    page = opened(phone)
    fill(page)
    phone.set_offline(True)
    onwards(page, "Terima kasih")
    page.evaluate("queue.all().then(([row]) => queue.put({ ...row, form: { ...row.form, words: '' } }))")
    phone.set_offline(False)
    until(lambda: state(page).startswith("Ditolak: Ceritakan"), 60)
    until(lambda: heading(page) == "Laporan belum diterima")
    assert "Terima kasih" not in page.locator("main").inner_text()
    page.get_by_role("button", name="Perbaiki").click()
    page.get_by_role("heading", name="Apa yang terjadi?").wait_for()
    until(lambda: page.locator(".notice.error").count() == 1)
    page.locator("#lapor-cerita").fill(WORDS)
    assert page.locator(".notice.error").count() == 0, "answered"
    for next_ in ("Dengan nama atau tanpa nama?", "Ada foto?", "Periksa, lalu kirim", "Terima kasih"):
        onwards(page, next_)
    until(lambda: state(page) == "Terkirim.", 60)


def test_a_report_of_danger_that_is_refused_keeps_the_telephone_numbers(phone: Any) -> None:
    page = opened(phone)
    choose(page, "bencana", "Hubungi 110 / 112 dulu")
    assert "Keluar dari bangunan." in page.locator("main").inner_text()
    assert "keributan" not in page.locator("main").inner_text()
    onwards(page, "Di mana?")
    page.locator("#lapor-rw").select_option(index=1)
    onwards(page, "Kapan?")
    page.get_by_label("Sekarang, masih terjadi").check()
    for heading_next in ("Apa yang terjadi?", "Dengan nama atau tanpa nama?", "Ada foto?", "Periksa, lalu kirim"):
        onwards(page, heading_next)
    phone.set_offline(True)
    onwards(page, "Terima kasih")
    assert page.locator("main a[href='tel:112']").locator("visible=true").count() == 1
    page.evaluate("queue.all().then(([row]) => queue.put({ ...row, form: { ...row.form, unit: '31.99' } }))")
    phone.set_offline(False)
    until(lambda: heading(page) == "Laporan belum diterima", 60)
    assert page.locator("main a[href='tel:112']").locator("visible=true").count() == 1


@pytest.mark.long
def test_a_number_that_cannot_be_one_is_said_at_once_and_what_slips_through_is_stored_without_it(phone: Any) -> None:
    page = opened(phone)
    fill(page)
    for _ in range(2):
        page.get_by_role("button", name="Kembali").click()
    page.get_by_label("Saya boleh dihubungi").check()
    page.locator("#lapor-telepon").fill("0812")
    onwards(page, "Dengan nama atau tanpa nama?")
    assert "Contoh: 0812-3456-7890" in page.locator(".notice.error").inner_text()
    page.locator("#lapor-telepon").fill("000 000 0000")
    assert page.locator(".notice.error").count() == 0
    onwards(page, "Ada foto?")
    onwards(page, "Periksa, lalu kirim")
    readers = page.locator("[data-show=readers]").locator("visible=true").inner_text()
    assert re.fullmatch("Yang membaca: .+, .+", readers)
    page.locator("#lapor-simpan").uncheck()
    onwards(page, "Terima kasih")
    until(lambda: state(page).startswith("Terkirim. Nomor teleponnya tidak terbaca"), 60)
    assert page.locator("[data-show=readers]").locator("visible=true").inner_text() == readers
    assert kept(page) == []


@pytest.mark.long
@pytest.mark.parametrize("calls", [True, False])
def test_only_where_the_browser_will_call_a_report_is_said_to_leave_by_itself(
    browser: Any, served: Any, calls: bool
) -> None:
    context = browser.new_context(base_url=served.url, **PHONE)
    if not calls:
        context.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
    page = opened(context)
    ready(page)
    fill(page)
    context.set_offline(True)
    onwards(page, "Terima kasih")
    said = "juga bila halaman ini ditutup" if calls else "Buka lagi halaman ini"
    until(lambda: said in page.locator("main").inner_text())
    assert ("juga bila" in page.locator("main").inner_text()) == calls
    context.close()


@pytest.mark.long
def test_a_position_outside_is_said_at_once(phone: Any) -> None:
    phone.set_geolocation({"latitude": -7.5, "longitude": 110.4})
    page = opened(phone)
    choose(page, "saran", "Di mana?")
    page.get_by_role("button", name="Pakai lokasi ponsel ini").click()
    until(lambda: "di luar wilayah" in page.locator("[data-show=located]").inner_text())
    assert page.locator("[name=lat]").input_value() == ""
    onwards(page, "Di mana?")


@pytest.mark.long
def test_a_position_is_checked_where_there_is_a_line_and_else_the_rw_is_asked(phone: Any) -> None:
    page = opened(phone)
    ready(page)
    choose(page, "saran", "Di mana?")
    located = page.locator("[data-show=located]")
    page.get_by_role("button", name="Pakai lokasi ponsel ini").click()
    until(lambda: "tepat sampai" in located.inner_text())
    until(lambda: page.locator("#lapor-rw").input_value().startswith("99.01.01.1001."))
    chosen = page.locator("#lapor-rw").input_value()
    other = "RW 02" if not chosen.endswith("002") else "RW 03"
    page.locator("#lapor-rw").select_option(label=other)
    until(lambda: page.locator("[name=lat]").input_value() == "")
    assert located.inner_text() == "", "the old point is none of another RW"
    page.get_by_role("button", name="Kembali").click()
    phone.set_offline(True)
    choose(page, "saran", "Di mana?")
    page.get_by_role("button", name="Pakai lokasi ponsel ini").click()
    until(lambda: "Belum diketahui itu RW mana" in located.inner_text())
    onwards(page, "Di mana?")
    assert page.locator(".notice.error").count() == 1
    page.locator("#lapor-rw").select_option(label="RW 02")
    assert page.locator("[name=lat]").input_value(), "kept: nobody knows that it lies elsewhere"
    onwards(page, "Apa yang terjadi?")  # a proposal happens at no time


def test_without_a_line_election_matters_still_lead_to_their_authority(phone: Any) -> None:
    page = opened(phone)
    ready(page)
    phone.set_offline(True)
    page.locator("button[value=pemilu]").click()
    page.wait_for_url("**/lapor/lembaga/bawaslu/")
    assert "Bawaslu" in page.locator("h1").inner_text()


@pytest.mark.long
def test_a_tap_on_the_map_and_a_name_say_where(phone: Any) -> None:
    addresses: list[str] = []
    phone.on("request", lambda request: addresses.append(request.url))
    page = opened(phone)
    choose(page, "saran", "Di mana?")
    page.get_by_text("Tunjuk di peta").click()
    drawn = page.locator("[data-show=map] > svg")
    drawn.wait_for()
    whole = drawn.evaluate("each => each.outerHTML")
    assert "<a" not in whole
    drawn.click(position={"x": 150, "y": 130})
    until(lambda: "Titiknya sudah ditandai." in page.locator("[data-show=located]").inner_text())
    assert page.locator("#lapor-rw").input_value().startswith("99.01.01.1001.")
    lat = page.locator("[name=lat]").input_value()
    until(lambda: drawn.evaluate("each => each.outerHTML") != whole)
    drawn.click(position={"x": 150, "y": 130})
    until(lambda: page.locator("[name=lat]").input_value() != lat)
    assert page.locator("#lapor-rw").input_value().startswith("99.01.01.1001."), "nearer, and still within"
    page.locator("#lapor-rw").select_option(label="RW 02")
    page.locator("#lapor-rt").select_option(index=1)
    page.locator("#lapor-tempat").fill("jembatan")
    page.get_by_role("button", name="Cari tempat ini").click()
    page.locator("[data-show=found] button").first.click()
    assert "Jembatan" in page.locator("#lapor-tempat").input_value()
    assert not [each for each in addresses if re.search(r"[./=]1001\.", each)], "no log tells more than the kelurahan"


@pytest.mark.parametrize("scheme", [pytest.param(each, marks=pytest.mark.long) for each in ("light", "dark")])
def test_no_screen_has_a_serious_barrier_or_scrolls_sideways(page: Any, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto("/en/lapor/" if scheme == "dark" else "/lapor/")
    page.locator("#lapor-app details").wait_for()
    page.locator("button[value=keluhan]").click()
    page.locator("main section").first.wait_for(state="attached")
    steps = page.locator("main section").evaluate_all("all => all.map(each => each.dataset.step)")
    assert len(steps) == 13
    for step in steps:
        page.evaluate(
            """step => {
                for (const each of document.querySelectorAll("main section")) each.hidden = each.dataset.step !== step;
            }""",
            step,
        )
        found = Axe().run(page).response["violations"]
        assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == [], step
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), step

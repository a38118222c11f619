"""Reporting on a phone whose signal comes and goes: each report arrives once and leaves nothing typed behind."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from rukun.report.algo.codes import read
from rukun.report.tests.lossy import lossy_line
from rukun.report.tests.phone import (
    PHONE,
    WORDS,
    choose,
    fill,
    fire_sync,
    kept,
    onwards,
    opened,
    ready,
    rows,
    state,
    stored,
)
from tools.browser import until

pytestmark = pytest.mark.browser


def test_a_report_typed_without_a_line_arrives_once_though_the_page_is_closed(phone: Any, served: Any) -> None:
    page = opened(phone)
    ready(page)
    phone.set_offline(True)
    page.close()

    page = opened(phone, "/lapor/?rw=99.01.01.1001.002")
    page.locator("button[value=keadaan]").click()
    page.get_by_role("heading", name="Di mana?").wait_for()
    assert page.locator("#lapor-rw").input_value() == "99.01.01.1001.002", "the RW of the poster"
    page.get_by_role("button", name="Kembali").click()
    code = fill(page)
    assert read(code), "the phone made it, before there is a line"
    onwards(page, "Terima kasih")
    until(lambda: state(page) == "Menunggu sinyal.")
    assert page.locator("[data-show=code]").locator("visible=true").inner_text() == code
    [row] = kept(page)
    assert (row["state"], row["form"]["words"]) == ("waiting", WORDS)
    page.close()

    before = rows(served)
    phone.set_offline(False)
    page = phone.new_page()
    page.goto("/")  # not below /lapor/: nothing here sends anything
    fire_sync(phone, page)
    until(lambda: stored(served, [row["id"]]) == 1)
    assert rows(served) == before + 1

    # Whatever wakes up later sends nothing again, and of what was typed nothing is left on the phone.
    page = opened(phone)
    until(lambda: [each["state"] for each in kept(page)] == ["sent"])
    assert rows(served) == before + 1
    [left] = kept(page)
    assert set(left) == {"id", "code", "at", "keep", "what", "received", "photos", "state", "notes"}
    assert (left["what"], left["photos"], left["notes"]) == ("keadaan", [], [])
    line = page.locator(".log li")
    assert "Terkirim." in line.inner_text()
    line.get_by_role("button", name="Lihat kelanjutannya").click()
    page.wait_for_url("**/r/")
    assert "diterima" in page.locator("main").inner_text().lower()
    assert code.replace(" ", "") not in page.url


@pytest.mark.long
def test_a_photo_is_made_small_and_loses_its_metadata_on_the_phone(phone: Any, served: Any, tmp_path: Path) -> None:
    large = tmp_path / "kamera.jpg"
    exif = Image.Exif()
    exif[0x010F] = "Kamera Rekaan"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:08 14:00:05"
    exif.get_ifd(0x8825).update({1: "S", 2: (6.0, 11.0, 24.0), 3: "E", 4: (106.0, 47.0, 24.0)})
    Image.effect_noise((2600, 1950), 90).convert("RGB").save(large, quality=92, exif=exif)
    assert large.stat().st_size > 1_000_000
    assert b"Kamera Rekaan" in large.read_bytes()

    page = opened(phone)
    fill(page, photo=large)
    phone.set_offline(True)
    onwards(page, "Terima kasih")
    [row] = kept(page)
    size, head = page.evaluate(
        """async () => { const [{ photos: [{ blob }] }] = await queue.all();
        return [blob.size, String.fromCharCode(...new Uint8Array(await blob.slice(0, 4000).arrayBuffer()))]; }"""
    )
    assert size <= 400_000
    assert "Exif" not in head
    assert UUID(row["photos"][0]["id"]).version == 4, "of no time"
    assert not row["photos"][0]["capture"], "nobody is known, so nothing is read"
    phone.set_offline(False)
    until(lambda: state(page) == "Terkirim.", 60)
    look = f"""
import json
from rukun.evidence.models import Original
from rukun.evidence.queries import photos_of
from rukun.evidence.sealing import original_content
[photos] = photos_of("report", ["{row["id"]}"]).values()
content = original_content(Original.objects.get(photo=photos[0]))
print(json.dumps([len(photos), len(content), b"Exif" in content, photos[0].bare, photos[0].capture is None]))
"""
    number, bytes_stored, *rest = in_installation(served, look)
    assert (number, rest) == (1, [False, True, True])
    assert size - 1000 < bytes_stored <= size, "the very picture, and not even the browser's colour profile"


def in_installation(served: Any, program: str) -> Any:
    """What a program prints (JSON) that runs with the site's own settings and keys."""
    environment = {**os.environ, "RUKUN_DATA": str(served.data), "DJANGO_SETTINGS_MODULE": "rukun.config.settings"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-c", f"import django; django.setup()\n{program}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.long
def test_with_consent_time_and_place_of_a_photo_are_read_before_it_is_made_small(phone: Any, tmp_path: Path) -> None:
    taken = tmp_path / "kamera.jpg"
    exif = Image.Exif()
    exif.get_ifd(0x8769).update({0x9003: "2026:11:08 14:00:05", 0x9011: "+07:00"})
    exif.get_ifd(0x8825).update({1: "S", 2: (6.0, 11.0, 24.0), 3: "E", 4: (106.0, 47.0, 24.0)})
    Image.new("RGB", (900, 600), "#8d5a2b").save(taken, exif=exif)
    page = opened(phone)
    fill(page)
    page.get_by_role("button", name="Kembali").click()
    page.get_by_role("button", name="Kembali").click()
    page.get_by_label("Saya boleh dihubungi").check()
    page.locator("#lapor-telepon").fill("0812 3456 7890")
    onwards(page, "Ada foto?")
    page.locator("#lapor-foto").set_input_files(taken)
    page.locator("[data-show=photos] canvas").wait_for()
    page.get_by_label("Sertakan waktu dan tempat").check()
    onwards(page, "Periksa, lalu kirim")
    phone.set_offline(True)
    onwards(page, "Terima kasih")
    [row] = kept(page)
    capture = row["photos"][0]["capture"]
    assert capture["taken"] == "2026-11-08T14:00:05+07:00"
    assert (round(capture["lat"], 5), round(capture["lon"], 5)) == (-6.19, 106.79)


def test_an_id_made_on_the_phone_tells_the_hour_and_no_more(phone: Any) -> None:
    page = opened(phone)
    first, other = (UUID(page.evaluate("queue.newId()")) for _ in range(2))
    assert first != other
    for each in (first, other):
        assert (each.version, each.variant) == (7, "specified in RFC 4122")
        assert (each.int >> 80) % 3_600_000 == 0, "what the phone takes for the time is as good as a name"
        assert 0 <= time.time() * 1000 - (each.int >> 80) < 3_700_000


@pytest.mark.long
def test_what_is_not_finished_lies_on_the_phone_for_an_hour_without_name_number_and_photos(
    phone: Any, tmp_path: Path
) -> None:
    taken = tmp_path / "kamera.jpg"
    Image.new("RGB", (90, 60), "#8d5a2b").save(taken)
    page = opened(phone)
    fill(page, photo=taken)
    for _ in range(2):
        page.get_by_role("button", name="Kembali").click()
    page.get_by_label("Saya boleh dihubungi").check()
    page.locator("#lapor-nama").fill("Sari")
    page.locator("#lapor-telepon").fill("0812 3456 7890")
    onwards(page, "Ada foto?")
    onwards(page, "Periksa, lalu kirim")
    shown = page.locator("[data-show=review]").inner_text()
    assert all(each in shown for each in (WORDS, "Sari", "0812 3456 7890", "1 foto")), "while it is being written"
    assert "Kapan? Saya tidak tahu" in shown
    [row] = kept(page)
    assert (row["state"], row["form"]["words"]) == ("draft", WORDS)
    assert (row["form"]["name"], row["form"]["phone"], row["photos"]) == ("", "", [])
    assert 0 < row["until"] - time.time() * 1000 <= 3_600_000
    page.evaluate("queue.flush()")
    assert len(kept(page)) == 1
    page.evaluate("queue.all().then(([row]) => queue.put({ ...row, until: Date.now() - 1 }))")
    page.reload()
    page.locator("#lapor-app details").wait_for()
    until(lambda: kept(page) == [] and page.locator(".log li").count() == 0)


def complain(page: Any) -> None:
    """A complaint, up to the last screen."""
    choose(page, "keluhan", "Siapa yang dikeluhkan?")
    page.locator("[name=subject]:not([data-elsewhere])").first.check()
    onwards(page, "Di mana?")
    page.locator("#lapor-rw").select_option(index=1)
    onwards(page, "Kapan?")
    page.get_by_label("Saya tidak tahu").check()
    onwards(page, "Apa yang terjadi?")
    page.locator("#lapor-cerita").fill("Surat pengantar baru diberi setelah membayar.")
    for heading_next in ("Dengan nama atau tanpa nama?", "Ada foto?", "Periksa, lalu kirim"):
        onwards(page, heading_next)


@pytest.mark.long
def test_a_complaint_that_was_refused_is_shown_once_and_kept_no_longer(phone: Any) -> None:
    page = opened(phone)
    complain(page)
    assert kept(page) == [], "nothing of it lies on the phone before it is sent"
    assert not page.locator("#lapor-simpan").is_checked()
    phone.set_offline(True)
    onwards(page, "Terima kasih")
    page.evaluate("queue.all().then(([row]) => queue.put({ ...row, form: { ...row.form, words: '' } }))")
    phone.set_offline(False)
    until(lambda: state(page).startswith("Ditolak: Ceritakan"), 60)
    until(lambda: kept(page) == [])
    page.get_by_role("button", name="Selesai").click()
    assert "Ditolak: Ceritakan" in page.locator(".log li").inner_text()
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_role("heading", name="Apa yang terjadi?").wait_for()
    page.locator("#lapor-cerita").fill("Surat pengantar baru diberi setelah membayar.")
    for heading_next in ("Dengan nama atau tanpa nama?", "Ada foto?", "Periksa, lalu kirim", "Terima kasih"):
        onwards(page, heading_next)
    until(lambda: state(page) == "Terkirim.", 60)
    until(lambda: kept(page) == [])

    # Refused while no page was open: the next one says so, and the one after it knows nothing.
    page.evaluate(
        """queue.changed = null; queue.put({ id: queue.newId(), code: queue.newCode(), at: Date.now(), what: "",
        photos: [], form: { category: "keluhan" }, state: "refused", errors: { words: "Terlalu pendek." } })"""
    )
    assert len(kept(page)) == 1
    page.close()
    page = opened(phone)
    assert "Terlalu pendek." in page.locator(".log li").inner_text()
    until(lambda: kept(page) == [])
    page.reload()
    page.locator("#lapor-app details").wait_for()
    assert page.locator(".log li").count() == 0


@pytest.mark.long
def test_one_of_several_reports_can_be_deleted_before_it_is_sent(phone: Any, served: Any) -> None:
    page = opened(phone)
    ready(page)
    phone.set_offline(True)
    for words in ("Lampu jalan padam di ujung gang.", "Pagar taman roboh sejak pagi."):
        fill(page, words)
        onwards(page, "Terima kasih")
        page.get_by_role("button", name="Selesai").click()
        page.locator(".kinds").wait_for()
    assert page.locator(".log li").count() == 2
    newest = page.locator(".log li").first
    newest.get_by_text("Hapus", exact=True).click()
    assert "tidak ada yang menerimanya" in newest.inner_text()
    assert len(kept(page)) == 2, "it asks first"
    newest.get_by_role("button", name="Ya, hapus dari ponsel").click()
    until(lambda: page.locator(".log li").count() == 1)
    [row] = kept(page)
    assert row["form"]["words"].startswith("Lampu")
    before = rows(served)
    phone.set_offline(False)
    until(lambda: [each["state"] for each in kept(page)] == ["sent"], 60)
    assert rows(served) == before + 1


@pytest.mark.long
def test_two_tabs_and_the_worker_send_a_report_once(phone: Any, served: Any) -> None:
    one, other = opened(phone), opened(phone)
    ready(one)
    phone.set_offline(True)
    fill(one)
    onwards(one, "Terima kasih")
    [row] = kept(one)
    until(lambda: "Menunggu sinyal." in other.locator("main").inner_text())
    before, posts = rows(served), []
    phone.on("request", lambda request: posts.append(request.url) if request.url.endswith("/kirim/") else None)
    phone.set_offline(False)
    for page in (one, other):
        page.evaluate("void queue.flush()")
    until(lambda: state(one) == "Terkirim.", 60)
    until(lambda: "Terkirim." in other.locator("main").inner_text())
    assert (stored(served, [row["id"]]), rows(served)) == (1, before + 1)
    assert 1 <= len(posts) <= 2, "one held the lock; twice only if the server asked for some work"


@pytest.mark.parametrize("number", [30, pytest.param(300, marks=pytest.mark.long)])
def test_when_answers_are_lost_every_report_is_stored_exactly_once(browser: Any, served: Any, number: int) -> None:
    """Driven through the page's own queue: what is put there is sent until the server was heard to have it."""
    before = rows(served)
    with lossy_line(served.url, loss=0.3) as line:
        context = browser.new_context(base_url=line.url, **PHONE)
        page = opened(context)
        keys = page.evaluate(
            """async (number) => {
                const keys = [];
                for (let i = 0; i < number; i++) {
                    const id = queue.newId();
                    keys.push(id);
                    const unit = `99.01.01.1001.00${i % 6 + 1}`;
                    const form = { category: "keadaan", unit, words: `Lampu nomor ${i} mati.`, anonymous: "1" };
                    const row = { id, code: queue.newCode(), at: Date.now(), what: "keadaan", keep: true, photos: [] };
                    await queue.put({ ...row, form, state: "waiting" });
                }
                return keys;
            }""",
            number,
        )
        for _ in range(60):
            if not page.evaluate("queue.flush()"):
                break
        assert {each["state"] for each in kept(page)} == {"sent"}
        context.close()
    assert line.lost > number / 10
    assert line.sent > number
    assert len(set(keys)) == stored(served, keys) == number
    assert rows(served) == before + number, "and nothing else"


@pytest.mark.long
def test_what_somebody_is_about_to_confirm_stays_open_when_the_queue_changes(phone: Any) -> None:
    page = opened(phone)
    ready(page)
    phone.set_offline(True)
    fill(page)
    onwards(page, "Terima kasih")
    page.get_by_role("button", name="Selesai").click()
    line = page.locator(".log li")
    line.get_by_text("Hapus", exact=True).click()
    page.evaluate("queue.all().then(([row]) => queue.put({ ...row, state: 'refused', errors: {} }))")
    page.wait_for_timeout(400)
    assert line.get_by_role("button", name="Ya, hapus dari ponsel").is_visible()
    line.get_by_text("Tidak jadi", exact=True).click()
    until(lambda: "Ditolak" in line.inner_text())


@pytest.mark.long
def test_all_traces_can_be_removed_from_the_phone(phone: Any) -> None:
    page = opened(phone)
    ready(page)
    fill(page)
    page.goto("/lapor/")
    page.locator(".log li").wait_for()
    page.get_by_text("Hapus jejak di ponsel ini").click()
    page.get_by_role("button", name="Ya, hapus semuanya").click()
    page.wait_for_url(re.compile(r":\d+/$"))
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0

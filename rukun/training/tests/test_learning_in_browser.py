"""Learning on a phone whose signal comes and goes: cards, quiz, and a service worker that keeps nothing of anybody."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from rukun.training.content import ORDER, courses
from tools.browser import barriers, until, watched_page

pytestmark = pytest.mark.browser

COURSE = "hak-anak"
QUIZ = f"/belajar/{COURSE}/kuis/"
RESULT = re.compile(r"/belajar/kuis/[0-9a-f-]{36}/$")
PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "id-ID"}


@pytest.fixture
def phone(browser: Any, served: Any) -> Iterator[Any]:
    """A browser of its own. The test fails if a page complained about anything but the signal that was taken away."""
    complaints: list[str] = []

    def listen(message: Any) -> None:
        # What becomes of a quiz that is sent (403: sign in first, 404: somebody else's) the script tells in words.
        expected = "ERR_INTERNET_DISCONNECTED" in message.text or urlsplit(message.location["url"]).path.endswith(
            "/kuis/"
        )
        if message.type == "error" and not expected:
            complaints.append(message.text)

    context = browser.new_context(base_url=served.url, **PHONE)
    context.on("console", listen)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context
    context.close()
    assert not complaints, complaints


def sign_in(page: Any, role: str) -> None:
    page.goto("/demo/")
    page.locator(f"button[name=person][value={role}]").click()
    page.wait_for_url("**/hari-ini/")


def ready(page: Any) -> None:
    """Wait until the worker has all that it keeps."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def signal(context: Any, there: bool) -> None:
    context.set_offline(not there)


def told(page: Any) -> str:
    return str(page.locator("#kabar").inner_text())


def begin_quiz(page: Any, course: str) -> None:
    page.goto(f"/belajar/{course}/kuis/")
    page.get_by_role("button", name="Mulai kuis").click()
    page.locator("#kuis").wait_for()
    until(lambda: taken_over(page, course))


def taken_over(page: Any, course: str) -> bool:
    """Whether the script keeps this quiz on the phone already: it hears no tick before."""
    return bool(
        page.evaluate(
            "async course => typeof waiting == 'object' && (await waiting.all()).some(each => each.course === course)",
            course,
        )
    )


def answer(page: Any, course: str, leave: int = 0) -> None:
    """Tick the right choices, all but the last ``leave``."""
    right = {each.ask: each.choices[0] for each in courses()[course].questions}
    page.locator("#kuis").get_by_role("button").wait_for()  # it stands below the last question
    fields = page.locator("#kuis fieldset")
    for i in range(fields.count() - leave):
        ask = fields.nth(i).locator("legend").inner_text().strip()
        fields.nth(i).get_by_label(right[ask], exact=True).check()


def sent_quizzes(browser: Any, served: Any) -> int:
    """How many the buku mutasi knows of, read by the administrator."""
    with watched_page(browser, served.url, **PHONE) as page:
        sign_in(page, "administrator")
        count = 0
        for unit in ("99.01.01.1001", "99.01", ""):
            page.goto(f"/buku-mutasi/?unit={unit}&verb=training.quiz_sent")
            count = max(count, page.locator("ol.log li").count())
        return count


@pytest.mark.long
def test_after_one_visit_the_cards_of_every_course_are_read_without_a_signal(phone: Any) -> None:
    page = phone.new_page()
    sign_in(page, "warga")
    page.goto("/belajar/")
    ready(page)
    name = page.locator(".name").inner_text()
    signal(phone, False)
    page.close()
    page = phone.new_page()
    page.goto("/belajar/")
    for code in ORDER:
        course = courses()[code]
        page.locator(f"ol.log a[href$='/{code}/']").click()
        page.wait_for_url(f"**/belajar/{code}/")
        until(lambda: "Tidak ada sinyal" in told(page))
        assert page.locator(".deck h2").all_inner_texts() == [card.title for card in course.cards]
        assert page.locator(".deck h2").first.evaluate("each => getComputedStyle(each).fontWeight") == "700"
        assert page.evaluate("[...document.styleSheets].every(each => each.cssRules.length > 0)"), "it has its looks"
        page.locator("#kartu-1").get_by_role("link", name="Berikutnya").click()
        expect(page).to_have_url(re.compile("#kartu-2$"))
        assert name not in page.content(), "what the phone keeps was fetched as nobody"
        page.go_back()
        page.go_back()
    page.goto(f"/belajar/{COURSE}/kuis/")
    assert "memerlukan sinyal" in page.locator("main").inner_text()


@pytest.mark.long
def test_the_worker_keeps_no_page_of_anybody_and_leaves_the_rest_of_the_site_alone(phone: Any) -> None:
    page = phone.new_page()
    sign_in(page, "warga")
    page.goto("/belajar/")
    ready(page)
    begin_quiz(page, "kabar-bohong")
    for path in (
        "/belajar/",
        f"/belajar/{COURSE}/",
        "/belajar/kabar-bohong/kuis/",
        "/en/belajar/",
        "/profil/",
        "/hari-ini/",
    ):
        page.goto(path)
    page.goto("/en/belajar/")
    ready(page)
    kept = page.evaluate(
        """(async () => {
            const found = [];
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const asked of await cache.keys()) {
                    const text = await (await cache.match(asked, { ignoreVary: true })).text();
                    found.push([name, new URL(asked.url).pathname, text]);
                }
            }
            return found;
        })()"""
    )
    name = page.locator(".name").inner_text()
    pages = {path for _cache, path, _text in kept if not path.startswith("/static/")}
    own = {f"{prefix}/belajar/{rest}" for prefix in ("", "/en") for rest in ("", "luring/", *(f"{c}/" for c in ORDER))}
    assert pages == own
    assert not [path for _cache, path, text in kept if name in text or 'name="csrfmiddlewaretoken"' in text]
    assert len({cache for cache, _path, _text in kept}) == 2, "each language has its own, and neither removes the other"
    scopes = page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.map(each => each.scope))")
    assert sorted(urlsplit(each).path for each in scopes) == ["/belajar/", "/en/belajar/"]
    page.goto("/hari-ini/")
    assert page.evaluate("navigator.serviceWorker.controller") is None
    page.evaluate("caches.open('milik-ruang-lain')")
    page.goto("/belajar/")
    assert "milik-ruang-lain" in page.evaluate("caches.keys()")


@pytest.mark.long
@pytest.mark.postgres_smoke
def test_a_quiz_answered_without_a_signal_arrives_once_when_the_line_is_back(
    phone: Any, browser: Any, served: Any
) -> None:
    before = sent_quizzes(browser, served)
    page = phone.new_page()
    sign_in(page, "warga")
    page.goto("/belajar/")
    ready(page)
    begin_quiz(page, COURSE)
    asked = page.locator("#kuis legend").all_inner_texts()
    signal(phone, False)
    answer(page, COURSE, leave=1)
    until(lambda: "tersimpan di ponsel ini" in told(page))
    until(lambda: len(page.evaluate("waiting.all()")[0]["answers"]) == len(asked) - 1)
    page.close()

    page = phone.new_page()
    page.goto(QUIZ)
    until(lambda: page.locator("#kuis legend").all_inner_texts() == asked)  # the script puts it there
    assert page.locator("#kuis :checked").count() == len(asked) - 1, "what was ticked is still ticked"
    page.get_by_role("button", name="Kirim jawaban").click()
    until(lambda: "belum dijawab" in told(page))
    assert page.locator("#kuis .wrong").count() == 1
    answer(page, COURSE)
    page.get_by_role("button", name="Kirim jawaban").click()
    until(lambda: "belum terkirim karena tidak ada sinyal" in told(page))
    page.close()

    page = phone.new_page()
    page.goto(QUIZ)
    until(lambda: "belum terkirim karena tidak ada sinyal" in told(page))
    assert page.locator("#kuis :checked").count() == len(asked)
    other = phone.new_page()
    other.goto("/belajar/")
    until(lambda: "belum terkirim karena" in told(other))
    signal(phone, True)
    page.wait_for_url(RESULT)
    until(lambda: page.locator("h1").inner_text() == "Lulus")
    until(lambda: page.evaluate("waiting.all()") == [])
    assert "Sertifikat Anda" in page.locator("main").inner_text()

    # Once more by hand, as a phone does whose answer got lost on the way: nothing changes.
    again = page.evaluate(
        """async ([quiz, attempt, token]) => (await fetch(quiz, {method: "POST",
        body: new URLSearchParams({attempt, csrfmiddlewaretoken: token})})).url""",
        [QUIZ, page.url.split("/")[-2], {each["name"]: each["value"] for each in phone.cookies()}["csrftoken"]],
    )
    assert again == page.url
    assert sent_quizzes(browser, served) == before + 1


@pytest.mark.long
def test_the_worker_sends_a_quiz_whose_page_is_closed(phone: Any) -> None:
    page = phone.new_page()
    sign_in(page, "ketua_rw")
    page.goto("/belajar/")
    ready(page)
    begin_quiz(page, COURSE)
    answer(page, COURSE)
    signal(phone, False)
    page.get_by_role("button", name="Kirim jawaban").click()
    until(lambda: "belum terkirim karena" in told(page))
    page.goto("about:blank")
    signal(phone, True)
    page.goto("/")  # not below /belajar/: nothing here sends anything
    registrations: list[Any] = []
    session = phone.new_cdp_session(page)
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: registrations.extend(event["registrations"]))
    session.send("ServiceWorker.enable")
    own = until(lambda: page.evaluate("1") and [r for r in registrations if r["scopeURL"].endswith("/belajar/")])
    parts = urlsplit(page.url)
    session.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": f"{parts.scheme}://{parts.netloc}",
            "registrationId": own[0]["registrationId"],
            "tag": "belajar",
            "lastChance": False,
        },
    )
    stored = """new Promise(done => { const asked = indexedDB.open("belajar", 1);
        asked.onsuccess = () => { const rows = asked.result.transaction("kuis").objectStore("kuis").getAll();
        rows.onsuccess = () => { asked.result.close(); done(rows.result.length); }; }; })"""
    until(lambda: page.evaluate(stored) == 0)
    page.goto(QUIZ)
    assert "Anda sudah lulus" in page.locator("main").inner_text()


@pytest.mark.long
def test_whoever_has_to_sign_in_first_is_told_and_loses_nothing(phone: Any) -> None:
    page = phone.new_page()
    sign_in(page, "ketua_rt")
    begin_quiz(page, COURSE)
    ready(page)
    answer(page, COURSE)
    phone.clear_cookies()
    page.get_by_role("button", name="Kirim jawaban").click()
    until(lambda: "perlu masuk" in told(page))
    assert page.locator("#kabar a").inner_text() == "Masuk dan kirim"
    # Somebody else on the same phone neither sees nor sends nor removes it, with a signal or without.
    sign_in(page, "lurah")
    page.goto("/belajar/")
    ready(page)
    page.evaluate("waiting.flush()")
    assert told(page).strip() == ""
    assert [each["state"] for each in page.evaluate("waiting.all()")] == ["signin"]
    assert page.evaluate("waiting.own()") == []
    signal(phone, False)
    page.goto(QUIZ)
    assert "memerlukan sinyal" in page.locator("main").inner_text()
    assert page.locator("#kuis").count() == 0
    signal(phone, True)
    page.goto("/")
    page.get_by_role("button", name="Keluar").click()
    sign_in(page, "ketua_rt")
    page.goto("/belajar/")
    until(lambda: "sudah terkirim" in told(page))
    page.locator("#kabar a").click()
    until(lambda: page.locator("h1").inner_text() == "Lulus")


@pytest.mark.long
def test_a_quiz_that_the_server_no_longer_knows_leaves_the_phone_with_a_word(phone: Any) -> None:
    page = phone.new_page()
    sign_in(page, "ketua_rt")
    page.goto("/belajar/")
    ready(page)
    page.evaluate(
        """(async () => waiting.put({id: "00000000-0000-4000-8000-000000000000", course: "pelaporan", html: "",
        action: "/belajar/pelaporan/kuis/", result: "/belajar/kuis/00000000-0000-4000-8000-000000000000/", answers: {},
        state: "waiting", at: Date.now(), owner: waiting.owner, session: await waiting.session(), token: ""}))()"""
    )
    page.goto("/belajar/")
    until(lambda: "sudah dihapus dari ponsel" in told(page))
    assert page.evaluate("waiting.all()") == []


@pytest.mark.long
def test_without_script_everything_works_while_there_is_a_signal(browser: Any, served: Any) -> None:
    with watched_page(browser, served.url, java_script_enabled=False, **PHONE) as page:
        sign_in(page, "petugas_posko")
        page.goto("/belajar/")
        page.locator(f"a[href='/belajar/{COURSE}/']").click()
        page.locator("#kartu-1").get_by_role("link", name="Berikutnya").click()
        expect(page).to_have_url(re.compile("#kartu-2$"))
        page.get_by_role("link", name="Kerjakan kuis").click()
        page.get_by_role("button", name="Mulai kuis").click()
        answer(page, COURSE, leave=1)
        page.get_by_role("button", name="Kirim jawaban").click()
        summary = page.get_by_role("alert")
        expect(summary.get_by_role("link")).to_have_count(1)
        answer(page, COURSE)
        page.get_by_role("button", name="Kirim jawaban").click()
        page.wait_for_url(RESULT)
        assert page.locator("h1").inner_text() == "Lulus"


@pytest.mark.long
def test_a_card_fills_the_screen_of_a_phone(page: Any) -> None:
    page.goto(f"/belajar/{COURSE}/")
    heights = page.locator(".deck > section").evaluate_all("all => all.map(each => each.offsetHeight)")
    assert min(heights) >= 740 - 40
    page.locator("#kartu-2").get_by_role("link", name="Berikutnya").click()
    until(lambda: abs(page.locator("#kartu-3").bounding_box()["y"]) < 30)


@pytest.mark.long
def test_these_pages_have_no_serious_barrier_and_do_not_scroll_sideways(page: Any) -> None:
    sign_in(page, "bhabinkamtibmas")
    begin_quiz(page, "pelaporan")
    paths = ["/belajar/", "/en/belajar/", "/belajar/luring/", "/belajar/pelaporan/kuis/", "/belajar/pertolongan/kuis/"]
    for path in [*paths, *(f"/belajar/{code}/" for code in ORDER)]:
        page.goto(path)
        assert barriers(page) == [], path
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), path

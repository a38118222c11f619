"""What is promised to whoever reports, asked of the running server: its answers, its logs, and its database's bytes."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from itertools import count
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from rukun.guard import ANYONE
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.tests.factories import person
from rukun.report import limits
from rukun.report.algo.codes import grouped, new_code
from rukun.report.tests import factories
from rukun.report.tests.running import RW, Answer, Phone, Running, running, typed
from rukun.report.tests.test_limits import work

ADDRESS = "203.0.113.77"
pytestmark = pytest.mark.once
BROWSER = "Peramban-Uji/7.3 (Ponsel Ibu Sri)"
COMES_FROM = "https://obrolan.example/grup-warga-rahasia"
SESSION = "kukisesiygmestinyadiabaikan00000"
STRANGE = {
    "Cookie": f"sesi={SESSION}; csrftoken=abcdefabcdefabcdefabcdefabcdefab; django_language=en",
    "Authorization": "Bearer rukun_tidakdibaca",
    "Origin": "null",
    "Referer": COMES_FROM,
    "User-Agent": BROWSER,
}
PLAIN = {"Accept-Encoding": "identity"}
numbers = count(1)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("kontrak")) as each:
        yield each


@pytest.fixture
def phone(site: Running) -> Iterator[Phone]:
    """Somebody new: nobody has asked from this address before."""
    with closing(somebody(site)) as each:
        yield each


def somebody(site: Running, address: str = "", **more: str) -> Phone:
    return Phone(site.port, X_Forwarded_For=address or f"198.51.{next(numbers)}.5", **{**PLAIN, **more})


def photo() -> bytes:
    """What a phone's camera makes: it says where, when, and with what."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0xA431] = "PabrikUji", "KameraUji-9", "SERI-4711-UJI"
    exif.get_ifd(0x8825).update({1: "S", 2: (6.0, 11.0, 30.0), 3: "E", 4: (106.0, 47.0, 20.0)})
    made = BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(made, "JPEG", exif=exif)
    return made.getvalue()


def filed(by: Phone, **more: object) -> dict[str, Any]:
    sent = typed(**more)
    answer = by.post("/lapor/kirim/", **sent)
    assert answer.status == 201, answer.text
    return sent


def wizard(phone: Phone, words: str) -> Answer:
    """The way without script, its screens skipped: what was answered travels in hidden fields anyway."""
    begun = phone.post("/lapor/", category="saran").text
    sealed = re.search(r'name="sealed" value="([^"]+)"', begun)
    assert sealed, begun
    return phone.post(
        "/lapor/", sealed=sealed[1], category="saran", unit=RW, about="unknown", words=words, contact="none", kept="",
        reviewed="1", at="send", do="send",
    )  # fmt: skip


def every_step(phone: Phone, sent: dict[str, Any]) -> list[tuple[str, Answer]]:
    """Each thing that whoever reports can do, once."""
    code, key = sent["code"], sent["id"]
    told: list[tuple[str, Answer]] = [
        (path, phone.get(path))
        for path in (
            "/lapor/", "/en/lapor/", f"/lapor/?rw={RW}", "/lapor/janji/", "/lapor/wilayah.json",
            "/lapor/app.webmanifest", "/lapor/sw.js", "/lapor/formulir/", "/lapor/lembaga/", "/lapor/tidak-ada/",
            "/r/", "/en/r/",
        )
    ]  # fmt: skip
    more = typed(category="tawuran", happened_about="now", lat=-6.1985, lon=106.7905, place="dekat jembatan uji")
    told += [
        ("POST /lapor/", phone.post("/lapor/", category="tawuran", rw=RW)),
        ("POST /en/lapor/", phone.post("/en/lapor/", category="kekerasan")),
        ("wizard", wizard(phone, "Tolong pasang lampu di gang uji.")),
        ("POST /lapor/kirim/", phone.post("/lapor/kirim/", **more)),
        ("POST /lapor/kirim/ again", phone.post("/lapor/kirim/", **more)),
        ("POST /lapor/kirim/ wrong", phone.post("/lapor/kirim/", **{**more, "id": "x", "words": "\0"})),
        (
            "POST /lapor/foto/",
            phone.send_file("/lapor/foto/", photo(), report=key, code=code, id=new_id(), lat="-6.19", lon="106.79"),
        ),
        ("POST /lapor/wilayah.json", phone.post("/lapor/wilayah.json", di="Gang Mawar")),
        ("look", phone.post("/r/", code=grouped(code))),
        ("look, in English", phone.post("/en/r/", code=code)),
        ("answer", phone.post("/r/", code=code, do="answer", message=new_id(), text="Sampai pukul satu uji.")),
        ("proof", phone.post("/r/", code=code, do="proof")),
        ("wrong", phone.post("/r/", code=new_code())),
        ("slip", phone.post("/r/", code="1234")),
    ]
    return told


def test_no_cookie_is_set_or_read_and_nothing_is_kept_on_the_way(site: Running) -> None:
    with closing(somebody(site)) as plain, closing(somebody(site, ADDRESS, **STRANGE)) as strange:
        for phone in (plain, strange):
            for what, answer in every_step(phone, filed(phone)):
                assert answer.status < 500, what
                assert answer.status not in (401, 403), f"{what}: Origin null, or no token"
                assert not answer.header("set-cookie"), what
                assert answer.header("referrer-policy") == "no-referrer", what
                if "/" not in what[0] or "/r/" in what:
                    assert "no-store" in answer.header("cache-control"), what
        for path in ("/lapor/", "/en/lapor/", "/lapor/janji/", "/r/", "/lapor/wilayah.json"):
            assert plain.get(path).body == strange.get(path).body, "the same for everybody"


@pytest.mark.django_db
def test_whoever_is_signed_in_reports_as_nobody_all_the_same(client: Client) -> None:
    factories.town()
    client.force_login(person("lurah", factories.KELURAHAN, name="Ratna Siregar"))
    plain = Client()
    for path in ("/lapor/", "/r/", "/lapor/janji/"):
        assert client.get(path).content == plain.get(path).content
    code = new_code()
    answer = client.post("/lapor/kirim/", {**typed(unit=factories.RW), "code": code})
    assert answer.status_code == 201
    assert not answer.cookies
    assert Entry.objects.get(verb="report.received").actor == ANYONE.label
    followed = client.post("/r/", {"code": code, "do": "answer", "message": str(new_id()), "text": "Sampai pagi."})
    assert "Ratna" not in followed.text
    assert Entry.objects.get(verb="report.answer_given").actor == ANYONE.label
    assert client.get("/hari-ini/").status_code == 200, "the session is as it was"


def test_nothing_of_an_anonymous_reporter_is_in_database_files_or_logs(site: Running) -> None:
    with closing(somebody(site, ADDRESS, **STRANGE)) as phone:
        words = "Kalimat rahasia uji: pintu belakang warung dibuka tengah malam."
        sent = filed(phone, words=words, place="belakang warung uji")
        every_step(phone, sent)
        phone.post("/lapor/kirim/", **{**typed(), "happened": "\0", "lat": "1e999", "organisation": "x"})
        phone.send_file("/lapor/foto/", b"\xff\xd8" + b"x" * 2000, report=sent["id"], code=sent["code"], id=new_id())
        named = filed(phone, anonymous="0", name="Sri Rahayu Uji", phone="0812-5555-0123")
    left = site.everything()
    assert str(sent["id"]).replace("-", "").encode() in left.replace(b"-", b""), "we look where it would be"
    kept_out = [
        ADDRESS, BROWSER, COMES_FROM, SESSION, "rukun_tidakdibaca",
        words, "warung uji", "Sampai pukul satu", "lampu di gang uji", "dekat jembatan uji", "Gang Mawar uji",
        "Sri Rahayu", "081255550123", "+6281255550123", "81255550123", "0812-5555-0123",
        "SERI-4711-UJI", "KameraUji-9",
        *(each for code in (sent["code"], named["code"]) for each in (code, grouped(code), code[:-1])),
        str(int.from_bytes(bytes(map(int, ADDRESS.split("."))), "big")),
    ]  # fmt: skip
    for algorithm in ("md5", "sha1", "sha256", "sha512", "blake2b"):
        for plain in (ADDRESS, str(sent["code"])):
            digest = hashlib.new(algorithm, plain.encode())
            kept_out += [digest.hexdigest(), base64.b64encode(digest.digest()).decode()]
            assert digest.digest() not in left
    for each in kept_out:
        assert each.encode() not in left, each
    log = site.log.read_text()
    for each in ("/lapor", "/r/", "203.0.113", "198.51.", str(sent["id"]), "Traceback"):
        assert each not in log, each
    assert site.rows("SELECT count(*) FROM django_session") == [(0,)]


def test_whoever_has_database_and_logs_finds_no_way_from_a_report_to_its_reporter(site: Running) -> None:
    """Two reports of one phone look no more alike than those of two, and nothing that is stored opens one."""
    tables = {
        "report_report": "id",
        "report_contact": "report_id",
        "report_message": "report_id",
        "evidence_photo": "about_id",
        "journal_entry": "object_id",
    }
    chance = {"hash", "previous", "sequence", "id"}  # of the chain: they follow from the order alone
    with (
        closing(somebody(site, "203.0.113.78", **STRANGE)) as one,
        closing(somebody(site, User_Agent="Lain/1")) as other,
    ):
        reports = []
        for phone in (one, other, one):  # in between, so that what is near in time is near for all
            sent = filed(phone)
            phone.send_file("/lapor/foto/", photo(), report=sent["id"], code=sent["code"], id=new_id())
            phone.post("/r/", code=sent["code"], do="answer", message=new_id(), text="Tadi malam.")
            reports.append(sent)
        traces = [_trace(site, tables, str(sent["id"])) for sent in reports]
        first, third, second = traces
        assert len(first) > 20, "we found the rows"
        for column in first.keys() & second.keys() - chance:
            if first[column] == second[column]:
                assert first[column] == third.get(column), f"{column} links two reports of one phone"
        assert first[("journal_entry", "actor")] == third[("journal_entry", "actor")]
        for value in {str(each) for trace in traces for values in trace.values() for each in values}:
            answer = other.post("/r/", code=value[:100])
            assert "no-store" in answer.header("cache-control")
            assert 'name="do"' not in answer.text, "what stands in the database opens no report"
        assert 'name="do"' in other.post("/r/", code=reports[0]["code"]).text, "but its code does"


def _trace(site: Running, tables: dict[str, str], key: str) -> dict[tuple[str, str], list[Any]]:
    """All values, by table and column, of the rows about one report."""
    found: dict[tuple[str, str], list[Any]] = {}
    for table, column in tables.items():
        wanted = (key, key.replace("-", ""))
        rows = site.rows(
            f"SELECT to_json(t)::text FROM {table} t WHERE {column}::text = '{key}'"
            if site.site.env.get("DATABASE_URL")
            else f"SELECT * FROM {table} WHERE {column} IN {wanted}"
        )
        if site.site.env.get("DATABASE_URL"):
            dicts = [json.loads(row[0]) for row in rows]
        else:
            names = [row[1] for row in site.rows(f"PRAGMA table_info({table})")]
            dicts = [dict(zip(names, row, strict=True)) for row in rows]
        for each in dicts:
            for name, value in each.items():
                found.setdefault((table, name), []).append(value)
    return found


def test_wrong_codes_are_limited_and_the_neighbours_on_the_same_address_are_not_locked_out(site: Running) -> None:
    with closing(somebody(site)) as phone, closing(somebody(site)) as other:
        code = filed(phone)["code"]
        answers = [phone.post("/r/", code=new_code()) for _ in range(limits.LIMITS["code"] + 1)]
        assert {each.status for each in answers} == {200}
        assert len({re.sub(r"\d", "", each.text) for each in answers}) == 1
        for _ in range(30):
            phone.post("/r/", code="1234 5678")  # a slip is no guess
        guess = new_code()
        assert phone.post("/r/", code=guess).status == 429
        for each in (phone, other):
            opened = each.post("/r/", code=code)
            assert (opened.status, 'name="do"' in opened.text) == (200, True)


def test_a_flood_waits_for_a_first_look_and_is_never_refused(site: Running) -> None:
    with closing(somebody(site)) as phone, closing(somebody(site)) as other:
        for _ in range(limits.LIMITS["file"]):
            filed(phone, unit="31.73.07.1001.002")
        late = typed(unit="31.73.07.1001.002")
        asked = phone.post("/lapor/kirim/", **late)
        assert asked.status == 202
        told = json.loads(asked.body)
        without = typed(unit="31.73.07.1001.002", challenge=told["challenge"], answer="")
        assert phone.post("/lapor/kirim/", **without).status == 201
        challenge = json.loads(phone.post("/lapor/kirim/", **late).body)["challenge"]
        worked = {**late, "challenge": challenge, "answer": work(challenge)}
        assert phone.post("/lapor/kirim/", **worked).status == 201
        assert phone.post("/lapor/kirim/", **worked).status == 200
        thanks = wizard(phone, "Tolong bersihkan selokan di depan.")
        assert thanks.status == 200
        assert re.search(r"\d{4} \d{4} \d{4} \d{4} \d{4}", thanks.text)
        calm = filed(other, unit="31.73.07.1001.002")
    triage = {str(key).replace("-", ""): why for key, why in site.rows("SELECT id, triage FROM report_report")}
    assert triage[without["id"].hex] == "flood"  # type: ignore[attr-defined]
    assert triage[late["id"].hex] == ""  # type: ignore[attr-defined]
    assert triage[calm["id"].hex] == ""
    assert list(triage.values()).count("flood") >= 2

"""What the app on a phone sends and fetches. How it behaves on a bad line is in ``test_app_in_browser``."""

import gzip
import hashlib
import html
import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from rukun.guard.ids import new_id
from rukun.people.phones import normalise
from rukun.report import limits
from rukun.report.account import account_of
from rukun.report.algo import danger
from rukun.report.algo.codes import new_code
from rukun.report.categories import CATEGORIES
from rukun.report.complaints import SUBJECTS
from rukun.report.forms.app import SendForm
from rukun.report.forms.inbox import AskForm
from rukun.report.forms.receipt import AnswerForm, PhotoForm
from rukun.report.models import Contact, Report
from rukun.report.queries.readers import readers_of
from rukun.report.queries.receipt import report_with_code
from rukun.report.tests.factories import KELURAHAN, OTHER, RT, RW, report, town
from rukun.report.views import app as views
from rukun.territory.tests import towns

pytestmark = pytest.mark.django_db

WORDS = "Lampu di ujung gang mati sejak tiga hari."


@pytest.fixture(autouse=True)
def _town() -> Iterator[None]:
    town()
    views._kept.cache_clear()
    yield
    views._kept.cache_clear()


def typed(**changed: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "code": new_code(),
        "category": "keadaan",
        "unit": RW,
        "happened_about": "unknown",
        "words": WORDS,
        **changed,
    }


def send(client: Client, sent: dict[str, Any], prefix: str = "") -> Any:
    return client.post(f"{prefix}/lapor/kirim/", sent)


def test_sent_again_it_is_stored_once_and_answered_the_same(client: Client) -> None:
    sent = typed()
    first, again = send(client, sent), send(client, sent)
    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json()["new"], again.json()["new"]) == (True, False)
    assert first.json()["received"] == again.json()["received"]
    stored = Report.objects.get()
    assert (str(stored.pk), stored.channel, stored.source, stored.anonymous) == (sent["id"], "app", "resident", True)
    assert report_with_code(sent["code"]) == stored
    assert account_of(stored).words == WORDS
    for answer in (first, again):
        assert not answer.cookies
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_stored(client: Client) -> None:
    wrong = {
        "words": {"words": ""},
        "unit": {"unit": "31.99"},
        "category": {"category": "pemilu"},
        "happened": {"happened_about": "day", "day_at": "kemarin"},
        "code": {"code": "1234"},
        "id": {"id": "nomor"},
        "lat": {"lat": "nan", "lon": "106.8"},
        "subject": {"category": "keluhan"},
    }
    for field, changed in wrong.items():
        answer = send(client, typed(**changed))
        assert answer.status_code == 422, field
        assert list(answer.json()["errors"]) == [field], answer.content
    sent = typed()
    send(client, sent)
    answer = send(client, {**sent, "code": new_code()})
    assert answer.status_code == 409
    assert answer.json()["errors"]["id"]
    assert Report.objects.count() == 1


def test_whoever_does_not_say_otherwise_is_nobody(client: Client) -> None:
    for anonymous in ("", "1", "mungkin"):
        assert send(client, typed(name="Sari", phone="0812 3456 7890", anonymous=anonymous)).status_code == 201
    assert not Contact.objects.exists()
    assert send(client, typed(name="Sari", phone="0812 3456 7890", anonymous="0")).status_code == 201
    assert Contact.objects.count() == 1


def test_a_report_is_not_lost_for_a_number_that_cannot_be_one(client: Client) -> None:
    """It often arrives hours later, when nobody looks at the phone."""
    for phone in ("", "0812", "0812-RUMAH-KITA"):
        sent = typed(name="Sari", phone=phone, anonymous="0")
        first, again = send(client, sent), send(client, sent)
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json()["dropped"] == again.json()["dropped"] == ["phone"]
        assert Report.objects.get(pk=sent["id"]).anonymous
    assert not Contact.objects.exists()
    assert "dropped" not in send(client, typed(phone="0812 3456 7890", anonymous="0")).json()


def test_the_phone_asks_for_a_number_again_that_the_server_would_drop(client: Client) -> None:
    shown = client.get("/lapor/formulir/").content.decode()
    pattern = re.compile(re.search(r'name="phone"[^>]+ required pattern="([^"]+)"', shown)[1], re.ASCII)  # type: ignore[index]
    for number in ("0812-3456-7890", "+62 812 3456 7890", "62812 34567890", "(021) 548 4444", " 081234567890 "):
        assert normalise(number)
        assert pattern.fullmatch(number), number
    for number in ("", "0812", "110", "0812-RUMAH-KITA", "0812 3456 7890 0812 3456 7890"):
        assert not pattern.fullmatch(number), number


def test_when_it_happened_follows_from_how_long_ago_it_was_typed(client: Client) -> None:
    """A phone's clock may be wrong by years; how long a report waited on it, it knows."""

    def happened(**sent: Any) -> datetime | None:
        sent = typed(**sent)
        assert send(client, sent).status_code == 201
        return Report.objects.get(pk=sent["id"]).happened_at

    def local(day: int, hour: int, minute: int) -> datetime:
        return timezone.make_aware(datetime(2026, 11, day, hour, minute))  # noqa: DTZ001  made aware here

    with time_machine.travel(local(8, 15, 30), tick=False):
        assert happened(now="1", ago="5400") == local(8, 14, 0)
        assert happened(happened_about="now", ago="-60") == local(8, 15, 30)
        assert happened(happened_about="hour", hour_at="14:45", ago="0") == local(8, 14, 45)
        assert happened(happened_about="hour", hour_at="23:10") == local(7, 23, 10)
        assert happened(happened_about="hour", hour_at="23:10", ago=str(24 * 3600)) == local(6, 23, 10)
        assert happened(happened_about="day", day_at="2026-11-01T02:15") == local(1, 2, 15)
        assert happened(happened_about="hour", happened="2026-11-08T07:00:00+00:00") == local(8, 14, 0)
        assert happened(happened_about="unknown", hour_at="14:45") is None
        assert send(client, typed(happened_about="hour")).json()["errors"].keys() == {"happened"}
        assert send(client, typed(now="1", ago="1e300")).json()["errors"].keys() == {"happened"}


def test_over_the_limit_a_little_work_is_asked_for_and_nothing_is_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "BITS", 8)
    monkeypatch.setitem(limits.LIMITS, "file", 1)
    first = typed()
    assert send(client, first).status_code == 201
    sent = typed()
    asked = send(client, sent)
    assert asked.status_code == 202
    assert asked.json().keys() == {"challenge", "bits"}
    assert send(client, first).status_code == 200, "what is there already needs no work"
    assert Report.objects.count() == 1
    challenge = asked.json()["challenge"]
    answer = next(n for n in count() if hashlib.sha256(f"{challenge}:{n}".encode()).digest()[0] == 0)
    assert send(client, {**sent, "challenge": challenge, "answer": answer}).status_code == 201
    idle = typed()
    assert send(client, {**idle, "challenge": send(client, idle).json()["challenge"], "answer": ""}).status_code == 201
    triage = dict(Report.objects.values_list("pk", "triage"))
    assert {str(pk): why for pk, why in triage.items()} == {first["id"]: "", sent["id"]: "", idle["id"]: "flood"}


def picture() -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.effect_noise((320, 240), 60).save(content, "JPEG")
    return SimpleUploadedFile("foto.jpg", content.getvalue(), "image/jpeg")


def test_a_photo_needs_the_code_of_its_own_report_and_is_stored_once(client: Client) -> None:
    from rukun.evidence.queries import photos_of

    (mine, code), (_other, code_of_other) = report(), report()
    sent = {"report": str(mine.pk), "code": code, "id": str(new_id())}
    for _ in range(2):
        answer = client.post("/lapor/foto/", {**sent, "file": picture()})
        assert answer.status_code == 201, answer.content
        assert answer.json() == {"id": sent["id"]}
    assert [str(each.pk) for each in photos_of("report", [mine.pk])[mine.pk]] == [sent["id"]]
    refused: list[tuple[dict[str, Any], int, str]] = [
        ({**sent, "code": code_of_other}, 404, "code"),
        ({**sent, "code": new_code()}, 404, "code"),
        ({**sent, "id": str(new_id()), "file": SimpleUploadedFile("foto.jpg", b"<svg/>")}, 422, "photo"),
        ({**sent, "id": "satu"}, 422, "id"),
        ({**sent, "file": SimpleUploadedFile("foto.jpg", b"0" * (5 * 1024 * 1024 + 1))}, 422, "file"),
        ({"report": sent["report"], "code": code, "id": sent["id"], "file": ""}, 422, "file"),
    ]
    for given_, status, field in refused:
        answer = client.post("/lapor/foto/", {"file": picture(), **given_})
        assert answer.status_code == status, answer.content
        assert list(answer.json()["errors"]) == [field], answer.content
    assert len(photos_of("report", [mine.pk])[mine.pk]) == 1


WHATEVER = st.one_of(
    st.text(max_size=60), st.integers().map(str), st.floats().map(str), st.just(RW), st.just("keluhan")
)
FIELDS = [name for name in SendForm.base_fields if name not in ("challenge", "answer")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.dictionaries(st.sampled_from(FIELDS), WHATEVER))
def test_whatever_is_sent_there_is_an_answer_in_words(client: Client, changed: dict[str, str]) -> None:
    answer = send(client, {**typed(), **changed})
    assert answer.status_code in (200, 201, 202, 409, 422)
    if answer.status_code > 202:
        assert all(answer.json()["errors"].values())


@pytest.mark.once
def test_a_phone_can_choose_where_it_was(client: Client) -> None:
    def fetch(**asked: str) -> Any:
        return client.get("/lapor/wilayah.json", asked).json()

    assert [each["code"] for each in fetch()["units"]] == [KELURAHAN, OTHER], "two kelurahan: choose one first"
    chosen = fetch(di=KELURAHAN)
    assert {each["code"] for each in chosen["units"]} == {RW, f"{KELURAHAN}.003"}
    rw = next(each for each in chosen["units"] if each["code"] == RW)
    assert RT in [each["code"] for each in rw["units"]]
    assert client.get("/lapor/wilayah.json", {"di": "12.34"}).status_code == 404
    found = client.post("/lapor/wilayah.json", {"di": "rw 016", "near": KELURAHAN}).json()["found"]
    assert found[0]["unit"] == RW
    assert client.post("/lapor/wilayah.json", {"di": ""}).json() == {"found": []}
    for taps in ({"x": "10", "y": "10", "wide": "320"}, {"x": "nan", "y": "", "wide": "-1"}, {"x": "1e999"}):
        assert client.post("/lapor/wilayah.json", {"di": RW, **taps}).json() == {"at": None}, "no map, no place"
    for code in (RW, "", "31.99", "<b>"):
        said = client.post("/lapor/wilayah.json", {"map": code}).json()["map"]
        assert said == "Wilayah ini belum ada petanya. Pilih RW dari daftar."


def test_a_map_is_asked_for_where_no_log_tells_of_it(client: Client, tmp_path: Path) -> None:
    """And it is the one that a tap means: without links, in the style of the page."""
    towns.imported(tmp_path, retire_many=True)
    rw = towns.KELURAHAN + ".001"
    said = client.post("/lapor/wilayah.json", {"map": rw})
    assert not said.cookies
    assert said.headers["Cache-Control"] == "no-store", "nor does the phone keep it"
    drawn = said.json()["map"]
    assert re.fullmatch(
        r'<svg role="img" aria-label="Peta" class="\w+" viewBox="0 0 720 \d+">.+</svg>', drawn, re.DOTALL
    )
    assert "<a" not in drawn
    assert "style" not in drawn
    taps = {"di": rw, "x": "180", "y": "90", "wide": "360"}
    assert client.post("/lapor/wilayah.json", taps).json()["at"]["unit"].startswith(rw)


def test_a_position_is_known_to_lie_in_a_unit_or_outside(client: Client, tmp_path: Path) -> None:
    def at(lat: Any, lon: Any) -> Any:
        return client.post("/lapor/wilayah.json", {"lat": lat, "lon": lon}).json()["at"]

    assert at(-6.19, 106.79) == {"unit": ""}, "nothing is drawn here, so nobody can tell"
    towns.imported(tmp_path, retire_many=True)
    tap = {"di": towns.KELURAHAN + ".001", "x": "180", "y": "90", "wide": "360"}
    tapped = client.post("/lapor/wilayah.json", tap).json()["at"]
    assert at(tapped["lat"], tapped["lon"]) == {"unit": tapped["unit"]}
    for outside in ((-7.5, 110.4), ("nan", "1e999"), ("", "")):
        assert at(*outside) is None


def test_what_is_minted_with_a_form_tells_no_time() -> None:
    """Only a report's own id is sorted by time."""
    made = [AnswerForm.base_fields["message"], PhotoForm.base_fields["photo_id"], AskForm.base_fields["message_id"]]
    assert [each.initial().version for each in made] == [4, 4, 4]
    assert AnswerForm.base_fields["message"].clean("satu").version == 4


@pytest.mark.once
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_what_a_phone_keeps_is_public_and_all_of_one_version(client: Client, prefix: str) -> None:
    answer = client.get(f"{prefix}/lapor/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["Cache-Control"]
    kept = json.loads(re.search(r"const KEPT = (\{.*\});", answer.content.decode())[1])  # type: ignore[index]
    pages = [each for each in kept["paths"] if not each.startswith("/static/")]
    assert pages == [
        f"{prefix}/lapor/{rest}" for rest in ("", "formulir/", "janji/", "lembaga/bawaslu/", "wilayah.json")
    ]
    for path in pages:
        shown = client.get(path)
        assert shown.status_code == 200
        assert not shown.cookies, path
        assert b"csrfmiddlewaretoken" not in shown.content, path
    page = client.get(f"{prefix}/lapor/").content.decode()
    linked = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    assert linked == {each for each in kept["paths"] if each.startswith("/static/")}
    assert kept["script"] in linked


@pytest.mark.once
def test_phones_fetch_everything_anew_when_anything_changes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def version() -> str:
        views._kept.cache_clear()
        return str(views._kept("id", None)["version"])

    before = version()
    assert version() == before
    monkeypatch.setattr(danger, "PATTERNS", ("bahaya",))
    assert version() != before
    monkeypatch.undo()
    assert version() == before
    assert views._kept("id", new_id())["version"] != before, "another territory"


@pytest.mark.once
def test_the_questions_bring_every_category_and_every_field_that_the_server_asks_for(client: Client) -> None:
    shown = client.get("/lapor/formulir/").content.decode()
    names = set(re.findall(r'name="(\w+)"', shown))
    from_script = {"id", "code", "ago", "challenge", "answer", "happened"}
    # No organisation is registered here, so there is none to choose.
    assert set(SendForm.base_fields) - from_script - {"organisation"} <= names
    for code in CATEGORIES:
        assert f"&quot;{code}&quot;:" in shown
    assert "data-elsewhere" in shown
    known = json.loads(html.unescape(re.search(r'data-known="([^"]+)"', shown)[1]))  # type: ignore[index]
    assert [code for code, each in known["categories"].items() if not each["timed"]] == ["saran"]
    for code, each in CATEGORIES.items():
        if each.kind in ("ordinary", "protected"):
            assert all(title in known["readers"][code] for title in readers_of(code)), code
    for code, subject in SUBJECTS.items():
        assert (code in known["readers"]) == bool(subject.readers), "whom only an authority outside may hear of"
        assert all(title in known["readers"][code] for title in readers_of("keluhan", "", code))
    steps = re.findall(r'data-step="(\w+)"', shown)
    assert len(steps) == len(set(steps)) == shown.count("<h1 ")


@pytest.mark.once
def test_the_app_can_be_installed(client: Client) -> None:
    for prefix, language in (("", "id"), ("/en", "en")):
        manifest = json.loads(client.get(f"{prefix}/lapor/app.webmanifest").content)
        assert manifest["lang"] == language
        assert manifest["start_url"] == manifest["scope"] == f"{prefix}/lapor/"
        assert (
            f'<link rel="manifest" href="{prefix}/lapor/app.webmanifest">'
            in client.get(f"{prefix}/lapor/").content.decode()
        )
    for each in manifest["icons"]:
        path = finders.find(each["src"].removeprefix("/static/"))
        assert isinstance(path, str)
        if each["type"] == "image/png":
            content = Path(path).read_bytes()
            assert f"{Image.open(io.BytesIO(content)).width}x" in each["sizes"]
            assert len(content) <= 6 * 1024


@pytest.mark.once
def test_all_script_weighs_no_more_than_eight_kilobytes(client: Client) -> None:
    """As phones fetch it over HTTPS: files packed by brotli beforehand, what views make by gzip."""
    import brotli

    page = client.get("/lapor/").content.decode()
    scripts = re.findall(r'src="/static/([^"]+\.js)"', page)
    assert scripts == [views.SCRIPT]
    path = finders.find(views.SCRIPT)
    assert isinstance(path, str)
    content = Path(path).read_bytes()
    worker = client.get("/lapor/sw.js").content
    assert len(brotli.compress(content)) + len(gzip.compress(worker)) <= 8192
    assert len(gzip.compress(content)) <= 8192, "also where brotli is not spoken, the page's own script"

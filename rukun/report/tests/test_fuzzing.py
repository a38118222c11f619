"""Whatever is sent to the doors of this room: no error of ours, and nothing half stored."""

import random
from collections.abc import Callable, Iterator
from dataclasses import fields
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.openapi import from_wsgi
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from rukun.evidence import queries as evidence
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.tests.factories import person
from rukun.people.tests.test_api import key_for
from rukun.report.account import account_of, contact_of
from rukun.report.algo.codes import new_code
from rukun.report.categories import CATEGORIES
from rukun.report.complaints import SUBJECTS
from rukun.report.forms.app import PhotoForm, SendForm
from rukun.report.forms.lapor import STEPS, Answers
from rukun.report.models import Contact, Report
from rukun.report.tests.factories import KELURAHAN, RT, RW, report, town

pytestmark = pytest.mark.django_db
FEW = pytest.param(8)
MANY = pytest.param(1500, marks=pytest.mark.long)
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
STRANGE = ["", "\0", "é" * 300, "'; --", "<script>", "%s", "../" * 9, "9" * 400, "-1", "1e999", "NaN", "9999-12-31",
           "0001-01-01T00:00", "2026-11-22T10:00:00+07:00", "\u202ex", "𐍈", "Ada api", "08123456789", "1", "0", RW, RT,
           "31", "99.99", "now", "hour", "day", "unknown", "anonymous", "-6.2", "106.8"]  # fmt: skip
text = st.sampled_from(STRANGE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """What the test client does too: a request's end would close the connection that the test's transaction is in."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def whole() -> None:
    """Each report opens, stands in the journal once, and has what belongs to it; of nothing else there is any trace."""
    stored = list(Report.objects.all())
    noted = Entry.objects.filter(verb="report.received").values_list("object_id", flat=True)
    assert sorted(noted) == sorted(str(each.pk) for each in stored)
    for each in stored[-3:]:
        account_of(each)
        assert each.category in CATEGORIES
        assert len(each.receipt) == len(each.digest) == 64
    contacts = {each.pk: contact_of(each) for each in Contact.objects.all()}
    assert set(contacts) == {each.pk for each in stored if not each.anonymous}


def trying(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return settings(max_examples=examples, deadline=None, suppress_health_check=QUIET)


@pytest.mark.once
@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("examples", [FEW, MANY])
def test_the_api_answers_everything(examples: int) -> None:
    schema = from_wsgi("/api/v1/openapi.json", get_wsgi_application()).include(path_regex="/api/v1/reports")
    lurah = person("lurah", KELURAHAN)
    keys = [key_for(lurah, "reports.write", "reports.see", "reports.handle"), {}]
    report()
    operations = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    assert len(operations) == 3
    for operation in operations:
        for mode in schemathesis.GenerationMode:

            @trying(examples)
            @given(case=operation.as_strategy(generation_mode=mode), key=st.sampled_from(keys))
            def ask(case: Any, key: dict[str, str]) -> None:
                answer = case.call(headers=key)
                case.validate_response(answer, checks=CHECKS)
                whole()

            ask()


@pytest.mark.parametrize("examples", [FEW, MANY])
def test_the_app_is_answered_whatever_it_sends(client: Client, examples: int) -> None:
    right: dict[str, st.SearchStrategy[str]] = {
        "id": st.builds(lambda: str(new_id())),
        "code": st.builds(new_code),
        "category": st.sampled_from(sorted(CATEGORIES)),
        "unit": st.sampled_from([RW, RT]),
        "subject": st.sampled_from(sorted(SUBJECTS)),
        "words": st.just("Ada yang berisik."),
    }
    sent = st.fixed_dictionaries(
        {name: right.get(name, st.just("")) | text for name in right},
        optional={name: text for name in SendForm.base_fields if name not in right},
    )

    @trying(examples)
    @given(sent)
    def send(values: dict[str, str]) -> None:
        answer = client.post("/lapor/kirim/", urlencode(values), content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (200, 201, 202, 409, 422)
        if answer.status_code == 422:
            assert all(answer.json()["errors"].values()), "what is wrong is said"
        whole()

    send()
    assert Report.objects.exists(), "some were right"


@pytest.mark.parametrize("examples", [FEW, MANY])
def test_the_way_without_script_shows_some_page_whatever_comes(client: Client, examples: int) -> None:
    sealed = client.post("/lapor/", {"category": "saran"}).context["hidden"]
    sealed = dict(sealed)["sealed"]
    names = [each.name for each in fields(Answers)]
    right = {"category": "saran", "unit": RW, "home": KELURAHAN, "about": "unknown", "words": "Tolong pasang lampu.",
             "contact": "none", "passed": "contact", "reviewed": "1", "sealed": sealed}  # fmt: skip
    doing = st.sampled_from(["", "back", "send", "next", "now", "find", "map", "home", "other", "to:words", "to:x",
                             "pick:x", "phone", "remove", "keep", "ya"]) | text  # fmt: skip
    changed = st.dictionaries(st.sampled_from([*names, "m320.x", "m320.y", "find", "rw"]), text, max_size=4)
    at = st.sampled_from([*STEPS, "danger", "spot", "point", "personal", "outside", "category", ""]) | text

    @trying(examples)
    @given(changed, st.sampled_from(sorted(CATEGORIES)), at, doing)
    def step(values: dict[str, str], category: str, at: str, do: str) -> None:
        sent = {**right, "category": category, **values, "at": at, "do": do}
        answer = client.post("/lapor/", urlencode(sent), content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (200, 302)
        whole()

    step()


@pytest.mark.parametrize("examples", [FEW, MANY])
def test_a_receipts_page_bears_everything(client: Client, examples: int) -> None:
    stored, code = report()
    names = ["text", "message", "photo_id", "name", "phone", "as_it_is", "clean", "challenge", "answer", "sure"]
    does = st.sampled_from(["look", "answer", "contact", "forget", "photo", "proof", "x"])

    @trying(examples)
    @given(st.sampled_from([code, code, new_code()]) | text, does, st.dictionaries(st.sampled_from(names), text))
    def send(typed: str, do: str, values: dict[str, str]) -> None:
        sent = {**values, "code": typed, "do": do}
        answer = client.post("/r/", urlencode(sent), content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (200, 429)
        stored.refresh_from_db()
        whole()

    send()


@pytest.mark.parametrize("examples", [FEW, MANY])
@pytest.mark.parametrize("path", ["/lapor/", "/lapor/kirim/", "/lapor/foto/", "/lapor/wilayah.json", "/r/", "/bukti/"])
def test_bodies_that_are_no_forms_break_nothing(client: Client, path: str, examples: int) -> None:
    many = "multipart/form-data"
    kinds = [
        "application/x-www-form-urlencoded",
        f"{many}; boundary=x",
        many,
        f"{many}; boundary=\xff",
        "text/plain",
        "",
    ]

    @trying(examples)
    @given(st.binary(max_size=300) | st.binary().map(lambda each: b"--x\r\n" + each), st.sampled_from(kinds))
    def send(body: bytes, kind: str) -> None:
        assert client.post(path, body, content_type=kind).status_code < 500
        whole()

    send()


@pytest.mark.parametrize("examples", [FEW, MANY])
def test_damaged_photos_are_refused_with_words_and_leave_nothing(client: Client, examples: int) -> None:
    stored, code = report()
    chooser = random.Random(5)
    pictures = []
    for kind in ("JPEG", "PNG", "WEBP"):
        made = BytesIO()
        Image.effect_noise((64, 48), 80).convert("RGB").save(made, kind)
        pictures.append(made.getvalue())
    taken = refused = 0
    for _ in range(examples):
        content = bytearray(chooser.choice(pictures))
        for _ in range(chooser.randrange(1, 30)):
            content[chooser.randrange(len(content))] = chooser.randrange(256)
        content = content[: chooser.choice([len(content), len(content), chooser.randrange(len(content))])]
        with BytesIO(bytes(content)) as file:
            file.name = "foto.jpg"
            answer = client.post(
                "/lapor/foto/", {"report": str(stored.pk), "code": code, "id": str(new_id()), "file": file}
            )
        assert answer.status_code in (200, 201, 202, 409, 422), answer.content
        if answer.status_code in (200, 201):
            taken += 1
        else:
            refused += 1
            assert all(answer.json()["errors"].values())
        photos = evidence.photos_of("report", [stored.pk]).get(stored.pk, [])
        noted = Entry.objects.filter(verb="report.photo_added", object_id=str(stored.pk))
        assert len(photos) == noted.count()
        if len(photos) == 4:
            stored, code = report()
    assert refused
    assert PhotoForm.base_fields.keys() >= {"report", "code", "id", "file"}

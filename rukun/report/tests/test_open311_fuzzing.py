"""Whatever is sent to Open311's addresses: an answer in its format, never a crash, and nothing that few may read."""

import json
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rukun.report.categories import ORDINARY
from rukun.report.models import Report
from rukun.report.open311 import naming
from rukun.report.tests.factories import RW, WORDS, town
from rukun.report.tests.open311 import FORM, V2, key, offices, old

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NAMES = (
    "service_request_id", "service_code", "status", "start_date", "end_date", "updated_after", "updated_before", "page",
    "page_size", "jurisdiction_id", "api_key", "extensions",
)  # fmt: skip
FIELDS = (
    "service_code", "lat", "long", "address_string", "address_id", "email", "device_id", "account_id", "first_name",
    "last_name", "phone", "description", "media_url", "attribute[kapan]", "attribute[waktu]", "attribute[x][]",
    "api_key", "jurisdiction_id",
)  # fmt: skip
LIKELY = st.sampled_from([
    "", "open", "closed", "saran", "kekerasan", "tawuran,keadaan", "2026-11-01T00:00:00Z", "1", "0", "-6.2", "106.8",
    RW, "now", "NaN", "1e999", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "2026-11-01T00:00:00+07:00",
    "081234567890", "Palmerah", "0" * 32, "f" * 48, "\x00", "%00", "😀", "https://a.id/b.jpg",
])  # fmt: skip
VALUES = LIKELY | st.text(max_size=60)
FORMS = st.sampled_from(["json", "xml"])
WHAT = st.sampled_from(["discovery", "services", "requests", "servicerequestupdates"]) | st.builds(
    "{}/{}".format,
    st.sampled_from(["services", "requests", "tokens"]),
    VALUES.map(lambda text: quote(text.replace("/", ""), safe="")),
)


def parsed(answer: Any, form: str) -> Any:
    if form == "json":
        return json.loads(answer.content)
    return ET.fromstring(answer.content)


class Fuzzing(TestCase):
    """Each example is rolled back."""

    hidden: list[Report]
    shown: Report
    headers: dict[str, str]

    @classmethod
    def setUpTestData(cls) -> None:
        town()
        offices()
        cls.hidden = [old(each) for each in ("kekerasan", "keluhan", "bantuan")]
        cls.shown = old()
        cls.headers = key("reports.write")

    def setUp(self) -> None:
        cache.clear()

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(WHAT, FORMS, st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5))
    def test_a_read_is_answered(self, what: str, form: str, query: dict[str, str]) -> None:
        answer = Client().get(f"{V2}/{what}.{form}", query)
        assert answer.status_code in (200, 400, 404), (answer.status_code, what, query)
        found = parsed(answer, form)
        if answer.status_code != 200 and form == "json":
            assert all(set(each) == {"code", "description"} for each in found)
        for each in self.hidden:
            assert naming.public_id(each.pk) not in answer.content.decode()
        assert WORDS not in answer.content.decode()

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(
        FORMS,
        st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=9),
        st.booleans(),
        st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20),
    )
    def test_a_post_is_answered(self, form: str, fields: dict[str, str], likely: bool, idempotency: str) -> None:
        whole = {"service_code": "saran", "address_id": RW, "description": "Usul."} if likely else {}
        before = Report.objects.count()
        body = "&".join(f"{quote(name)}={quote(value, safe='')}" for name, value in {**whole, **fields}.items())
        answer = Client().generic(
            "POST",
            f"{V2}/requests.{form}",
            body,
            content_type=FORM,
            headers={**self.headers, "Idempotency-Key": idempotency},
        )
        assert answer.status_code in (201, 400, 403, 404), (answer.status_code, fields)
        parsed(answer, form)
        assert Report.objects.count() - before == (answer.status_code == 201)
        if answer.status_code == 201:
            newest = Report.objects.exclude(pk__in=[self.shown.pk, *(each.pk for each in self.hidden)]).get()
            assert newest.category in ORDINARY
            assert newest.channel == "open311"

    @given(st.binary(max_size=300), st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60))
    def test_any_bytes_of_any_kind_are_answered(self, body: bytes, kind: str) -> None:
        for content_type in (kind, FORM, f"{FORM}; charset={kind}", f"multipart/form-data; boundary={kind}"):
            answer = Client().generic(
                "POST", f"{V2}/requests.json", body, content_type=content_type, headers=self.headers
            )
            assert answer.status_code in (400, 404), (answer.status_code, content_type)
            parsed(answer, "json")

    @given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=300))
    def test_any_key_is_answered(self, said: str) -> None:
        for headers in ({"Authorization": said}, {"Authorization": f"Bearer {said}"}):
            answer = Client().get(f"{V2}/requests.json", headers=headers)
            assert answer.status_code in (200, 403)
            parsed(answer, "json")

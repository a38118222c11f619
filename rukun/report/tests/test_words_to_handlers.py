"""What pages say to handlers of what they are about to do is what happens then."""

import html
import re

import pytest

from rukun.people.tests.factories import person
from rukun.report.models import Report
from rukun.report.queries.merging import number_of
from rukun.report.tests.factories import KELURAHAN, RW, report, town
from rukun.report.tests.inbox import logged_in, of, page, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
READS_ONLY = "Anda dapat membacanya saja."


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def main_of(text: str) -> str:
    inner = text[text.index("<main") : text.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inner)).split())


def test_the_page_of_merging_promises_that_the_earlier_one_goes_on_and_it_does() -> None:
    first, second = report(lat=-6.2, lon=106.8)[0], report(lat=-6.2, lon=106.8)[0]
    posko = signed_in()
    told = page(posko, of(first, "gabung"))
    assert "Yang datang lebih dulu tetap berjalan; yang belakangan mengikutinya" in told
    assert f"Gabungkan dengan {number_of(second)}" in main_of(told)
    sent(posko, of(first, "gabung"), into=second.pk, seen=second.pk)
    assert Report.objects.get(pk=second.pk).merged_into_id == first.pk


def test_a_reason_without_which_nothing_happens_is_not_called_optional() -> None:
    fence, lamp = report("keadaan")[0], report("ketertiban")[0]
    posko = signed_in()
    asked = main_of(sent(posko, of(fence, "gabung"), into=lamp.pk, seen=lamp.pk))
    assert "Mengapa keduanya tentang hal yang sama?" in asked
    assert "boleh kosong" not in asked
    aside = main_of(page(posko, of(fence)))
    after = aside[aside.index("Alasannya wajib") : aside.index("Ya, sisihkan")]
    assert "boleh kosong" not in after


def test_whoever_is_offered_a_report_is_not_told_that_they_only_read_it() -> None:
    made = report("ketertiban", RW)[0]
    desk, head = logged_in(person("lurah", KELURAHAN)), logged_in(person("ketua_rw", RW, name="Ani Wijaya"))
    assert READS_ONLY in page(head, of(made))
    reason = "Letaknya di RW ini, dan kuncinya ada pada mereka."
    sent(desk, of(made, "teruskan"), way="inside", to=f"ketua_rw@{RW}", reason=reason)
    offered = page(head, of(made))
    assert "Terima tugas ini" in offered
    assert READS_ONLY not in offered

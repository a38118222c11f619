"""A chat whose contact turns out to be another one still leads to its report."""

import pytest

from rukun.notify.actions import contacts
from rukun.report.actions.telling import AFTER_CLOSING, keep_talk, last_talk, talks_with
from rukun.report.tests.factories import report, town

pytestmark = pytest.mark.django_db


def test_where_two_contacts_become_one_the_reports_of_both_are_of_that_one() -> None:
    town()
    by_phone = contacts.known("whatsapp", ["phone:+6281234567890"])
    by_id = contacts.known("whatsapp", ["wa:ID.1"])
    made, _code = report(channel="whatsapp")
    keep_talk(report=made, contact=by_id.pk, language="id")
    one = contacts.known("whatsapp", ["wa:ID.1", "phone:+6281234567890"])
    assert one == by_phone
    assert [talk.report for talk in talks_with(one.pk, 5)] == [made]
    assert last_talk(one.pk, AFTER_CLOSING) is not None
    assert talks_with(by_id.pk, 5) == []

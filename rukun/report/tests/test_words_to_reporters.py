"""What officers and authorities write of people by name does not reach whoever reported."""

import pytest

from rukun.commitment.actions import outside
from rukun.guard import Allowed
from rukun.guard.ids import new_id
from rukun.report.actions import owing
from rukun.report.queries.course import course_of
from rukun.report.tests.factories import RT, jpeg, report, town
from rukun.report.tests.proving import lurah

pytestmark = pytest.mark.django_db


def test_names_in_an_authoritys_answer_are_left_out_for_whoever_reported() -> None:
    town()
    told, _code = report("keadaan", RT)
    owed = owing.owed_about(told)
    assert owed is not None
    handed, _token = outside.hand_outside(
        actor=lurah(), commitment=owed, authority="Bengkel Pak Sumarno", reason="Tiangnya milik mereka.", may=Allowed()
    )
    course = course_of(told)
    assert course is not None
    assert course.outside == "Bengkel Pak [nama]"
    outside.answer_outside(
        actor=outside.Authority(handed.pk),
        handoff=handed,
        claim_id=new_id(),
        outcome="done",
        kind="photo",
        words="Selesai bersama Ibu Rina, 0812 3456 7890, mobil B 1234 KX.",
        photos=[(new_id(), jpeg(seed=5))],
    )
    told.refresh_from_db()
    course = course_of(told)
    assert course is not None
    assert course.claimed is not None
    assert course.claimed.words == "Selesai bersama Ibu [nama], [nomor], mobil [pelat]."
    assert "Sumarno" not in course.claimed.by
    assert not [each for each in course.steps if "Sumarno" in each.words]

"""What officers and authorities write of people by name does not reach whoever reported."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from rukun.commitment.actions import outside, ticking
from rukun.guard import Allowed
from rukun.guard.ids import new_id
from rukun.report.actions import handling, handoff, owing
from rukun.report.models import Report
from rukun.report.queries.course import course_of
from rukun.report.tests.factories import RT, jpeg, report, town
from rukun.report.tests.proving import lurah

pytestmark = pytest.mark.django_db


def test_an_authority_that_said_it_was_theirs_is_not_said_to_have_been_silent() -> None:
    town()
    actor = lurah()
    told = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for accepted in (False, True):
            made, _code = report("keadaan", RT)
            handling.summarise(actor=actor, report=made, text="Lampu mati di jembatan.")
            handoff.hand_outside(actor=actor, report=made, authority="Dinas Bina Marga", reason="Milik dinas itu.")
            if accepted:
                handoff.enter_accepted(actor=actor, report=made, words="Surat nomor 12: hasilnya menyusul.")
            told.append(Report.objects.get(pk=made.pk))
        clock.shift(timedelta(days=8))
        ticking.tick()
        silent, theirs = ({each.words for each in course.steps} for course in map(course_of, told) if course)
    assert "Tidak dijawab oleh Dinas Bina Marga sampai batas waktunya" in silent
    assert "Waktu untuk Dinas Bina Marga habis; kembali ke penanggung jawabnya" in theirs
    assert "Tidak dijawab oleh Dinas Bina Marga sampai batas waktunya" not in theirs


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

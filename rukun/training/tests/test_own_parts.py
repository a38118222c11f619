"""What this room keeps of somebody stands in "data saya": all of it, and nothing of anybody else."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from rukun.people.models import Person
from rukun.people.queries.profile import PARTS, TABLES, own_data, own_data_as_json
from rukun.training.models import Attempt, Attendance, Certificate, CourseClass, Reminder, Suspension
from rukun.training.tests.factories import KELURAHAN, fit, member, partner

pytestmark = pytest.mark.django_db

ITSELF = {"person", "course_class"}
OF_OTHERS = {"accepted_by", "revoked_by", "by", "reviewed_by", "lifted_by"}
TELLS_WHAT_IS_RIGHT = {"drawn"}


def with_everything(name: str) -> Person:
    """Somebody of whom every table of this room holds something."""
    home = partner(name=f"Mitra {name}")
    who, now = fit(member(home, name)), timezone.now()
    Attempt.objects.create(
        person=who, course="pelaporan", version=1, drawn=[["rahasia-soal", [2, 0, 1]]], started_at=now, sent_at=now,
        answers={"p1": 0}, right=1,
    )  # fmt: skip
    held = CourseClass.objects.create(
        course="pelaporan", version=1, unit=KELURAHAN, place="Balai warga", held_on=now.date(), by="person:pelatih",
        made_at=now,
    )  # fmt: skip
    Attendance.objects.create(course_class=held, person=who, practical=True)
    Reminder.objects.create(person=who, before=now.date(), by="person:pelatih", made_at=now)
    Suspension.objects.create(
        person=who, unit=KELURAHAN, reason="Diduga membawa pentungan.", by="person:lurah", authority="kelurahan",
        made_at=now, until=now + timedelta(days=60), review_by=now + timedelta(days=30),
        answer="Itu senter.", answered_at=now,
        reviewed_by="person:polisi", reviewed_authority="polsek", reviewed_at=now, upheld=False,
        review_reason="Memang senter.", lifted_by="person:lurah", lifted_at=now, lift_reason="Keliru.",
    )  # fmt: skip
    Certificate.objects.filter(person=who, course="koordinasi").update(
        revoked_at=now, revoked_by="person:pelatih", revoked_reason="Praktik belum benar."
    )
    return who


def test_every_table_that_points_to_a_person_has_its_part_and_every_field_its_place() -> None:
    who = with_everything("Sari")
    told = {part.table: part.name for part in PARTS if part.table.startswith("training.")}
    library = {"account.EmailAddress"}
    held = own_data(who)
    known = {each.field.model._meta.label for each in Person._meta.related_objects}  # rooms above hold an id alone
    assert known - library == {*told, *TABLES.values()} - {"people.Person"}
    for table, part in told.items():
        row = held[part][0]
        for field in apps.get_model(table)._meta.concrete_fields:
            left_out = field.name in ITSELF | OF_OTHERS | TELLS_WHAT_IS_RIGHT
            assert left_out or field.name in row, f"{table}.{field.name}"
    assert [each["state"] for each in held["memberships"][0]["states"]] == ["calon", "aktif"]
    assert {"course", "version", "held_on", "place"} <= held["classes"][0].keys()


def test_the_file_and_the_page_tell_of_oneself_and_of_nobody_else() -> None:
    who, other = with_everything("Sari Wulandari"), with_everything("Yusuf Maulana")
    held: Any = json.loads("".join(own_data_as_json(who)))
    raw = json.dumps(held)
    for secret in ("Yusuf", str(other.pk), "person:pelatih", "person:lurah", "person:polisi", "rahasia-soal"):
        assert secret not in raw, secret
    verbs = {each["verb"] for each in held["journal"] if each["about_me"]}
    assert {"training.member_active", "training.member_consented", "training.code_signed"} <= verbs
    client = Client()
    client.force_login(who)
    page = client.get("/profil/data/").content.decode()
    for words in (
        "Mitra Sari Wulandari, calon sejak", "aktif sejak", "Versi 1, pada", "belum lulus", "praktik sudah benar",
        "berlaku sampai", "Praktik belum benar.", "lengkapi pelatihan sebelum", "Diduga membawa pentungan.",
        "Itu senter.", "Memang senter.", "90 hari setelah keluar",
    ):  # fmt: skip
        assert words in page, words
    assert "Yusuf" not in page

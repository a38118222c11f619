"""What this room keeps of one person, for that person alone: the parts that it adds to "data saya".

Without other persons: who accepted, suspended or reviewed is somebody else's data. Of a quiz the answers are told, not
the order in which its choices were drawn: that would tell which are right.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.people.queries.profile import Part
from rukun.training.content import courses
from rukun.training.models import Attempt, Attendance, Certificate, CodeSigning, Membership, Reminder, Suspension
from rukun.training.templatetags.states import member_state
from rukun.ui.dates import in_words, last_day

Rows = Sequence[Mapping[str, Any]]


def _memberships(person: UUID) -> Rows:
    found = Membership.objects.filter(person=person).select_related("organisation").prefetch_related("states")
    return [
        {
            "id": each.pk,
            "organisation": each.organisation.name,
            "made_at": each.made_at,
            "accepted_at": each.accepted_at,
            "consented_at": each.consented_at,
            "consent_version": each.consent_version,
            "left_at": each.left_at,
            "states": [{"state": state.state, "since": state.since} for state in each.states.all()],
        }
        for each in found.order_by("-made_at")
    ]


def _signings(person: UUID) -> Rows:
    return list(CodeSigning.objects.filter(person=person).order_by("-signed_at").values("id", "version", "signed_at"))


def _attempts(person: UUID) -> Rows:
    return list(
        Attempt.objects.filter(person=person)
        .order_by("-started_at")
        .values("id", "course", "version", "started_at", "answers", "sent_at", "right", "passed")
    )


def _attendances(person: UUID) -> Rows:
    return list(
        Attendance.objects.filter(person=person)
        .order_by("-course_class__held_on")
        .values(
            "id",
            "practical",
            course=F("course_class__course"),
            version=F("course_class__version"),
            held_on=F("course_class__held_on"),
            place=F("course_class__place"),
        )
    )


def _certificates(person: UUID) -> Rows:
    return list(
        Certificate.objects.filter(person=person)
        .order_by("-issued_at")
        .values(
            "id",
            "code",
            "course",
            "version",
            "organisation",
            "issued_at",
            "expires_at",
            "revoked_at",
            "revoked_reason",
        )
    )


def _reminders(person: UUID) -> Rows:
    found = Reminder.objects.filter(person=person).order_by("-made_at")
    return list(found.values("id", "before", "made_at", "seen_at"))


def _suspensions(person: UUID) -> Rows:
    return list(
        Suspension.objects.filter(person=person)
        .order_by("-made_at")
        .values(
            "id",
            "unit",
            "reason",
            "authority",
            "made_at",
            "until",
            "review_by",
            "phone_mark",
            "seen_at",
            "answer",
            "answered_at",
            "reviewed_authority",
            "reviewed_at",
            "upheld",
            "review_reason",
            "lifted_at",
            "lift_reason",
        )
    )


def _memberships_in_words(rows: Rows) -> list[str]:
    return [
        ", ".join(
            [
                row["organisation"],
                *(
                    _("%(state)s sejak %(day)s") % {"state": member_state(each["state"]), "day": _day(each["since"])}
                    for each in row["states"]
                ),
            ]
        )
        for row in rows
    ]


def _signings_in_words(rows: Rows) -> list[str]:
    words = _("Versi %(version)s, pada %(day)s")
    return [words % {"version": row["version"], "day": _day(row["signed_at"])} for row in rows]


def _attempts_in_words(rows: Rows) -> list[str]:
    told = {True: _("lulus"), False: _("belum lulus")}
    return [
        _("%(course)s, %(day)s: %(told)s")
        % {
            "course": _course(row),
            "day": _day(row["started_at"]),
            "told": told[row["passed"]] if row["sent_at"] else _("belum dikirim"),
        }
        for row in rows
    ]


def _attendances_in_words(rows: Rows) -> list[str]:
    told = {True: _("praktik sudah benar"), False: _("hadir")}
    return [
        _("%(course)s, %(day)s: %(told)s")
        % {"course": _course(row), "day": in_words(row["held_on"]), "told": told[row["practical"]]}
        for row in rows
    ]


def _certificates_in_words(rows: Rows) -> list[str]:
    return [
        (
            _("%(course)s, terbit %(since)s, dicabut %(day)s: %(reason)s")
            if row["revoked_at"]
            else _("%(course)s, terbit %(since)s, berlaku sampai %(day)s")
        )
        % {
            "course": _course(row),
            "since": _day(row["issued_at"]),
            "day": _day(row["revoked_at"]) if row["revoked_at"] else in_words(last_day(row["expires_at"])),
            "reason": row["revoked_reason"],
        }
        for row in rows
    ]


def _reminders_in_words(rows: Rows) -> list[str]:
    words = _("%(day)s: lengkapi pelatihan sebelum %(before)s")
    return [words % {"day": _day(row["made_at"]), "before": in_words(row["before"])} for row in rows]


def _suspensions_in_words(rows: Rows) -> list[str]:
    told = []
    for row in rows:
        told.append(_("Sejak %(day)s. Alasan: %(reason)s") % {"day": _day(row["made_at"]), "reason": row["reason"]})
        if row["answer"]:
            told.append(_("Jawaban Anda: %s") % row["answer"])
        if row["review_reason"]:
            told.append(_("Hasil tinjauan: %s") % row["review_reason"])
        if row["lift_reason"]:
            told.append(_("Alasan pencabutan: %s") % row["lift_reason"])
    return told


def _day(moment: datetime) -> str:
    return in_words(timezone.localtime(moment).date())


def _course(row: Mapping[str, Any]) -> str:
    known = courses().get(row["course"])
    return known.title if known else str(row["course"])


OWN_PARTS = [
    Part("memberships", "training.Membership", gettext_lazy("Keanggotaan"), _memberships, _memberships_in_words,
         "membership"),
    Part("code_signings", "training.CodeSigning", gettext_lazy("Kode etik"), _signings, _signings_in_words),
    Part("quizzes", "training.Attempt", gettext_lazy("Kuis"), _attempts, _attempts_in_words, "attempt"),
    Part("classes", "training.Attendance", gettext_lazy("Kelas pelatihan"), _attendances, _attendances_in_words),
    Part("certificates", "training.Certificate", gettext_lazy("Sertifikat"), _certificates, _certificates_in_words,
         "certificate"),
    Part("reminders", "training.Reminder", gettext_lazy("Pengingat"), _reminders, _reminders_in_words, "reminder"),
    Part("suspensions", "training.Suspension", gettext_lazy("Penangguhan dari tugas"), _suspensions,
         _suspensions_in_words, "suspension"),
]  # fmt: skip

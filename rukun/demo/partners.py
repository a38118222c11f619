"""Kampung Contoh's partners: Mitra Kampung and its 34 members, a siskamling, the FKDM, and an ormas that asks to join.

Of the 34 some are fit for duty; some have not finished training, one's certificates ran out, one is on leave, one is
suspended and waits for the review.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from rukun.demo import past
from rukun.demo.cast import CAST, KELURAHAN, RW_03, organisation_id, person_id, private_phone
from rukun.demo.offices import ORGANISATIONS
from rukun.guard import ANYONE, Actor, System
from rukun.guard.ids import new_id
from rukun.people.actor import actor_of
from rukun.people.queries import person_with_phone
from rukun.training.actions import duty, learning, members, partner_applications, partners, teaching
from rukun.training.content import conduct, courses

MITRA = organisation_id(ORGANISATIONS["mitra"][3])
FKDM = organisation_id(ORGANISATIONS["fkdm"][3])
AGREED_YEARS = 2
MEMBERS = (10, 11, *range(1001, 1032), 16)
"""Numbers of Mitra Kampung's people in the order in which they joined: chair, coordinator, others, the newest."""
UNTRAINED = (1026, 1027, 1028, 1029, 1030)
EXPIRED, ON_LEAVE, SUSPENDED = 1005, 1012, 1019
UNSIGNED = 1023
NEWEST = CAST["anggota"].number
HALF_TRAINED = ("pelaporan", "koordinasi")
"""What the newest member has mastered so far."""

DAY = timedelta(days=1)


def partner_up(cast: Mapping[str, Actor], actor_of_number: Callable[[int], Actor], today: datetime) -> None:
    """Everything about partners, in the order in which it happened."""
    began = today - 690 * DAY
    with past.on(began - 30 * DAY):
        mitra, _receipt = partner_applications.apply_for_partnership(
            actor=cast["ketua_ormas"],
            kind="ormas",
            name="Mitra Kampung",
            unit=KELURAHAN,
            chair_name=CAST["ketua_ormas"].name,
            chair_phone=CAST["ketua_ormas"].phone,
            legal_number="AHU-0000123.AH.01.07.TAHUN 2023",
            purpose="Menjaga lingkungan bersama warga, tanpa kekerasan: ronda, tanggap bencana, dan kegiatan remaja.",
            help_offered=["ronda", "bencana", "remaja"],
            organisation=MITRA,
            application_id=new_id(),
        )
    with past.on(began - 20 * DAY):
        partners.verify_partnership(
            actor=cast["lurah"],
            partnership=mitra,
            authority="kelurahan",
            approved=True,
            reason="Akta dan susunan pengurus lengkap. Sudah dikenal warga RW 03 dan RW 05.",
        )
    with past.on(began - 15 * DAY):
        partners.verify_partnership(
            actor=cast["bhabinkamtibmas"],
            partnership=mitra,
            authority="polsek",
            approved=True,
            reason="Pengurus ditemui di posko. Paham bahwa tugasnya melihat, melapor, dan menenangkan.",
        )
    with past.on(began):
        partners.make_agreement(
            actor=cast["lurah"],
            partnership=mitra,
            number="12/PKS/KC",
            since=began.date(),
            until_last_day=(today + 41 * DAY).date(),
        )
    _others(cast, today)
    _join(cast["ketua_ormas"], actor_of_number, began, today)
    _train(cast["bhabinkamtibmas"], actor_of_number, today)
    _live(cast, actor_of_number, today)


def _others(cast: Mapping[str, Actor], today: datetime) -> None:
    """The short ways, and one that waits for its two verifiers."""
    with past.on(today - 200 * DAY):
        siskamling, _receipt = partner_applications.apply_for_partnership(
            actor=ANYONE,
            kind="siskamling",
            name="Siskamling RW 03",
            unit=RW_03,
            chair_name="Suparman Adiguna",
            chair_phone=private_phone(2001),
            purpose="Ronda malam bergiliran, dibentuk dalam musyawarah warga RW 03.",
            application_id=new_id(),
        )
        for authority, who in (("rw", "ketua_rw"), ("polsek", "bhabinkamtibmas")):
            partners.verify_partnership(
                actor=cast[who],
                partnership=siskamling,
                authority=authority,
                approved=True,
                reason="Hasil musyawarah warga, notulennya ada di sekretariat RW.",
            )
        fkdm, _receipt = partner_applications.apply_for_partnership(
            actor=cast["fkdm"],
            kind="fkdm",
            name=ORGANISATIONS["fkdm"][1],
            unit=KELURAHAN,
            chair_name=CAST["fkdm"].name,
            chair_phone=CAST["fkdm"].phone,
            purpose="Menghimpun peringatan dini dan memberi rekomendasi kepada lurah.",
            organisation=FKDM,
            application_id=new_id(),
        )
        partners.verify_partnership(
            actor=cast["lurah"],
            partnership=fkdm,
            authority="kelurahan",
            approved=True,
            reason="Dibentuk dengan keputusan lurah.",
        )
        for group in (siskamling, fkdm):
            chair = person_with_phone(group.chair_phone)
            group.refresh_from_db()
            assert chair is not None
            assert group.organisation_id is not None
            membership = members.begin_membership(
                actor=System("demo"), person=chair.pk, organisation=group.organisation_id
            )
            members.consent(actor=actor_of(chair), membership=membership)
    with past.on(today - 4 * DAY):
        sahabat, _receipt = partner_applications.apply_for_partnership(
            actor=ANYONE,
            kind="ormas",
            name="Sahabat Kali Contoh",
            unit=KELURAHAN,
            chair_name="Mulyati Rangkuti",
            chair_phone=private_phone(2002),
            legal_number="AHU-0000456.AH.01.07.TAHUN 2025",
            purpose="Merawat bantaran kali dan mengajak remaja kedua tepi berkegiatan bersama.",
            help_offered=["remaja", "bencana", "musyawarah"],
            application_id=new_id(),
        )
    with past.on(today - 2 * DAY):
        partners.verify_partnership(
            actor=cast["sekretaris"],
            partnership=sahabat,
            authority="kelurahan",
            approved=True,
            reason="Akta sesuai. Alamat sekretariat sudah didatangi.",
        )


def _join(chair: Actor, actor_of_number: Callable[[int], Actor], began: datetime, today: datetime) -> None:
    """One after another over the two years, the newest three weeks ago; each agrees and signs."""
    for place, number in enumerate(MEMBERS):
        joined = began + (today - 21 * DAY - began) * place / (len(MEMBERS) - 1)
        with past.on(joined):
            if number == CAST["ketua_ormas"].number:
                membership = members.begin_membership(
                    actor=System("demo"), person=person_id(number), organisation=MITRA
                )
            else:
                membership = members.begin_membership(actor=chair, person=person_id(number), organisation=MITRA)
            members.consent(actor=actor_of_number(number), membership=membership)
        if number != UNSIGNED:
            with past.on(max(joined, today - 150 * DAY)):
                members.sign_code(actor=actor_of_number(number), version=conduct().version)
        if number == ON_LEAVE:
            with past.on(today - 40 * DAY):
                members.pause_membership(actor=actor_of_number(number), membership=membership)


def _train(trainer: Actor, actor_of_number: Callable[[int], Actor], today: datetime) -> None:
    """A class for each course, and the quiz where a course takes both."""
    trained = [number for number in MEMBERS if number not in (*UNTRAINED, NEWEST)]
    for weeks, course in enumerate(courses().values()):
        if not course.needed and course.code != "pertolongan":
            continue
        up_to_date = [person_id(number) for number in trained if number != EXPIRED]
        record(trainer, course.code, up_to_date, today - (90 + weeks) * DAY)
        record(trainer, course.code, [person_id(EXPIRED)], today - (400 + weeks) * DAY)
        if course.practical and course.needed:
            for number in trained:
                with past.on(today - (390 if number == EXPIRED else 80) * DAY):
                    pass_quiz(actor_of_number(number), course.code)
    for course_code in HALF_TRAINED:
        with past.on(today - 6 * DAY):
            pass_quiz(actor_of_number(NEWEST), course_code)


def record(trainer: Actor, course: str, persons: Sequence[UUID], held: datetime) -> None:
    """That they attended a class, and can do what it teaches."""
    with past.on(held):
        teaching.record_class(
            actor=trainer,
            course=course,
            unit=KELURAHAN,
            held_on=held.date(),
            place="Balai warga RW 03",
            attendance=dict.fromkeys(persons, True),
            class_id=new_id(),
        )


def pass_quiz(actor: Actor, course: str) -> None:
    """The first choice in a course's file is the right one; where it is shown was drawn."""
    attempt = learning.draw_quiz(actor=actor, course=course)
    answers = {question: order.index(0) for question, order in attempt.drawn}
    learning.send_answers(actor=actor, attempt_id=attempt.pk, answers=answers)


def _live(cast: Mapping[str, Actor], actor_of_number: Callable[[int], Actor], today: datetime) -> None:
    """One suspended, who has answered; somebody asks to join; the newest member is reminded."""
    with past.on(today - 3 * DAY):
        suspension = duty.suspend_from_duty(
            actor=cast["lurah"],
            person=person_id(SUSPENDED),
            unit=KELURAHAN,
            reason="Ada keluhan bahwa uang diminta kepada pedagang di jembatan atas nama ronda. Sedang diperiksa.",
            review_by=(today + 11 * DAY).date(),
        )
    with past.on(today - 2 * DAY):
        duty.answer_suspension(
            actor=actor_of_number(SUSPENDED),
            suspension=suspension,
            text="Saya mengumpulkan iuran arisan, bukan uang ronda. Bendahara arisan dapat menerangkan.",
        )
        members.ask_to_join(
            organisation=MITRA,
            name="Fitriani Basri",
            phone=private_phone(2003),
            unit=RW_03,
            adult=True,
            applicant_id=UUID(int=(0x0190_0000_0000_7000_A000 << 48) + 1),
        )
    with past.on(today - DAY):
        teaching.remind(actor=cast["bhabinkamtibmas"], persons=[person_id(NEWEST)], before=(today + 30 * DAY).date())

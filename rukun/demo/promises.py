"""What became of the small things that Kampung Contoh's residents reported: mended, confirmed, rejected, late."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from random import Random
from uuid import UUID

from rukun.commitment.actions import claiming, outside, working
from rukun.commitment.owners import Owner
from rukun.commitment.queries import open_handoff, proof_photos, waiting_claim
from rukun.demo import past
from rukun.demo.cast import KELURAHAN, RW_03
from rukun.guard import Actor
from rukun.guard.ids import new_id
from rukun.people.queries.organisations import open_organisations
from rukun.report.access import may_hand_over, report_for
from rukun.report.actions import owing
from rukun.report.actions.handling import summarise
from rukun.report.actions.photos import clear
from rukun.report.actions.rules import add_rule

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIVES = (
    ("confirmed", 46),
    ("office", 14),
    ("unanswered", 12),
    ("rejected", 10),
    ("cannot", 6),
    ("outside", 6),
    ("late", 6),
)
"""How often each happens, in a hundred."""
MENDED = "Sudah kami datangi dan bereskan. Terima kasih laporannya."


def tell_what_became(
    diary: past.Diary, cast: Mapping[str, Actor], key: UUID, *, rw: str, at: datetime, rng: Random
) -> None:
    """Note in the diary what is done about a report that came ``at`` a moment."""
    posko, head = cast["petugas_posko"], cast["ketua_rw"]
    life = rng.choices([each for each, _often in LIVES], [often for _each, often in LIVES])[0]
    if life == "office" and rw != ".003":
        life = "confirmed"  # the head of RW 03 is the one who goes and looks
    begun = at + rng.uniform(3, 40) * HOUR
    proven = begun + rng.uniform(5, 60) * HOUR
    answered = proven + rng.uniform(2, 90) * HOUR
    if life == "late":
        return
    diary.at(begun, partial(_start, posko, key))
    if life == "outside":
        diary.at(begun + HOUR, partial(_hand_outside, posko, key))
        diary.at(begun + 3 * DAY, partial(_authority_answers, posko, key, rng.randrange(10**6)))
        diary.at(begun + 4 * DAY, partial(_confirmed, posko, key))
        return
    diary.at(proven, partial(_claim, posko, key, "cannot" if life == "cannot" else "done", rng.randrange(10**6)))
    if life in ("confirmed", "cannot"):
        diary.at(answered, partial(_confirmed, posko, key))
    elif life == "office":
        diary.at(answered, partial(_office_confirms, head, key))
    elif life == "rejected":
        diary.at(answered, partial(_rejected, posko, key))
        diary.at(answered + DAY, partial(_claim, posko, key, "done", rng.randrange(10**6)))
        diary.at(answered + 2 * DAY, partial(_confirmed, posko, key))


def write_rules(lurah: Actor, today: datetime) -> None:
    """Who receives what in Kampung Contoh: one line for all, one for nights, and one that begins next month."""
    kelurahan = next(iter(open_organisations(KELURAHAN, "kelurahan")))
    rw = next(each for each in open_organisations(RW_03, "rw") if each.unit == RW_03)
    now, later = today.date() - 4 * DAY, (today + 12 * DAY).date()
    for unit, category, hours, owner, clock, since in (
        (KELURAHAN, "", (0, 24), Owner(KELURAHAN, organisation=kelurahan.pk), "lima_hari", now),
        (KELURAHAN, "tawuran", (20, 6), Owner(KELURAHAN, title="bhabinkamtibmas"), "segera", now),
        (RW_03, "keadaan", (0, 24), Owner(RW_03, organisation=rw.pk), "tiga_hari", later),
    ):
        add_rule(
            actor=lurah, rule_id=new_id(), unit=unit, category=category, from_hour=hours[0], to_hour=hours[1],
            owner=owner, clock=clock, since=since,
        )  # fmt: skip


def mend_lamp(cast: Mapping[str, Actor], key: UUID, today: datetime) -> None:
    """The lamp on the bridge burns again, says the kelurahan; whoever reported it is asked."""
    posko = cast["petugas_posko"]
    with past.on(today - 20 * HOUR):
        _start(posko, key)
    with past.on(today - 5 * HOUR):
        _claim(posko, key, "done", 4)
    with past.on(today - 4.5 * HOUR):
        report = report_for(posko, key)
        claim = waiting_claim(report.commitment) if report and report.commitment else None
        for photo in proof_photos([claim.pk]).get(claim.pk, []) if claim else []:
            if report:
                clear(actor=posko, report=report, photo=photo)


def _start(posko: Actor, key: UUID) -> None:
    report = report_for(posko, key)
    if report and report.commitment:
        working.start(actor=posko, commitment=report.commitment)


def _claim(posko: Actor, key: UUID, outcome: str, number: int) -> None:
    report = report_for(posko, key)
    if report and report.commitment:
        claiming.claim(
            actor=posko,
            commitment=report.commitment,
            claim_id=new_id(),
            outcome=outcome,
            kind="photo",
            words=MENDED if outcome == "done" else "Sudah didatangi tiga kali, tidak ada orang di tempat pada jam itu.",
            photos=[(new_id(), drawn(number))] if outcome == "done" else [],
        )


def _hand_outside(posko: Actor, key: UUID) -> None:
    report = report_for(posko, key)
    if report and report.commitment:
        summarise(actor=posko, report=report, text="Perlu dikerjakan dinas: di luar kewenangan kelurahan.")
        outside.hand_outside(
            actor=posko,
            commitment=report.commitment,
            authority="Dinas Bina Marga",
            reason="Ini dirawat oleh dinas, bukan oleh kelurahan.",
            may=may_hand_over(posko, report),
        )


def _authority_answers(posko: Actor, key: UUID, number: int) -> None:
    report = report_for(posko, key)
    handoff = open_handoff(report.commitment) if report and report.commitment else None
    if handoff is not None:
        outside.answer_outside(
            actor=outside.Authority(handoff.pk),
            handoff=handoff,
            claim_id=new_id(),
            outcome="done",
            kind="photo",
            words="Sudah diperbaiki oleh regu kami.",
            photos=[(new_id(), drawn(number))],
        )


def _confirmed(posko: Actor, key: UUID) -> None:
    report = report_for(posko, key)
    claim = waiting_claim(report.commitment) if report and report.commitment else None
    if report and claim:
        owing.confirmed_by_reporter(report=report, claim_id=claim.pk)


def _rejected(posko: Actor, key: UUID) -> None:
    report = report_for(posko, key)
    claim = waiting_claim(report.commitment) if report and report.commitment else None
    if report and claim:
        owing.rejected_by_reporter(report=report, claim_id=claim.pk, words="Semalam masih sama seperti sebelumnya.")


def _office_confirms(head: Actor, key: UUID) -> None:
    report = report_for(head, key)
    claim = waiting_claim(report.commitment) if report and report.commitment else None
    if report and claim:
        owing.confirm(actor=head, report=report, claim_id=claim.pk, words="Sudah saya lihat sendiri.")


def drawn(number: int) -> bytes:
    """A made-up photo of a mended lamp, another one for each number: no real street is in the demo."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  heavy, and only the demo draws

    chance = Random(number)  # noqa: S311  the same picture for the same number, not secrecy
    picture = Image.new("RGB", (640, 480), tuple(chance.randrange(10, 60) for _each in range(3)))
    pen = ImageDraw.Draw(picture)
    for _each in range(14):
        left, top = chance.randrange(600), chance.randrange(420)
        shade = tuple(chance.randrange(30, 200) for _part in range(3))
        pen.rectangle((left, top, left + chance.randrange(30, 240), top + chance.randrange(30, 200)), fill=shade)
    x = chance.randrange(120, 520)
    pen.line((x, 460, x, 140), fill=(150, 152, 158), width=10)
    pen.ellipse((x - 30, 110, x + 30, 150), fill=(255, 226, 150))
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()

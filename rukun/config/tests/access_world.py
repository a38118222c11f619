"""Where the matrix is asked: Kampung Contoh and its neighbour, with one of each thing that addresses name."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from unittest.mock import patch
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from rukun.alarm.actions import warnings
from rukun.almanac.actions import set_day, set_span
from rukun.commitment.actions import claiming, handing, outside
from rukun.commitment.owners import Owner
from rukun.commitment.queries import proof_photos
from rukun.config.tests.access_incidents import situations
from rukun.config.tests.access_table import ROLES
from rukun.demo.actions import fill
from rukun.demo.cast import CAST, KELURAHAN, RT_02, organisation_id
from rukun.demo.offices import DISTRICT, ORGANISATIONS
from rukun.demo.partners import MITRA
from rukun.evidence import actions as evidence
from rukun.evidence.tests.recorder import ogg
from rukun.guard import Allowed, System
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.journal.models import Entry
from rukun.notify.actions.sinks import add_sink
from rukun.people import actions
from rukun.people.actions.invitations import invite
from rukun.people.actions.keys import make_key
from rukun.people.actor import actor_of
from rukun.people.models import Organisation, Person, Position
from rukun.people.signin.keys import GRANTABLE
from rukun.people.strength import SESSION_KEY, Strength
from rukun.report.actions import openings, photos
from rukun.report.actions.rules import add_rule
from rukun.report.models import Report
from rukun.report.open311 import naming
from rukun.report.queries.proof_photos import shown_of
from rukun.report.tests import factories as reports
from rukun.roster.actions import handing_over, people_groups, setup, setup_posts
from rukun.roster.actions import people as watching
from rukun.roster.actions.making import make_roster
from rukun.roster.models import Call, CallAsk, Swap
from rukun.roster.tests import factories as rosters
from rukun.territory import basemap
from rukun.territory.tests.towns import listed
from rukun.training.actions import duty, learning, members, teaching
from rukun.training.actions.partners import apply_for_partnership, suspend_partnership
from rukun.training.models import Certificate, Document, Membership, Partnership
from rukun.training.tests import factories

FOREIGN = "99.01.01.1002"
FOREIGN_RT = f"{FOREIGN}.001.001"
BESIDE, FOREIGN_BESIDE = f"{KELURAHAN}.001.001", f"{FOREIGN}.002.001"
"""In another RW of the same kelurahan."""
POLSEK = organisation_id(ORGANISATIONS["polsek"][3])
SYSTEM = System("test")
REASON = "Bukan milik kelurahan, dan tidak ada anggarannya."
PDF = b"%PDF-1.4 akta %%EOF"

Place = dict[str, tuple[Any, ...]]
"""One of each thing that addresses name, all of it in one RT or in the kelurahan around it: the keys that name it."""

_numbers = count(1)


@dataclass
class World:
    own: Place
    foreign: Place
    clients: dict[str, Client] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)


def made() -> World:
    # Two months of reports and four weeks of duties, of which none is asked about here.
    with patch("rukun.demo.actions.tell"), patch("rukun.demo.actions.keep_watch"):
        fill()
    rows = [f"{FOREIGN},Kampung Sebelah"]
    rows += [f"{FOREIGN}.00{rw},RW 0{rw}\n{FOREIGN}.00{rw}.001,RT 001" for rw in (1, 2)]
    listed("\n".join(["code,name", *rows, ""]))
    cast = {key: Person.objects.get(pk=role.person_id) for key, role in CAST.items()}
    cast["kapolsek"] = _person("Kapolsek Contoh", "kapolsek", DISTRICT)
    cast["camat"] = _person("Camat Contoh", "camat", DISTRICT)
    world = World(_own(cast), _foreign(cast["kapolsek"]))
    long_ago = datetime(2001, 3, 5, tzinfo=UTC)
    formerly = _person("Lurah Dahulu", "", KELURAHAN)
    held = actions.give_position(actor=SYSTEM, person=formerly, title="lurah", unit=KELURAHAN, since=long_ago,
                                 until=long_ago + timedelta(days=900))  # fmt: skip
    for role in ROLES:
        world.clients[role] = Client()
        world.headers[role] = {}
        if role in cast:
            world.clients[role].force_login(cast[role])
    world.clients["mantan_lurah"].force_login(formerly)
    world.clients["lurah_dengan_kode"].force_login(cast["lurah"])
    session = world.clients["lurah_dengan_kode"].session
    session[SESSION_KEY] = int(Strength.CODE)
    session.save()
    world.headers["kunci_lurah"] = _key(cast["lurah"], KELURAHAN)
    Position.objects.filter(pk=held.pk).update(until=timezone.now() + timedelta(days=1))
    world.headers["kunci_mati"] = _key(formerly, KELURAHAN)
    Position.objects.filter(pk=held.pk).update(until=long_ago + timedelta(days=900))
    return world


def _own(cast: dict[str, Person]) -> Place:
    mitra = Organisation.objects.get(pk=MITRA)
    things = _training(RT_02, mitra, cast["ketua_ormas"], cast["anggota"], cast["warga"], cast["lurah"])
    reported = _reports(RT_02, mitra, cast["lurah"], cast["bhabinkamtibmas"])
    promised = _promises(
        RT_02, mitra, cast["lurah"], rw=cast["ketua_rw"], polsek=cast["bhabinkamtibmas"],
        protector=cast["petugas_pelindungan"],
    )  # fmt: skip
    rostered = _roster(mitra, cast["anggota"], "Rekan Ronda")
    others = {
        "kind": ("ormas",), "course": ("pertolongan",), "authority": ("bawaslu",), "format": ("csv",),
        "channel": ("sms",), "provider": ("whatsapp/104711000000001/messages",), "tile": _tile(),
    }  # fmt: skip
    by_name = _open311(reported, "json", "saran")
    warned = _warnings(RT_02.rpartition(".")[0], cast["lurah"], cast["kapolsek"])
    happened = situations(RT_02, BESIDE, cast["lurah"], cast["bhabinkamtibmas"], cast["anggota"])
    return {
        **warned, **happened,
        **_people(RT_02, cast["lurah"]), **things, **reported, **promised, **by_name, **_sink(mitra.unit), **rostered,
        **others,
    }  # fmt: skip


def _foreign(kapolsek: Person) -> Place:
    """Kinds, courses and authorities are nobody's: in their place there are some that do not exist."""
    lurah = _person("Lurah Sebelah", "lurah", FOREIGN)
    mitra = factories.partner(FOREIGN, "Mitra Sebelah")
    member, invited = factories.member(mitra, "Anggota Sebelah"), _person("Warga Sebelah", "", FOREIGN_RT)
    things = _training(FOREIGN_RT, mitra, factories.chair(mitra), member, invited, lurah)
    reported = _reports(FOREIGN_RT, mitra, lurah, _person("Posko Sebelah", "petugas_posko", FOREIGN))
    protector = _person("Pelindung Sebelah", "petugas_pelindungan", FOREIGN)
    promised = _promises(FOREIGN_RT, mitra, lurah, rw=lurah, polsek=kapolsek, protector=protector)
    rostered = _roster(mitra, member, "Rekan Sebelah")
    others: Place = dict.fromkeys(("kind", "course", "authority", "format", "channel", "provider"), ("tidak-ada",))
    others["tile"] = (new_id(), 8, 0, 0)
    by_name = _open311(reported, "csv", "tidak-ada")
    warned = _warnings(FOREIGN_RT.rpartition(".")[0], lurah, kapolsek)
    happened = situations(FOREIGN_RT, FOREIGN_BESIDE, lurah, kapolsek, member)
    return {
        **warned, **happened,
        **_people(FOREIGN_RT, lurah), **things, **reported, **promised, **by_name, **_sink(FOREIGN), **rostered,
        **others,
    }  # fmt: skip


def _tile() -> tuple[Any, ...]:
    """The one that Kampung Contoh lies in."""
    drawn = basemap.tiles()
    assert drawn is not None
    return (drawn.token, 8, 204, 131)


def _people(unit: str, lurah: Person) -> Place:
    organisation = actions.establish_organisation(actor=SYSTEM, kind="lain", name="Kelompok Ronda", unit=unit)
    member = _person("Anggota Ronda", "", unit)
    position = actions.give_position(actor=SYSTEM, person=member, title="anggota", unit=unit, organisation=organisation)
    journal.write_log(actor=SYSTEM, unit=unit, text="Lampu mati.", log_id=new_id())
    entry = Entry.objects.filter(unit=unit, verb="journal.log_written").latest("pk")
    key, _secret = make_key(
        actor=actor_of(lurah), person=lurah, name="Papan", capabilities=["people.see"], unit=unit, days=9
    )
    invitation, _secret = invite(actor=SYSTEM, person=member, position=position)
    owner = _person("Pemilik Kunci", "", unit)
    passkey = Authenticator.objects.create(user=owner, type=Authenticator.Type.WEBAUTHN, data={"name": "Ponsel"})
    return {
        "unit": (unit,),
        "organisation": (organisation.pk,),
        "person": (member.pk,),
        "position": (position.pk,),
        "entry": (entry.chain_id, entry.sequence),
        "key": (key.pk,),
        "invitation": (invitation.pk,),
        "passkey": (passkey.pk,),
    }


def _training(unit: str, mitra: Organisation, chair: Person, member: Person, invited: Person, lurah: Person) -> Place:
    """Around an ormas that is a partner, and one who is a member of it, trained a little, and suspended."""
    kelurahan, rw = mitra.unit, unit.rpartition(".")[0]
    partner = Partnership.objects.get(organisation=mitra)
    paper = Document.objects.create(
        partnership=partner, name="akta.pdf", content_type="application/pdf", size=len(PDF), sha256="0" * 64,
        content=PDF, added_at=timezone.now(),
    )  # fmt: skip
    ronda = Partnership.objects.get(organisation=factories.partner(rw, "Ronda Kali", "siskamling"))
    stopped = Partnership.objects.get(organisation=factories.partner(kelurahan, "Mitra Lama"))
    suspend_partnership(actor=actor_of(lurah), partnership=stopped, reason="Diperiksa.")
    application, _receipt = apply_for_partnership(
        actor=actor_of(invited), kind="ormas", name="Sahabat Sungai", unit=kelurahan, chair_name="Ketua Sungai",
        chair_phone=_phone(), legal_number="AHU-1", purpose="Merawat sungai.", application_id=new_id(),
    )  # fmt: skip
    applicant = new_id()
    members.ask_to_join(
        organisation=mitra.pk, name="Pelamar", phone=_phone(), unit=unit, adult=True, applicant_id=applicant
    )
    newcomer = members.invite_member(
        actor=actor_of(chair), organisation=mitra.pk, name="Pendatang", phone=_phone(), unit=unit, adult=True
    )
    waiting = members.begin_membership(actor=actor_of(chair), person=invited.pk, organisation=mitra.pk)
    attempt = learning.draw_quiz(actor=actor_of(member), course="kabar-bohong")
    right = {question: order.index(0) for question, order in attempt.drawn}
    learning.send_answers(actor=actor_of(member), attempt_id=attempt.pk, answers=right)
    held = _class("data-pribadi", kelurahan, member)
    _class("hak-anak", kelurahan, member)
    certificate = Certificate.objects.get(person=member, course="data-pribadi")
    revoked = Certificate.objects.get(person=member, course="hak-anak")
    teaching.revoke_certificate(actor=SYSTEM, certificate=revoked, reason="Keliru dicatat.")
    suspension = duty.suspend_from_duty(
        actor=actor_of(lurah), person=member.pk, unit=kelurahan, reason="Ada keluhan.",
        review_by=timezone.localdate() + timedelta(days=7),
    )  # fmt: skip
    return {
        "mitra": (mitra.pk,),
        "registered": ("ormas", mitra.pk),
        "partner": (partner.pk,),
        "paper": (partner.pk, paper.pk),
        "ronda": (ronda.pk,),
        "stopped": (stopped.pk,),
        "application": (application.pk,),
        "applicant": (applicant,),
        "membership": (Membership.objects.get(person=member, organisation=mitra).pk,),
        "newcomer": (newcomer.pk,),
        "invited": (waiting.pk,),
        "pupil": (member.pk,),
        "attempt": (attempt.pk,),
        "class": (held.pk,),
        "certificate": (certificate.pk,),
        "code": (certificate.code,),
        "revoked": (revoked.pk,),
        "suspension": (suspension.pk,),
    }


def _reports(unit: str, mitra: Organisation, one: Person, other: Person) -> Place:
    """One of each kind that somebody else reads, and photos and voice notes: as they came, and opened by two."""
    ordinary = _report("ketertiban", unit)
    protected = _report("kekerasan", unit)
    untouched, cleared, hidden = _photo(ordinary), _photo(ordinary), _photo(protected)
    photos.clear(actor=actor_of(one), report=ordinary, photo=cleared)
    spoken, opened = _voice(ordinary), _voice(ordinary)
    asked = [_asked(one, ordinary, each) for each in (untouched, cleared, spoken, opened)]
    for each in (asked[1], asked[3]):
        openings.agree_opening(actor=actor_of(other), report=ordinary, opening=each)
    return {
        "kelurahan": (mitra.unit,),
        "rw": (unit.rpartition(".")[0],),
        "report": (ordinary.pk,),
        "waiting": (_report("ketertiban", unit, triage="flood").pk,),
        "protected": (protected.pk,),
        "about_member": (_report("keluhan", unit, subject="anggota", organisation=mitra.pk).pk,),
        "about_polsek": (_report("keluhan", unit, subject="anggota", organisation=POLSEK).pk,),
        "about_rt": (_report("keluhan", unit, subject="rt_rw").pk,),
        "about_kelurahan": (_report("keluhan", unit, subject="kelurahan").pk,),
        "photo": (untouched.pk,),
        "cleared": (cleared.pk,),
        "protected_photo": (hidden.pk,),
        "opening": (untouched.pk, asked[0].pk),
        "voice": (spoken.pk,),
        "voice_opening": (spoken.pk, asked[2].pk),
        "voice_opened": (opened.pk,),
        "protected_voice": (_voice(protected).pk,),
    }


def _open311(reported: Place, form: str, service: str) -> Place:
    """What reports are called there, and addresses that are not there."""
    named = {
        f"open311_{each}": (naming.public_id(reported[about][0]), "json")
        for each, about in (("request", "report"), ("waiting", "waiting"), ("protected", "protected"))
    }
    return {
        **named,
        "open311_form": (form,),
        "open311_service": (service, "json"),
        "open311_token": (naming.token_for(reported["report"][0]), "json"),
        "open311_nothing": ("v2/tidak/ada", "json"),
        "open311_formless": ("v2/services",),
    }


def _sink(unit: str) -> Place:
    sink = add_sink(actor=SYSTEM, sink_id=new_id(), unit=unit, label="Sirene", url="ntfys://ntfy.sh/posko", notices=[])
    return {"sink": (sink.pk,)}


def _warnings(unit: str, lurah: Person, kapolsek: Person) -> Place:
    """A draft that waits for the second word, and a warning that is out."""
    told = warnings.Told(kind="banjir", areas=[unit])
    draft, out = (warnings.issue_warning(actor=actor_of(lurah), warning_id=new_id(), told=told) for _each in range(2))
    warnings.publish_warning(actor=actor_of(kapolsek), warning=out)
    return {"warning_draft": (draft.pk,), "warning": (out.pk,), "cap": (out.identifier,)}


def _promises(unit: str, mitra: Organisation, lurah: Person, *, rw: Person, polsek: Person, protector: Person) -> Place:
    """A line of the table, and reports of which it was claimed that they are done, or that were handed on."""
    kelurahan, around = mitra.unit, unit.rpartition(".")[0]
    rule = add_rule(
        actor=actor_of(lurah), rule_id=new_id(), unit=around, category="saran", clock="tiga_hari",
        owner=Owner(around, title="ketua_rw"), since=timezone.localdate(),
    )  # fmt: skip
    own = _report("ketertiban", unit)
    proof = _claimed(own, lurah, photo=True)
    photos.clear(actor=actor_of(lurah), report=own, photo=_first_of(proof))
    by_rw, theirs = _report("saran", unit), _report("ketertiban", unit)
    handing.take(actor=actor_of(polsek), handoff=_offered(theirs, lurah))
    violence, complaint = _report("kekerasan", unit), _report("keluhan", unit, subject="anggota")
    proof_of_rw, hidden = _claimed(by_rw, rw, photo=True), _claimed(violence, protector, photo=True)
    claims = {
        "claimed": (own, proof),
        "claimed_by_rw": (by_rw, proof_of_rw),
        "claimed_by_polsek": (theirs, _claimed(theirs, polsek)),
        "protected_claimed": (violence, hidden),
        "member_claimed": (complaint, _claimed(complaint, lurah)),
    }
    offered, handed = _report("ketertiban", unit), _report("ketertiban", unit)
    assert handed.commitment is not None
    handoff, secret = outside.hand_outside(
        actor=actor_of(lurah), commitment=handed.commitment, authority="Dinas Bina Marga", reason=REASON, may=Allowed()
    )
    return {
        "rule": (rule.pk,),
        "day": (_worked_on(5, kelurahan),),
        "day_of_all": (_worked_on(6, ""),),
        "by_rule": (_report("saran", unit).pk,),
        **{name: (report.pk,) for name, (report, _claim) in claims.items()},
        **{f"{name}_claim": (claim,) for name, (_report, claim) in claims.items()},
        "proof": (_first_of(proof).pk,),
        "proof_of_rw": (_first_of(proof_of_rw).pk,),
        "proof_of_violence": (_first_of(hidden).pk,),
        "token": (shown_of(proof)[0][0].token,),
        "offered": (offered.pk,),
        "offer": (_offered(offered, lurah).pk,),
        "outside": (handed.pk,),
        "handed": (handoff.pk,),
        "link": (secret,),
    }


def _roster(mitra: Organisation, member: Person, name: str) -> Place:
    """A watch of a member and another, with nights that are published and a draft; a swap, a call for a stand-in."""
    other = factories.member(mitra, name)
    watch = setup.open_watch(actor=SYSTEM, organisation=mitra)
    season = setup_posts.save_season(actor=SYSTEM, watch=watch, name="Musim hujan", first=_in(40), last=_in(60))
    post = setup_posts.save_post(actor=SYSTEM, watch=watch, name="Pos 1", capacity=4)
    need = setup_posts.Row("biasa", 2)
    shift = setup_posts.save_shift(actor=SYSTEM, post=post, begins=time(22), ends=time(2), needs=[need])
    watchers = watching.add_watchers(actor=SYSTEM, watch=watch, persons=[member, other], leader=True)
    group = people_groups.save_group(actor=SYSTEM, watch=watch, name="Baru", max_week=1, watchers=watchers[:1])
    pair = people_groups.add_pair(actor=SYSTEM, watch=watch, first=watchers[0], second=watchers[1], together=True)
    made = rosters.Made(watch, mitra, other, [post], [shift], watchers)
    published = rosters.published(made, _in(1), 7)
    draft = make_roster(actor=SYSTEM, watch=watch, first=_in(20), last=_in(26))
    mine, theirs = ([each for each in published.duties.all() if each.watcher_id == who.pk] for who in watchers)
    now = timezone.now()
    swap = Swap.objects.create(duty=theirs[0], to=watchers[0], by=SYSTEM.label, asked_at=now)
    call, asking = (Call.objects.create(duty=each, by=SYSTEM.label, opened_at=now) for each in (mine[1], theirs[1]))
    asked = CallAsk.objects.create(call=asking, watcher=watchers[0], asked_at=now, until=now + timedelta(hours=2))
    note = handing_over.write_note(actor=SYSTEM, post=post, text="Senter perlu baterai.")
    return {
        "watch": (watch.pk,),
        "season": (watch.pk, season.pk),
        "post": (watch.pk, post.pk),
        "watch_post": (post.pk,),
        "post_token": (post.token,),
        "shift": (watch.pk, post.pk, shift.pk),
        "watcher": (watch.pk, watchers[0].pk),
        "group": (watch.pk, group.pk),
        "pair": (watch.pk, pair.pk),
        "draft": (draft.pk,),
        "published": (published.pk,),
        "cell": (draft.pk, draft.first, shift.pk),
        "duty": (mine[0].pk,),
        "swap": (swap.pk,),
        "call": (call.pk,),
        "ask": (asked.pk,),
        "note": (note.pk,),
        "feed": ("A" * 43,),
        "span": (_happens(mitra.unit),),
        "span_of_all": (_happens(""),),
    }


def _in(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _happens(unit: str) -> int:
    """That there is something on tomorrow there."""
    return set_span(actor=SYSTEM, kind="acara", unit=unit, first=_in(1), last=_in(1), name=f"Pasar malam {unit}").pk


def _worked_on(weekday: int, unit: str) -> int:
    """That people work there on the next Saturday (5) or Sunday (6)."""
    today = timezone.localdate()
    day = today + timedelta(days=(weekday - today.weekday()) % 7)
    return set_day(actor=SYSTEM, day=day, unit=unit, working=True, name="Kerja bakti").pk


def _claimed(report: Report, by: Person, *, photo: bool = False) -> UUID:
    """That it is done, with a photo; or that it cannot be."""
    assert report.commitment is not None
    report.commitment.refresh_from_db()
    pictures = [(new_id(), reports.jpeg(seed=next(_numbers)))] if photo else []
    return claiming.claim(
        actor=actor_of(by), commitment=report.commitment, claim_id=new_id(), outcome="done" if photo else "cannot",
        kind="photo", words=REASON, photos=pictures,
    ).pk  # fmt: skip


def _first_of(claim: UUID) -> Any:
    """Its first photo."""
    return proof_photos([claim])[claim][0]


def _offered(report: Report, by: Person) -> Any:
    """To the Polsek."""
    assert report.commitment is not None
    to = Owner(DISTRICT, organisation=POLSEK)
    return handing.offer(actor=actor_of(by), commitment=report.commitment, to=to, reason=REASON, may=Allowed())


def _report(category: str, unit: str, **more: Any) -> Report:
    return reports.report(category, unit, phone=_phone(), **more)[0]


def _photo(report: Report) -> Any:
    return photos.add_photo(report=report, photo_id=new_id(), content=reports.jpeg(seed=next(_numbers)))


def _voice(report: Report) -> Any:
    return evidence.add_voice(about=("report", report.pk), content=ogg(next(_numbers))).voice


def _asked(by: Person, report: Report, of: Any) -> Any:
    return openings.ask_opening(actor=actor_of(by), report=report, of=of, reason="Pelat tertutup kotak.")


def _class(course: str, unit: str, member: Person) -> Any:
    return teaching.record_class(
        actor=SYSTEM, course=course, unit=unit, held_on=timezone.localdate(), place="Balai warga",
        attendance={member.pk: True}, class_id=new_id(),
    )  # fmt: skip


def _person(name: str, title: str, unit: str) -> Person:
    person = actions.add_person(actor=SYSTEM, name=name, phone=_phone(), unit=unit)
    if title:
        actions.give_position(actor=SYSTEM, person=person, title=title, unit=unit)
    return person


def _phone() -> str:
    return f"0828-9903-{next(_numbers):04d}"


def _key(person: Person, unit: str) -> dict[str, str]:
    held = [code for code in GRANTABLE if actor_of(person).may(code, unit).allowed]
    _made, secret = make_key(
        actor=actor_of(person), person=person, name="Program", capabilities=held, unit=unit, days=9
    )
    return {"Authorization": f"Bearer {secret}"}

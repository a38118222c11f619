"""The handlers' list: its order, what it is narrowed by, and that it holds nothing of what others may not read."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rukun.commitment.access import may_work
from rukun.commitment.actions import claiming, handing, outside, ticking, working
from rukun.commitment.models import Claim, Commitment
from rukun.commitment.owners import Owner
from rukun.commitment.queries import waiting_claim
from rukun.guard import Actor
from rukun.guard.ids import new_id
from rukun.people.actor import actor_of
from rukun.people.tests.factories import person
from rukun.report import access
from rukun.report.actions import handling, merging, owing, withdrawing
from rukun.report.actions.dialogue import answer, ask
from rukun.report.actions.photos import add_photo
from rukun.report.models import Report
from rukun.report.queries import inbox, listing
from rukun.report.queries.inbox import Wanted, key_of, owner_with
from rukun.report.queries.today import todo_for
from rukun.report.tests.factories import KELURAHAN, NEXT_RW, RT, RW, WORDS, jpeg, report, town
from rukun.report.tests.inbox import LIST, ids, logged_in, page

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LURAH = Owner(KELURAHAN, title="lurah")
BHABIN = Owner(KELURAHAN, title="bhabinkamtibmas")


@pytest.fixture(autouse=True)
def _town() -> None:
    town()


def owed(made: Report) -> Commitment:
    return Commitment.objects.get(about_id=made.pk)


def owned(made: Report, by: Owner = LURAH, **more: Any) -> Report:
    """The report with a promise as a test needs it."""
    row = Commitment.objects.filter(about_id=made.pk)
    row.update(owner_organisation=by.organisation, owner_title=by.title, owner_unit=by.unit, **more)
    made.refresh_from_db()
    return made


def claimed(made: Report, by: Actor, seed: int = 1) -> Claim:
    return claiming.claim(
        actor=by, commitment=owed(made), claim_id=new_id(), outcome="done", kind="photo",
        photos=[(new_id(), jpeg(seed=seed))],
    )  # fmt: skip


def listed(actor: Actor, **wanted: Any) -> list[Report]:
    return [each.report for each in listing.page_for(actor, Wanted(**wanted)).lines]


def test_what_is_late_stands_first_and_where_the_clock_stands_last() -> None:
    lurah, posko = actor_of(person("lurah", KELURAHAN)), actor_of(person("petugas_posko", KELURAHAN))
    now = timezone.now()
    soon, late, awaited, later, very_late, away = (owned(report()[0]) for _each in range(6))
    for made, due in ((soon, 30), (late, -3), (later, 90), (very_late, -100)):
        owned(made, due_at=now + timedelta(hours=due))
    claimed(awaited, lurah)
    outside.hand_outside(
        actor=lurah, commitment=owed(away), authority="Dinas Bina Marga", reason="Jalan ini milik dinas.",
        may=access.may_hand_over(lurah, away),
    )  # fmt: skip
    assert listed(posko) == [very_late, late, soon, later, awaited, away]
    told = page(logged_in(person("babinsa", KELURAHAN)), LIST)
    assert ids(told) == [str(each.pk) for each in (very_late, late, soon, later, awaited, away)]
    for words in (
        "<strong>terlambat 4 hari</strong>", "<strong>terlambat 3 jam</strong>", "jam berhenti: menunggu konfirmasi",
        "jam berhenti: di instansi luar", "Lurah Palmerah", "6 laporan; tidak ada lagi", "Menurut tenggat",
    ):  # fmt: skip
        assert words in told, words
    assert WORDS not in told
    with time_machine.travel(timezone.localtime().replace(hour=9, minute=0)):
        owned(soon, due_at=timezone.localtime().replace(hour=16) + timedelta(days=1))
        owned(later, due_at=timezone.localtime().replace(hour=16))
        told = page(logged_in(person("babinsa", KELURAHAN)), LIST)
        assert "tenggat besok 16.00" in told
        assert "tenggat hari ini 16.00" in told
    assert listed(posko, order="terbaru") == sorted(
        (soon, late, awaited, later, very_late, away), key=lambda each: (each.received_at, each.pk.int), reverse=True
    )
    Report.objects.filter(pk=away.pk).update(priority=99)
    assert listed(posko, order="prioritas")[0] == away
    assert listed(posko, level="tinggi") == [away]
    assert "prioritas tinggi" in page(logged_in(person("babinsa", KELURAHAN)), LIST, prioritas="tinggi")
    Report.objects.filter(pk=very_late.pk).update(received_at=now - timedelta(days=55))
    assert "masuk 55\xa0hari lalu" in page(logged_in(person("babinsa", KELURAHAN)), LIST), "not cut to a month"


def test_what_was_opened_again_is_its_owners_turn_until_it_is_proven_anew() -> None:
    lurah, rw = actor_of(person("lurah", KELURAHAN)), actor_of(person("ketua_rw", RW))
    made = owned(report()[0])
    claimed(made, lurah, seed=1)
    claim = waiting_claim(owed(made))
    assert claim
    owing.reject(actor=rw, report=made, claim_id=claim.pk, words="Masih berisik.")
    words = "1 laporan dibuka lagi"
    assert [made] == listed(lurah, state="dibuka-lagi") == listed(lurah, state="pernah-dibuka-lagi")
    assert [each for each in todo_for(lurah) if words in each.words]
    claimed(made, lurah, seed=2)
    assert listed(lurah, state="dibuka-lagi") == []
    assert listed(lurah, state="pernah-dibuka-lagi") == [made]
    assert not [each for each in todo_for(lurah) if words in each.words]


def test_each_state_is_a_filter_of_its_own() -> None:
    lurah, posko = actor_of(person("lurah", KELURAHAN)), actor_of(person("petugas_posko", KELURAHAN))
    rw, bhabin = actor_of(person("ketua_rw", RW)), actor_of(person("bhabinkamtibmas", KELURAHAN))
    now = timezone.now()
    plain, late, soon, awaited, reopened, done, cannot, silent, offered, root, twin = (
        owned(report()[0]) for _each in range(11)
    )
    danger = owned(report("tawuran", happened_about="now", words="")[0])
    owned(late, due_at=now - timedelta(days=2))
    owned(soon, due_at=now + timedelta(minutes=1))
    for made in (plain, root, twin, offered, danger):
        owned(made, due_at=now + timedelta(days=9))
    for number, made in enumerate((awaited, reopened, done, cannot, silent)):
        claimed(made, lurah, seed=number)
    for made in (reopened, done):
        claim = waiting_claim(owed(made))
        assert claim
        if made == done:
            owing.confirm(actor=rw, report=made, claim_id=claim.pk)
        else:
            owing.reject(actor=rw, report=made, claim_id=claim.pk, words="Masih berisik.")
    for made, state, closing in ((cannot, "cannot", "office"), (silent, "done", "unconfirmed")):
        owned(made, state=state, closing=closing, closed_at=now)
        Report.objects.filter(pk=made.pk).update(closed_at=now, closing=state)
    owned(reopened, due_at=now + timedelta(days=8))
    handing.offer(
        actor=lurah, commitment=owed(offered), to=BHABIN, reason="Ini lebih tepat bagi polisi.",
        may=access.may_hand_over(lurah, offered),
    )  # fmt: skip
    merging.merge(actor=lurah, report=twin, into=root)
    for state, found in {
        "tanda-bahaya": [danger],
        "terlambat": [late],
        "segera": [soon],
        "menunggu-konfirmasi": [awaited],
        "dibuka-lagi": [reopened],
        "selesai": [done, silent],
        "tidak-dapat": [cannot],
        "tanpa-konfirmasi": [silent],
        "digabung": [twin],
    }.items():
        assert set(listed(posko, state=state)) == set(found), state
        assert set(inbox.reports_for(posko, state=state)) == set(found), "as it is exported"
    assert set(listed(bhabin, state="ditawarkan")) == {offered}
    assert listed(posko, state="ditawarkan") == []
    open_ones = {plain, late, soon, awaited, reopened, offered, root}
    assert set(listed(posko)) == open_ones, "without danger, which stands above, and what was merged or closed"
    assert [each.report for each in listing.page_for(posko, Wanted()).danger] == [danger]
    assert set(listed(lurah, state="milik-saya")) == open_ones | {danger}
    assert set(listed(lurah, mine=True, state="terlambat")) == {late}
    assert listed(rw, state="milik-saya") == []
    assert set(listed(posko, owner=LURAH)) == open_ones | {danger}
    assert listed(posko, owner=BHABIN) == []
    told = page(logged_in(person("babinsa", KELURAHAN)), LIST)
    assert "2 laporan" in told, "the one that counts tells of both"
    assert "sedang ditawarkan kepada pihak lain" in told
    told = page(logged_in(person("bhabinkamtibmas", KELURAHAN)), LIST)
    assert "(ditawarkan kepada Anda)" in told
    assert "sedang ditawarkan kepada pihak lain" not in told
    ask(actor=lurah, report=twin, text="Di sebelah mana?", message_id=new_id())
    answer(report=twin, text="Di ujung gang.", message_id=new_id())
    assert listed(posko, state="ada-jawaban") == [twin], "an answer is not lost with what it was merged into"
    assert len(ids(page(logged_in(person("babinsa", KELURAHAN)), LIST, status="hari-ini"))) <= 1


def test_the_filter_stands_in_the_address_and_is_taken_off_word_by_word() -> None:
    bhabin = owned(report(unit=RT)[0], BHABIN)
    owned(report("kriminal", NEXT_RW)[0])
    client = logged_in(person("petugas_posko", KELURAHAN))
    asked = {"wilayah": RW, "jenis": "ketertiban", "pihak": key_of(BHABIN), "urut": "terbaru"}
    told = page(client, LIST, 200, **asked)
    assert ids(told) == [str(bhabin.pk)]
    chips = re.findall(r'<a class="button plain" href="(\?[^"]*)"><span class="unseen">[^<]*</span>([^<]*) <', told)
    words = [each for _rest, each in chips]
    assert words == [
        "RW 16, Palmerah", "Jenis: Ketertiban", "Penanggung jawab: Bhabinkamtibmas Palmerah",
        "Urutan: Terbaru",
    ]  # fmt: skip
    for (rest, _words), gone in zip(chips, asked, strict=True):
        assert gone not in rest
        assert rest.count("=") == 3
    assert len(ids(page(client, LIST + chips[0][0].replace("&amp;", "&")))) == 1
    assert "selected>Bhabinkamtibmas Palmerah</option>" in told
    assert "Lurah Palmerah</option>" in page(client, LIST), "those on the page can be chosen"
    for wrong in ("x", "lurah@../..", "raja@31"):
        told = page(client, LIST, pihak=wrong)
        assert "bukan salah satu" in told or "Pilih" in told
        assert len(ids(told)) == 2, "and the list stays"
    organisation = Owner("", organisation=new_id())
    assert owner_with(key_of(organisation)) == organisation
    assert "organisasi yang sudah bubar" in page(client, LIST, pihak=key_of(organisation))
    assert "Tidak ada yang cocok" in page(client, LIST, status="digabung")


@pytest.mark.parametrize(
    "title",
    [
        *("ketua_rw", "petugas_pelindungan"),
        *(pytest.param(title, marks=pytest.mark.long) for title in ("petugas_posko", "kapolsek", "lurah")),
    ],
)
def test_what_others_may_not_read_is_in_no_list_count_or_todo(title: str) -> None:
    """Whatever is asked for: a state, an owner, what is one's own."""
    unit = {"ketua_rw": RW, "kapolsek": "31.73.07"}.get(title, KELURAHAN)
    who = actor_of(person(title, unit))
    hidden, complaint = report("kekerasan")[0], report("keluhan", subject="posko")[0]
    plain = report()[0]
    readable = set(access.reports_visible_to(who))
    assert readable != {hidden, complaint, plain}
    past = timezone.now() - timedelta(days=3)
    for made in (hidden, complaint, plain):  # as if every office here owned it: that opens nothing
        owned(made, Owner(unit, title=title), due_at=past, reopened=1)
    for state in ("", *inbox.STATES):
        for more in ({}, {"mine": True}, {"owner": Owner(unit, title=title)}):
            found = {each.report for each in listing.page_for(who, Wanted(state=state, **more)).all}
            assert found <= readable, (state, more)
    numbers = [int(each) for todo in todo_for(who) for each in re.findall(r"^(\d+) laporan .*terlambat", todo.words)]
    assert numbers == [len(readable)], "what is late, and nothing more"


def test_what_is_mine_and_what_i_may_confirm_is_what_each_promise_says() -> None:
    who = {
        title: actor_of(person(title, unit, name=title))
        for title, unit in (
            ("lurah", KELURAHAN), ("sekretaris_kelurahan", KELURAHAN), ("petugas_posko", KELURAHAN),
            ("bhabinkamtibmas", KELURAHAN), ("babinsa", KELURAHAN), ("ketua_rw", RW), ("ketua_rt", RT),
        )
    }  # fmt: skip
    made = [report(unit=unit)[0] for unit in (RT, RW, NEXT_RW, RT, RT, RT)]
    owners = [LURAH, BHABIN, LURAH, Owner(RW, title="ketua_rw"), Owner(RT, title="ketua_rt")]
    for each, owner in zip(made, owners, strict=False):  # the last has whom the rules gave it
        owned(each, owner)
    for number, each in enumerate(made):
        first = next(actor for actor in who.values() if may_work(actor, owed(each)).allowed)
        working.start(actor=who["babinsa"] if may_work(who["babinsa"], owed(each)).allowed else first,
                      commitment=owed(each))  # fmt: skip
        claimed(each, first, seed=number)
    asked = 0
    for title, actor in who.items():
        own, sure = set(listed(actor, state="milik-saya")), set(listed(actor, state="pastikan"))
        for each in access.reports_visible_to(actor).select_related("commitment"):
            claim = waiting_claim(owed(each))
            assert claim
            assert (each in own) is may_work(actor, owed(each)).allowed, (title, each.unit)
            assert (each in sure) is access.may_confirm(actor, each, claim).allowed, (title, each.unit)
            asked += each in sure
        waits = [todo for todo in todo_for(actor) if "status=pastikan" in todo.url]
        assert [int(each.words.split()[0]) for each in waits] == ([len(sure)] if sure else [])
        assert listed(actor, state="terpilih") == []
    assert asked > 5
    Claim.objects.filter(commitment__about_id=made[0].pk).update(sampled_at=timezone.now())
    assert listed(who["ketua_rw"], state="terpilih") == [made[0]]
    assert any("terpilih untuk diperiksa" in todo.words for todo in todo_for(who["ketua_rw"]))
    assert "terpilih untuk diperiksa" in page(logged_in(person("sekretaris_rw", RW)), LIST, status="terpilih")


def test_whoever_may_read_what_few_may_is_told_that_it_is_late_also_of_others() -> None:
    owner, other = person("lurah", KELURAHAN), person("kapolsek", "31.73.07")
    made = report("keluhan", RW)[0]
    report("kekerasan", RW)
    elsewhere = actor_of(person("camat", "31.73.07"))
    late = "1 laporan yang hanya sedikit orang membacanya terlambat; penanggung jawabnya pihak lain."

    def lines(actor: Actor) -> list[str]:
        return [each.words for each in todo_for(actor) if "terlambat" in each.words]

    assert lines(actor_of(other)) == []
    with time_machine.travel(timezone.now() + timedelta(days=60), tick=False):
        ticking.tick()
        assert lines(actor_of(other)) == [late]
        [line] = [each for each in todo_for(actor_of(other)) if each.words == late]
        assert ids(page(logged_in(other), line.url)) == [str(made.pk)]
        assert len(lines(actor_of(owner))) == 1
        assert late not in lines(actor_of(owner)), "to its owner it is their own"
        assert lines(elsewhere) == []


def test_the_day_names_what_waits_and_each_line_leads_there() -> None:
    chief, head = person("lurah", KELURAHAN), person("camat", "31.73.07")
    lurah, camat = actor_of(chief), actor_of(head)
    bhabin = person("bhabinkamtibmas", KELURAHAN)
    made = owned(report(unit=RT)[0])
    handling.note_read(actor=lurah, report=made)
    now = (timezone.localtime() + timedelta(days=1)).replace(hour=9)
    with time_machine.travel(now, tick=False):
        owned(made, due_at=now + timedelta(hours=3))
        [today] = [each for each in todo_for(lurah) if "jatuh tempo hari ini" in each.words]
        assert today.words == "1 laporan jatuh tempo hari ini."
        assert ids(page(logged_in(chief), today.url)) == [str(made.pk)]
    with time_machine.travel(now + timedelta(days=30), tick=False):
        ticking.tick()
        [late] = [each for each in todo_for(lurah) if "terlambat" in each.words]
        assert ids(page(logged_in(chief), late.url)) == [str(made.pk)]
        [raised] = [each for each in todo_for(camat) if "diteruskan kepada Anda" in each.words]
        assert raised.words == "1 keterlambatan diteruskan kepada Anda."
        page(logged_in(head), raised.url)
        claim = claimed(made, lurah)
        owing.reject(actor=actor_of(person("ketua_rt", RT)), report=made, claim_id=claim.pk, words="Belum beres.")
        [again] = [each for each in todo_for(lurah) if "dibuka lagi" in each.words]
        assert ids(page(logged_in(chief), again.url)) == [str(made.pk)]
        handing.offer(
            actor=lurah, commitment=owed(made), to=BHABIN, reason="Ini lebih tepat bagi polisi.",
            may=access.may_hand_over(lurah, made),
        )  # fmt: skip
        [offered] = [each for each in todo_for(actor_of(bhabin)) if "ditawarkan" in each.words]
        assert ids(page(logged_in(bhabin), offered.url)) == [str(made.pk)]
        withdrawing.withdraw(report=made)
        assert not [each for each in todo_for(actor_of(bhabin)) if "ditawarkan" in each.words]


def test_the_list_takes_few_queries_and_no_more_for_hundreds_than_for_three() -> None:
    handler, lurah = logged_in(person("petugas_posko", KELURAHAN)), logged_in(person("lurah", KELURAHAN))
    for seed in range(3):
        add_photo(report=owned(report()[0]), content=jpeg(seed=seed))
    report(triage="flood")
    queries = [queries_of(handler, each) for each in ("", "?page=2", f"?wilayah={RW}", "?status=milik-saya")]
    assert max(queries) <= 8, queries
    lurahs = queries_of(lurah, "")
    many(300)
    for asked, before in zip(("", "?page=2", f"?wilayah={RW}"), queries, strict=False):
        assert queries_of(handler, asked) <= max(before, 8)
    assert queries_of(lurah, "") <= lurahs
    told = page(handler, LIST)
    assert len(ids(told)) == 26, "a page, and what waits for a first look"
    assert "Nomor 1 sampai 25; masih ada lagi." in told
    assert len(re.findall(r"type=\"checkbox\" name=\"laporan\"[^>]* checked", page(handler, LIST, pilih="semua"))) == 26
    shown = [key for number in range(1, 15) for key in ids(page(handler, LIST, page=str(number), urut="terbaru"))]
    by_due = [key for number in range(1, 15) for key in ids(page(handler, LIST, page=str(number)))]
    assert len(shown) == len(set(shown)) == len(by_due) == len(set(by_due)) == 304, "each once, on whatever page"
    assert "akhir daftar" in page(handler, LIST, page="13")
    assert "Daftarnya sudah habis" in page(handler, LIST, page="14")
    for wrong in ("0", "-1", "x", "99999999"):
        page(handler, LIST, page=wrong)


def queries_of(client: Any, asked: str) -> int:
    page(client, LIST + asked)  # what a process remembers is there
    with CaptureQueriesContext(connection) as found:
        told = page(client, LIST + asked)
    assert ids(told) or "page" in asked or "milik" in asked
    assert not any('"account"' in each["sql"] for each in found.captured_queries), "nothing sealed is even fetched"
    return len(found.captured_queries)


def many(number: int) -> None:
    """As many more, like one that was filed."""
    like = report()[0]
    promise, now = owed(like), timezone.now()
    promises, reports = [], []
    for place in range(number - 1):
        key, due = new_id(), now + timedelta(minutes=place - 400)
        fields = {each.attname: getattr(promise, each.attname) for each in Commitment._meta.fields}
        row = Commitment(**{**fields, "id": new_id(), "about_id": key, "due_at": due if place % 5 else None})
        promises.append(row)
        told = {each.attname: getattr(like, each.attname) for each in Report._meta.fields}
        reports.append(Report(**{**told, "id": key, "receipt": key.hex, "commitment_id": row.pk}))
    Commitment.objects.bulk_create(promises, batch_size=200)
    Report.objects.bulk_create(reports, batch_size=200)

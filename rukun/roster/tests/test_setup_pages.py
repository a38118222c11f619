"""The pages of setting up: from nothing to a complete watch, by persons and by households; errors; who may come."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from rukun.almanac.algo.nights import AKHIR_PEKAN, BIASA, SAHUR
from rukun.people.models import Person
from rukun.people.tests.factories import SYSTEM, person
from rukun.roster.actions.people_groups import add_pair, save_group
from rukun.roster.algo import rules as names
from rukun.roster.models import Duty, Group, Need, Pair, Post, Season, Shift, Watch, Watcher
from rukun.roster.queries.setup import seen_of, today_in
from rukun.roster.queries.setup_people import name_of
from rukun.roster.rules_words import rules_of
from rukun.roster.tests.factories import families, group, members, officer, published
from rukun.training.tests.factories import KELURAHAN, RW, chair, partner

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HOURS = {"begins": "22.00", "ends": "2:00", "n_biasa": "3"}


def to(name: str, *args: UUID | int) -> str:
    return reverse(f"roster:{name}", args=args)


def shown(client: Client, name: str, *args: UUID | int) -> str:
    answer = client.get(to(name, *args))
    assert answer.status_code == 200, name
    return answer.content.decode()


def sent(client: Client, data: dict[str, Any], name: str, *args: UUID | int) -> str:
    """What is shown after a form was sent and taken."""
    answer = client.post(to(name, *args), data, follow=True)
    assert answer.redirect_chain, (name, re.findall(r'class="wrong".*?</div>', answer.content.decode(), re.DOTALL))
    assert answer.status_code == 200
    return answer.content.decode()


def refused(client: Client, data: dict[str, Any], name: str, *args: UUID | int) -> str:
    answer = client.post(to(name, *args), data)
    assert answer.status_code == 200, "the form is shown again"
    assert 'role="alert"' in answer.content.decode()
    return answer.content.decode()


def test_a_coordinator_comes_from_nothing_to_a_complete_watch(client: Client) -> None:
    organisation = partner(name="Mitra Kampung")
    chief = chair(organisation)
    people = members(organisation, 4) + members(organisation, 1, fit=False)
    client.force_login(chief)
    assert to("open") in shown(client, "home")
    assert "Mitra Kampung" in shown(client, "open")
    page = sent(client, {"organisasi": str(organisation.pk)}, "open")
    watch = Watch.objects.get()
    assert "Belum ada pos" in page
    assert "Belum ada peserta" in page
    assert to("setup", watch.pk) in shown(client, "open"), "opened already, and found again"

    assert "Belum ada pos" in shown(client, "posts", watch.pk)
    page = refused(client, {"name": "Pos Gang Mawar", "capacity": "1", "g-begins": "25"}, "post_new", watch.pk)
    assert 'value="Pos Gang Mawar"' in page, "what was typed stays"
    assert "Jam itu tidak terbaca" in page
    wrong = {
        "name": "Pos Gang Mawar",
        "kind": "pos",
        "capacity": "4",
        **{f"g-{key}": each for key, each in HOURS.items()},
    }
    page = refused(client, wrong | {"g-n_biasa": "1", "g-n_sahur": "5", "g-o_acara": "on"}, "post_new", watch.pk)
    assert page.count("Tidak seorang pun berjaga sendirian") >= 1
    assert "memuat 4 orang" in page
    assert "berjaga di samping peserta" in page
    assert not Post.objects.exists()
    page = sent(client, wrong | {"g-n_akhir_pekan": "4", "g-o_akhir_pekan": "on"}, "post_new", watch.pk)
    post, shift = Post.objects.get(), Shift.objects.get()
    assert "22.00 sampai 02.00" in page
    needs = {each.kind: (each.people, each.officer) for each in Need.objects.all()}
    assert needs == {BIASA: (3, False), AKHIR_PEKAN: (4, True)}

    shown(client, "seasons", watch.pk)
    page = sent(client, {"name": "Musim hujan", "first": "1 Desember 2027", "last": "28/2/2028"}, "seasons", watch.pk)
    season = Season.objects.get()
    assert "Musim hujan" in page
    assert "lebih awal" in refused(
        client,
        {"name": "Musim hujan", "first": "1 Desember 2027", "last": "1 November 2027"},
        "season",
        watch.pk,
        season.pk,
    )
    joint = {"n_akhir_pekan": "4", "o_akhir_pekan": "on"}
    in_season = f"n_{SAHUR}_{season.pk.hex}"
    assert in_season in shown(client, "shift", watch.pk, post.pk, shift.pk)
    page = sent(client, HOURS | joint | {in_season: "2", "seen": seen_of(shift)}, "shift", watch.pk, post.pk, shift.pk)
    assert "Musim hujan (1 Desember–28 Februari 2028):" in page
    later = {"begins": "02.00", "ends": "05.00", "n_biasa": "0", "n_sahur": "2"}
    shown(client, "shift_new", watch.pk, post.pk)
    assert "tidak dijaga" in sent(client, later, "shift_new", watch.pk, post.pk)
    assert "Pos Gang Mawar" in shown(client, "posts", watch.pk)
    changed = {"name": "Pos Gang Melati", "kind": "patroli", "capacity": "6", "seen": seen_of(post)}
    shown(client, "post_change", watch.pk, post.pk)
    assert "Regu keliling" in sent(client, changed, "post_change", watch.pk, post.pk)

    page = shown(client, "watchers", watch.pk)
    assert "Tambah semua anggota aktif" in page
    assert people[0].name in shown(client, "watcher_add", watch.pk)
    sent(client, {"orang": [str(people[0].pk)]}, "watcher_add", watch.pk)
    page = sent(client, {}, "watcher_add_all", watch.pk)
    assert Watcher.objects.count() == 6, "all members, the chair among them"
    assert "Belum punya sertifikat" in page
    assert people[4].name in client.get(f"{to('watchers', watch.pk)}?layak=belum").content.decode()
    assert "Semua anggota sudah menjadi peserta" in shown(client, "watcher_add", watch.pk)
    assert "Semua anggota aktif sudah" in sent(client, {}, "watcher_add_all", watch.pk)

    assert "belum ada petugas polisi" in shown(client, "setup", watch.pk)
    assert "Tidak ada petugas" in shown(client, "officer_add", watch.pk)
    police = person("bhabinkamtibmas", KELURAHAN, name="Aiptu Made")
    assert "Aiptu Made, Bhabinkamtibmas" in shown(client, "officer_add", watch.pk)
    sent(client, {"orang": [str(police.pk)]}, "officer_add", watch.pk)

    one, other = Watcher.objects.filter(persons__person__in=people[:2]).order_by("persons__person__name")
    assert "Siapa yang memimpin" in shown(client, "leaders", watch.pk)
    sent(client, {"was": "", "leaders": [str(one.pk)]}, "leaders", watch.pk)
    sent(client, {"was": str(other.pk), "leaders": []}, "leaders", watch.pk)
    one.refresh_from_db()
    assert one.leader, "who was ticked by somebody else meanwhile stays ticked"
    page = shown(client, "setup", watch.pk)
    assert "Semuanya lengkap" in page
    assert to("rosters", watch.pk) in page


def test_rules_are_explained_and_switched(client: Client) -> None:
    made = group(3)
    client.force_login(made.keeper)
    page = shown(client, "rules", made.watch.pk)
    assert page.count('type="checkbox"') == len(names.SWITCHED), "those that always hold have no switch"
    assert "Tidak seorang pun sendirian" in page
    on = {each: "on" for each in names.SWITCHED if each != names.OFFICER}
    given = {**on, "rest_n": "3", "max_week_n": "9", "seen": seen_of(made.watch)}
    assert "paling banyak 7" in refused(client, given, "rules", made.watch.pk)
    assert "malam gabungan" in sent(client, given | {"max_week_n": "1"}, "rules", made.watch.pk).lower()
    stale = refused(client, given | {"max_week_n": "2"}, "rules", made.watch.pk)
    assert "Orang lain baru saja mengubah" in stale
    rules = rules_of(Watch.objects.get())
    assert (rules.off, rules.rest, rules.max_week) == (frozenset({names.OFFICER}), 3, 1)
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', stale)
    assert seen is not None
    sent(client, given | {"max_week_n": "2", "seen": seen[1]}, "rules", made.watch.pk)
    assert rules_of(Watch.objects.get()).max_week == 2, "sent once more it replaces, knowingly"


def test_those_who_take_part_are_changed_and_leave(client: Client) -> None:
    made = group(6, posts=2)
    roster = published(made, nights=6)
    client.force_login(made.keeper)
    watch, one = made.watch.pk, made.watchers[0]
    assert made.posts[1].name in shown(client, "watcher", watch, one.pk)
    assert "paling banyak 7" in refused(client, {"max_week": "8"}, "watcher", watch, one.pk)
    given = {"leader": "on", "max_week": "1", "posts": [str(made.posts[1].pk)], "seen": seen_of(one)}
    page = sent(client, given, "watcher", watch, one.pk)
    assert "Paling banyak 1 malam seminggu" in page
    assert f"Hanya di: {made.posts[1].name}" in page
    assert "Orang lain baru saja" in refused(client, given, "watcher", watch, one.pk)
    day = roster.first.strftime("%d/%m/%Y")
    end = {"akhir-last_day": day}
    page = refused(client, end, "watcher_end", watch, one.pk)
    assert "Cari dulu penggantinya" in page
    assert 'name="akhir-release"' in page
    assert "Orang lain baru saja" in refused(client, end | {"akhir-seen": "x"}, "watcher_end", watch, one.pk)
    page = sent(client, end | {"akhir-release": "on"}, "watcher_end", watch, one.pk)
    assert "Malam terakhirnya" in page
    for at in (1, 2):
        who = name_of(made.watchers[at])
        assert who in shown(client, "groups", watch)
    both = {"first": str(made.watchers[1].pk), "second": str(made.watchers[2].pk)}
    assert "Pilih: bersama" in refused(client, both, "pair_add", watch)
    assert "tidak pernah bersama" in sent(client, both | {"together": "pisah"}, "pair_add", watch)
    assert "bertentangan" in refused(client, both | {"together": "bersama"}, "pair_add", watch)
    sent(client, {}, "pair_remove", watch, Pair.objects.get().pk)
    assert "partai, agama, atau suku" in shown(client, "group_new", watch)
    limits = {"name": "Kerja malam", "watchers": [str(each.pk) for each in made.watchers[1:3]]}
    assert "perlu batas" in refused(client, limits, "group_new", watch)
    assert "Kerja malam" in sent(client, limits | {"max_week": "1"}, "group_new", watch)
    found = Group.objects.get()
    assert "Kerja malam" in shown(client, "group", watch, found.pk)
    sent(client, limits | {"max_together": "1", "seen": seen_of(found)}, "group", watch, found.pk)
    sent(client, {}, "group_remove", watch, found.pk)
    sent(client, {}, "group_remove", watch, found.pk)
    assert "Belum ada kelompok" in shown(client, "groups", watch)


def test_posts_are_closed_and_have_a_code_for_their_wall(client: Client) -> None:
    made = group(6)
    published(made, nights=2)
    client.force_login(made.keeper)
    at = (made.watch.pk, made.post.pk)
    page = shown(client, "post_code", *at)
    assert re.search(r'<div class="qr"><svg[^>]*>.*?</svg>', page, re.DOTALL)
    sheet = client.get(to("post_sheet", *at))
    assert sheet["Content-Type"] == "application/pdf"
    assert sheet.content.startswith(b"%PDF")
    assert "lembar lama tidak berlaku" in sent(client, {}, "post_code_renew", *at)
    assert Post.objects.get().token != made.post.token
    assert "sudah terbit" in sent(client, {}, "post_close", *at)
    assert "sudah terbit" in sent(client, {}, "shift_close", *at, made.shift.pk)
    Duty.objects.all().delete()
    assert "Belum ada giliran" in sent(client, {}, "shift_close", *at, made.shift.pk)
    assert client.get(to("shift", *at, made.shift.pk)).status_code == 404
    assert "Belum ada pos" in sent(client, {}, "post_close", *at)
    assert client.get(to("post", *at)).status_code == 404
    season = {"name": "Kemarau", "first": "1 Juni 2027", "last": "31 Juli 2027"}
    sent(client, season, "seasons", made.watch.pk)
    key = Season.objects.get().pk
    assert "Kemarau" in shown(client, "season", made.watch.pk, key)
    sent(client, season | {"name": "Panas"}, "season", made.watch.pk, key)
    assert "Belum ada musim" in sent(client, {}, "season_remove", made.watch.pk, key)


def test_households_of_an_rw_by_its_head(client: Client) -> None:
    organisation = partner(RW, "Siskamling RW 03", "siskamling")
    people = members(organisation, 5)
    client.force_login(person("ketua_rw", RW))
    assert "Setiap keluarga" in shown(client, "open")
    sent(client, {"organisasi": str(organisation.pk), "cara": "keluarga"}, "open")
    watch = Watch.objects.get()
    assert watch.households
    page = shown(client, "watchers", watch.pk)
    assert "Tambah keluarga" in page
    keys = [str(each.pk) for each in people]
    shown(client, "watcher_add", watch.pk)
    twice = {"name": "Keluarga Hasan", "p0": keys[0], "p1": keys[0]}
    assert "sudah dipilih di atas" in refused(client, twice, "watcher_add", watch.pk)
    page = sent(client, twice | {"p1": keys[1], "leader": "on"}, "watcher_add", watch.pk)
    assert "Keluarga Hasan" in page
    assert people[1].name in page
    assert "Nama itu sudah dipakai" in refused(
        client, {"name": "keluarga hasan", "p0": keys[2]}, "watcher_add", watch.pk
    )
    found = Watcher.objects.get()
    assert people[1].name in shown(client, "watcher", watch.pk, found.pk)
    sent(client, {"name": "Keluarga Pak Hasan", "p0": keys[3], "seen": seen_of(found)}, "watcher", watch.pk, found.pk)
    assert [each.person_id for each in found.persons.all()] == [people[3].pk]
    assert "per keluarga" in sent(client, {}, "watcher_add_all", watch.pk)
    Person.objects.filter(pk=people[3].pk).update(adult=False)
    assert people[3].name in shown(client, "watcher", watch.pk, found.pk), "who is not fit stays in their household"


@pytest.mark.long
def test_who_may_come(client: Client) -> None:
    made = group(3)
    season = Season.objects.create(watch=made.watch, name="A", first=today_in(KELURAHAN), last=today_in(KELURAHAN))
    limits = save_group(actor=SYSTEM, watch=made.watch, name="A", max_week=1, watchers=made.watchers)
    pair = add_pair(actor=SYSTEM, watch=made.watch, first=made.watchers[0], second=made.watchers[1], together=True)
    post, one = (made.post.pk,), (made.watchers[0].pk,)
    pages: dict[str, tuple[UUID | int, ...]] = {
        "setup": (), "rules": (), "seasons": (), "season": (season.pk,), "posts": (), "post_new": (), "post": post,
        "post_change": post, "shift_new": post, "shift": (*post, made.shift.pk), "post_code": post, "post_sheet": post,
        "watchers": (), "watcher_add": (), "officer_add": (), "leaders": (), "watcher": one, "groups": (),
        "group_new": (), "group": (limits.pk,), "pair_add": (),
    }  # fmt: skip
    does: dict[str, tuple[UUID | int, ...]] = {
        "season_remove": (season.pk,), "post_close": post, "shift_close": (*post, made.shift.pk),
        "post_code_renew": post, "watcher_add_all": (), "watcher_end": one, "group_remove": (limits.pk,),
        "pair_remove": (pair.pk,),
    }  # fmt: skip
    other = group(2)
    head, of_rw = person("ketua_rw", RW), families(2)
    strangers = {
        "nobody": None, "a watcher": made.people[0], "a neighbour": person(), "another chair": other.keeper,
        "the head of an RW": head, "an officer": officer(made.watch).persons.get().person,
    }  # fmt: skip
    for words, who in strangers.items():
        client.logout()
        if who is not None:
            client.force_login(who)
        for name, more in (pages | does).items():
            address = to(name, made.watch.pk, *more)
            wanted = {302} if who is None else {404} if who in (other.keeper, head) else {403}
            if name in pages:
                assert client.get(address).status_code in wanted, (words, name)
            assert client.post(address).status_code in wanted | ({405} if name in pages else set()), (words, name)
    client.force_login(head)
    assert client.get(to("setup", of_rw.watch.pk)).status_code == 200, "the residents' own, in that RW"
    client.force_login(made.keeper)
    for name, more in pages.items():
        assert client.get(to(name, made.watch.pk, *more)).status_code == 200, name
        assert client.get(to(name, other.watch.pk, *more)).status_code == 404, "by way of another watch"
    for name, more in does.items():
        assert client.get(to(name, made.watch.pk, *more)).status_code == 405, name


def test_a_large_watch_is_shown_in_pages_with_few_questions(client: Client, django_assert_max_num_queries: Any) -> None:
    made = group(120)
    members(made.organisation, 2, fit=False)
    client.force_login(made.keeper)
    with django_assert_max_num_queries(45):
        page = shown(client, "watchers", made.watch.pk)
    assert page.count("layak bertugas</span>") == 50
    assert "Halaman 1 dari 3" in page
    with django_assert_max_num_queries(45):
        shown(client, "setup", made.watch.pk)

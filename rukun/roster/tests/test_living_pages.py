"""The pages of the night itself, and what other systems are told of it."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rukun.journal.models import Entry
from rukun.people.models import Person
from rukun.people.tests.factories import person
from rukun.roster.actions.handing_over import write_note
from rukun.roster.models import Call, CallAsk, Duty, Handover, Pair, Swap, Wish
from rukun.roster.tests.factories import families, group, published
from rukun.roster.tests.test_attending import first_night
from rukun.roster.tests.test_calling import morning  # noqa: F401  a fixture
from rukun.roster.tests.test_on_duty import suspend
from rukun.roster.tests.test_swapping import actor, duty_of, stands, world
from rukun.training.tests.factories import KELURAHAN

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("morning")]
HOUR = timedelta(hours=1)


def client(who: Person) -> Client:
    signed = Client()
    signed.force_login(who)
    return signed


def words(response: object) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())  # type: ignore[attr-defined]


def test_a_duty_is_swapped_by_its_page_and_what_the_rules_say_is_said_there() -> None:
    made, roster = world()
    agus, eko = client(made.people[0]), client(made.people[4])
    mine, theirs = duty_of(made, 0), duty_of(made, 4)
    page, form = reverse("roster:duty", args=[mine.pk]), reverse("roster:swap", args=[mine.pk])
    shown = words(agus.get(page))
    for said in (
        "Agus A (Anda)",
        "Bambang A",
        "Tukar giliran",
        "Carikan pengganti",
        "Mundur, lalu telepon",
        "110",
        "112",
    ):
        assert said in shown, said
    assert "Carikan pengganti" not in words(eko.get(page)), "somebody else's"
    assert eko.get(form).url == page  # type: ignore[attr-defined]
    choice = f"{made.watchers[4].pk}:{theirs.pk}"
    offered = agus.get(form).content.decode()
    assert f'value="{choice}"' in offered
    assert f'value="{made.watchers[2].pk}"' not in offered, "they stand the night after"
    assert f'value="{made.watchers[2].pk}:' in offered, "but can trade it"
    assert f'value="{made.watchers[1].pk}' not in offered, "they stand there too"
    assert f"<summary>Tukar dengan giliran {made.people[4].name}</summary>" in offered
    Wish.objects.create(
        watcher=made.watchers[6], wish=Wish.NEVER, first=mine.night, last=mine.night, by="x", at=timezone.now()
    )
    assert f'value="{made.watchers[6].pk}' not in agus.get(form).content.decode(), "who cannot is not offered"
    Pair.objects.create(watch=made.watch, first=made.watchers[5], second=made.watchers[0], together=False)
    # For it Agus would stand beside somebody he is kept apart from: it is not offered any more, and why is not said.
    taken = str(made.watchers[4].pk)
    assert f'value="{choice}"' not in agus.get(form).content.decode()
    bad = agus.post(form, {"to": choice})
    assert "Pilihan itu tidak tersedia lagi" in words(bad)
    assert "minta tidak" not in words(bad)
    assert f'value="{taken}"' in bad.content.decode(), "taking it is possible"
    Pair.objects.all().delete()
    assert "giliran ini tetap" in words(agus.post(form, {"to": choice}, follow=True))
    assert "Menunggu jawaban Eko A" in words(agus.get(page))
    swap = Swap.objects.get()
    answer = reverse("roster:answer_swap", args=[swap.pk])
    assert "Mau bertukar?" in words(eko.get(page))
    assert client(made.people[5]).post(answer, {"jawab": "terima"}).status_code == 403
    assert client(group(2).people[0]).post(answer, {"jawab": "terima"}).status_code == 404
    assert eko.post(answer, {"jawab": "?"}).status_code == 302
    done = eko.post(answer, {"jawab": "terima"}, follow=True)
    assert "jadwal sudah diperbarui" in words(done)
    assert "Eko A (Anda)" in words(done), "the page of what is theirs now"
    assert "sudah diterima" in words(eko.post(answer, {"jawab": "terima"}, follow=True))
    assert "sudah berpindah" in words(agus.get(page))
    assert stands(roster)[0] == ["Bambang", "Eko"]
    new = duty_of(made, 0)
    page, form = reverse("roster:duty", args=[new.pk]), reverse("roster:swap", args=[new.pk])
    agus.post(form, {"to": ""})
    assert "Siapa saja" in words(agus.get(page))
    offer = Swap.objects.get(state="asked")
    assert "Giliran ini ditawarkan" in words(client(made.people[1]).get(page))
    agus.post(reverse("roster:answer_swap", args=[offer.pk]), {"jawab": "tarik"})
    assert "Tukar giliran" in words(agus.get(page))


def test_a_stand_in_is_found_by_the_page() -> None:
    made, _roster = world()
    duty = duty_of(made, 0)
    agus, page = client(made.people[0]), reverse("roster:duty", args=[duty.pk])
    called = agus.post(reverse("roster:call", args=[duty.pk]), follow=True)
    assert "1 orang sedang ditanya" in words(called)
    assert client(made.people[1]).post(reverse("roster:call", args=[duty.pk])).status_code == 403
    call, ask = Call.objects.get(), CallAsk.objects.get()
    agus.post(reverse("roster:end_call", args=[call.pk]))
    assert client(made.people[1]).post(reverse("roster:end_call", args=[call.pk])).status_code == 404
    assert Call.objects.get().state == Call.WITHDRAWN
    agus.post(reverse("roster:call", args=[duty.pk]))
    ask = CallAsk.objects.latest("pk")
    other = client(ask.watcher.persons.get().person)
    home = words(other.get(reverse("roster:home")))
    assert "Bisa menggantikan ronda" in home
    assert "Bisakah Anda menggantikan" in words(other.get(page))
    answer = reverse("roster:answer_call", args=[ask.pk])
    assert agus.post(answer, {"jawab": "bisa"}).status_code == 404
    other.post(answer, {"jawab": "tidak"})
    second = CallAsk.objects.latest("pk")
    assert second != ask
    CallAsk.objects.filter(answer="").update(until=timezone.now())
    found = client(second.watcher.persons.get().person).post(
        reverse("roster:answer_call", args=[second.pk]), {"jawab": "bisa"}, follow=True
    )
    assert "Giliran ini sekarang giliran Anda" in words(found)
    assert "penggantinya sudah ada" in words(other.post(answer, {"jawab": "bisa"}, follow=True))
    third = duty_of(made, 1)
    Call.objects.create(duty=third, state=Call.NOBODY, by="x", opened_at=timezone.now())
    told = words(client(made.people[1]).get(reverse("roster:duty", args=[third.pk])))
    assert "belum ada yang bisa" in told


def test_at_night_the_page_says_that_nobody_is_woken() -> None:
    made, _roster = world()
    duty = duty_of(made, 2)
    with time_machine.travel(duty.starts_at - timedelta(days=1), tick=False):
        called = words(client(made.people[2]).post(reverse("roster:call", args=[duty.pk]), follow=True))
    assert "mulai pukul 06.00" in called


def scanned(who: Client, token: str) -> str:
    return words(who.get(reverse("roster:check_in", args=[token])))


def test_the_code_on_the_wall_shows_ones_own_duty_and_one_button() -> None:
    made = group(4, posts=2)
    duty = first_night(made)["Agus A"]
    agus, token = client(made.people[0]), duty.shift.post.token
    address = reverse("roster:check_in", args=[token])
    other = next(each for each in made.posts if each.pk != duty.shift.post_id)
    with time_machine.travel(duty.starts_at - 2 * HOUR, tick=False):
        agus = client(made.people[0])
        assert "Giliran Anda berikutnya di pos ini" in scanned(agus, token)
    with time_machine.travel(duty.starts_at + HOUR / 2, tick=False):
        agus, stranger = client(made.people[0]), client(person(name="Warga Lewat"))
        assert "Kode pos tidak dikenal" in words(wrong := agus.get(reverse("roster:check_in", args=["x" * 43])))
        assert wrong.status_code == 404
        assert "Terima kasih sudah datang" in scanned(stranger, token)
        stranger.post(address)
        assert f"ada di {duty.shift.post.name}" in scanned(agus, other.token)
        assert "Saya hadir" in scanned(agus, token)
        done = agus.post(address, follow=True)
        assert "hadir, terlambat" in words(done)
        assert "Saya hadir" not in words(done)
        assert Duty.objects.exclude(checked_at=None).count() == 1
        suspend(made.people[1])
        mate = Duty.objects.select_related("shift__post").get(
            shift__post=other if duty.shift.post_id != made.posts[0].pk else duty.shift.post,
            night=duty.night,
            watcher=made.watchers[1],
        )
        refused = client(made.people[1]).post(reverse("roster:check_in", args=[mate.shift.post.token]), follow=True)
        assert "ditangguhkan" in words(refused)
    assert Client().get(address).status_code == 302


def test_the_page_of_the_moment_shows_who_is_there_and_lets_the_leader_note_it() -> None:
    made = group(4, need=3, leaders=1)
    night = first_night(made)
    lead, other = night["Agus A"], night["Bambang A"]
    page = reverse("roster:now", args=[made.watch.pk])
    attend = reverse("roster:attend", args=[other.pk])
    with time_machine.travel(lead.starts_at - 3 * HOUR, tick=False):
        assert "Giliran berikutnya" in words(client(made.people[0]).get(page))
    with time_machine.travel(lead.starts_at + HOUR, tick=False):
        agus, bambang, keeper = (client(each) for each in (made.people[0], made.people[1], made.keeper))
        police = client(person("bhabinkamtibmas", KELURAHAN))
        shown = words(agus.get(page))
        for said in ("Tidak hadir", "Agus A (Anda)", "0 dari 2", "Jangan menghadang", "110", "112"):
            assert said in shown, said
        assert "Tidak hadir" not in words(bambang.get(page))
        assert "Bambang A" in words(police.get(page)), "officers of the area see it"
        assert client(group(2).people[0]).get(page).status_code == 404
        assert bambang.post(attend, {"what": "hadir"}).status_code == 403
        assert "1 dari 2" in words(agus.post(attend, {"what": "hadir"}, follow=True))
        assert "Jangan berkeliling sendirian" in words(agus.get(page))
        agus.post(attend, {"what": "batal"})
        back = agus.post(attend, {"what": "absen", "kembali": reverse("roster:duty", args=[other.pk])}, follow=True)
        assert "tidak hadir" in words(back)
        assert "Berjaga bersama" in words(back), "the duty's own page"
        assert agus.post(attend, {"what": "?", "kembali": "https://example.org/"}).url == page  # type: ignore[attr-defined]
        suspend(made.people[0])
        assert "ditangguhkan" in words(
            keeper.post(reverse("roster:attend", args=[lead.pk]), {"what": "hadir"}, follow=True)
        )
    with time_machine.travel(lead.ends_at + HOUR, tick=False):
        assert "Baru selesai" in words(client(made.keeper).get(page))
        assert "Baru selesai" not in words(client(made.people[1]).get(page))


def test_of_a_household_the_page_asks_who_came() -> None:
    made = families(3, persons=2)
    roster = published(made)
    duty = Duty.objects.get(roster=roster, night=roster.first, watcher=made.watchers[0])
    with time_machine.travel(duty.starts_at, tick=False):
        keeper, attend = client(made.keeper), reverse("roster:attend", args=[duty.pk])
        assert made.people[1].name in words(keeper.get(reverse("roster:now", args=[made.watch.pk])))
        assert "Pilih siapa" in words(keeper.post(attend, {"what": "hadir"}, follow=True))
        assert made.people[1].name in words(
            keeper.post(attend, {"what": "hadir", "person": str(made.people[1].pk)}, follow=True)
        )
    duty.refresh_from_db()
    assert duty.person == made.people[1]


def test_word_is_left_for_the_next_shift_and_taken_away_again() -> None:
    made = group(4)
    duty = first_night(made)["Agus A"]
    page = reverse("roster:notes", args=[made.post.pk])
    with time_machine.travel(duty.starts_at + HOUR, tick=False):
        agus, police, late = (
            client(each) for each in (made.people[0], person("bhabinkamtibmas", KELURAHAN), made.people[3])
        )
        assert "Belum ada catatan" in words(agus.get(page))
        assert late.get(page).status_code == 404
        assert "Catatannya belum diisi" in words(agus.post(page, {"text": " "}))
        long = agus.post(page, {"text": "x" * 1001})
        assert "x" * 1001 in long.content.decode(), "nothing typed is lost"
        assert "Catatan tersimpan" in words(agus.post(page, {"text": "Lampu gang mati."}, follow=True))
        assert "Lampu gang mati." in words(police.get(page))
        assert Entry.objects.filter(verb="roster.notes_read").count() == 1
        assert "Simpan catatan" not in words(police.get(page))
        assert police.post(page, {"text": "Dibaca."}).status_code == 403
        erase = reverse("roster:erase_note", args=[Handover.objects.get().pk])
        assert police.post(erase).status_code == 404
        agus.post(erase)
        assert not Handover.objects.exists()
        note = write_note(actor=actor(made, 0), post=made.post, text="Portal dikunci.")
        Handover.objects.filter(pk=note.pk).update(content=b"damaged")
        assert "tidak dapat dibuka" in words(agus.get(page))


def api(who: Client, path: str) -> tuple[int, dict[str, Any]]:
    response = who.get(f"/api/v1/roster/{path}")
    return response.status_code, response.json()


def test_other_systems_are_told_who_is_on_duty_as_far_as_they_may_know() -> None:
    made, other = group(4, unit=f"{KELURAHAN}.002"), group(4, unit=f"{KELURAHAN}.009")
    duty = first_night(made)["Agus A"]
    published(other)
    with time_machine.travel(duty.starts_at, tick=False):
        police, agus, nobody = (
            client(each) for each in (person("bhabinkamtibmas", KELURAHAN), made.people[0], person(name="Warga"))
        )
        status, told = api(police, f"on-duty?unit={KELURAHAN}")
        assert (status, told["complete"], told["expected"], told["checked_in"]) == (200, True, 4, 0)
        status, told = api(agus, "on-duty")
        assert (status, told["complete"], told["expected"]) == (200, False, 2)
        turn = told["turns"][0]
        assert [each["name"] for each in turn["persons"]] == ["Agus A", "Bambang A"]
        assert turn["organisation"] == made.organisation.name
        assert api(agus, f"on-duty?unit={KELURAHAN}.009")[1]["expected"] == 0
        assert api(nobody, "on-duty")[0] == 403
        assert api(Client(), "on-duty")[0] == 401
        assert api(police, "on-duty?unit=nowhere")[0] == 422
        suspend(made.people[0])
        assert api(police, f"on-duty?unit={KELURAHAN}")[1]["expected"] == 3
        later = (timezone.now() + timedelta(days=60)).isoformat().replace("+", "%2B")
        assert api(police, f"on-duty?unit={KELURAHAN}&at={later}")[1]["turns"] == []
        status, told = api(agus, "own")
        assert status == 200
        assert next(each["id"] for each in told["duties"]) == str(duty.pk)
        assert api(nobody, "own") == (200, {"duties": []})
        assert api(Client(), "own")[0] == 401

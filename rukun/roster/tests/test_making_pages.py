"""The pages on which rosters are made: who sees them, what they say, and that nothing typed is lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rukun.almanac.models import Span
from rukun.people.tests.factories import SYSTEM, person
from rukun.roster.actions import making, running, solving
from rukun.roster.models import Duty, Roster, Wish
from rukun.roster.outcomes import KINDS
from rukun.roster.queries.setup import today_in
from rukun.roster.tests import factories
from rukun.roster.tests.factories import Made

pytestmark = [pytest.mark.django_db, pytest.mark.once]
A_DAY = timedelta(days=1)


def url(name: str, *args: Any) -> str:
    return reverse(f"roster:{name}", args=args)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


def draft(made: Made, nights: int = 3) -> Roster:
    first = today_in(made.watch.unit) + A_DAY
    return making.make_roster(actor=SYSTEM, watch=made.watch, first=first, last=first + (nights - 1) * A_DAY)


def test_only_keepers_come_to_drafts_and_members_to_their_own_numbers(client: Client) -> None:
    made = factories.group(6)
    factories.published(made, today_in(made.watch.unit) - 5 * A_DAY, 3)
    roster = draft(made)
    kept = [
        url("rosters", made.watch.pk), url("new_roster", made.watch.pk), url("roster", roster.pk),
        url("cell", roster.pk, roster.first, made.shift.pk), url("fairness", made.watch.pk),
    ]  # fmt: skip
    assert all(client.get(each).status_code == 302 for each in kept)
    client.force_login(made.people[0])
    assert [client.get(each).status_code for each in kept[:-1]] == [403] * 4
    own = page(client, kept[-1])
    assert "Giliran Anda setahun: 1, bagian adil" in own
    assert made.people[1].name not in own
    client.force_login(person("bhabinkamtibmas", made.watch.unit))
    assert client.get(kept[-1]).status_code == 404
    client.force_login(made.keeper)
    assert all(client.get(each).status_code == 200 for each in kept)
    table = page(client, kept[-1])
    names = sorted(each.name for each in made.people)
    places = [table.index(name) for name in names]
    assert places == sorted(places), "by name, never by number"


def test_a_keeper_goes_from_a_new_roster_to_a_published_one(client: Client) -> None:
    made = factories.group(6)
    client.force_login(made.keeper)
    assert "Belum ada jadwal" in page(client, url("rosters", made.watch.pk))
    first = today_in(made.watch.unit) + A_DAY
    wrong = client.post(url("new_roster", made.watch.pk), {"first": first.isoformat(), "last": "31 Februari 2026"})
    assert first.isoformat() in wrong.content.decode(), "what was typed stays"
    made_now = client.post(
        url("new_roster", made.watch.pk), {"first": first.isoformat(), "last": (first + 2 * A_DAY).isoformat()}
    )
    roster = Roster.objects.get()
    here = url("roster", roster.pk)
    assert made_now["Location"] == here
    assert "kurang 2 orang" in page(client, here)
    client.post(url("solve", roster.pk), {"edition": roster.edition, "seconds": "10"})
    waiting = page(client, here)
    assert 'http-equiv="refresh"' in waiting
    assert "Hentikan" in waiting
    Roster.objects.update(
        state=Roster.SOLVING, progress={"seconds": 4.2, "part": 1, "parts": 3, "objective": None, "bound": None}
    )
    assert "Bagian 1 dari 3" in page(client, here)
    Roster.objects.update(state=Roster.WAITING, progress=None)
    running.solve_now(roster.pk)
    assert "Ini susunan terbaik" in page(client, here)
    roster.refresh_from_db()
    cell = url("cell", roster.pk, roster.first, made.shift.pk)
    page(client, cell)
    alone = {"edition": roster.edition, "watchers": [str(made.watchers[0].pk)]}
    client.post(cell, alone)
    assert "harus diperbaiki" in page(client, here)
    refused = client.post(url("publish", roster.pk), {"edition": roster.edition + 1, "reason": "Cukup."})
    assert "jangan ada yang sendirian" in refused.content.decode()
    late = client.post(cell, alone).content.decode()
    assert "orang lain mengubah jadwal ini" in late
    roster.refresh_from_db()
    client.post(cell, {"edition": roster.edition, "watchers": [str(each.pk) for each in made.watchers[:2]]})
    roster.refresh_from_db()
    assert "Terbitkan sekarang" in page(client, url("publish", roster.pk))
    sent = client.post(url("publish", roster.pk), {"edition": roster.edition, "reason": "Sudah disetujui rapat."})
    assert sent["Location"] == here
    assert "terbit" in page(client, here)
    assert "Susun ulang" in page(client, url("resolve", roster.pk))
    again = client.post(url("resolve", roster.pk), {"day": (first + A_DAY).isoformat()})
    assert "mengganti sisa jadwal" in page(client, again["Location"])


def test_what_stands_in_the_way_is_said_with_the_smallest_relaxation(client: Client) -> None:
    made = factories.group(6, leader=False)
    roster = draft(made)
    for each in made.watchers:
        Wish.objects.create(
            watcher=each, wish=Wish.NEVER, first=roster.first, last=roster.first, by="system", at=timezone.now()
        )
    solving.start_solving(actor=SYSTEM, roster=roster, edition=roster.edition, seconds=10)
    running.solve_now(roster.pk)
    client.force_login(made.keeper)
    here = url("roster", roster.pk)
    said = page(client, here)
    assert "Tidak ada susunan yang memenuhi semua aturan" in said
    assert "kurang 2 orang" in said
    roster.refresh_from_db()
    client.post(url("accept_relaxation", roster.pk), {"edition": roster.edition})
    assert "boleh dengan alasan" in page(client, here)
    roster.refresh_from_db()
    needs = client.post(url("publish", roster.pk), {"edition": roster.edition, "reason": ""})
    assert "isi alasan mengapa tetap terbit" in needs.content.decode()
    client.post(url("discard", roster.pk))
    assert "sudah tidak dipakai" in page(client, here)


def test_a_calendar_that_changes_after_publishing_is_told_and_changes_nothing(client: Client) -> None:
    made = factories.group(6)
    first = date(2027, 4, 5)  # an ordinary Monday
    roster = factories.published(made, first, 3)
    kinds = {(first + at * A_DAY).isoformat(): ["biasa"] for at in range(3)}
    Roster.objects.update(outcome={KINDS: kinds, "could": {}})
    client.force_login(made.keeper)
    here = url("roster", roster.pk)
    assert "Berubah sejak terbit" not in page(client, here)
    duties = set(Duty.objects.values_list("pk", "watcher", "night"))
    Span.objects.create(
        kind="acara", unit=made.watch.unit, first=first, last=first, name="Hajatan", by="system", at=timezone.now()
    )
    said = page(client, here)
    assert "Berubah sejak terbit; dulu: Malam biasa" in said
    assert "Hajatan" in said
    assert duties == set(Duty.objects.values_list("pk", "watcher", "night"))

"""Public warnings from draft to feed: two people of two organisations, hazards alone, nothing finer than an RW."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from rukun.alarm import errors_warnings as errors
from rukun.alarm.access_warnings import person_of
from rukun.alarm.actions import keeping_warnings
from rukun.alarm.actions.warnings import (
    Told,
    cancel_warning,
    drop_warning,
    issue_warning,
    publish_warning,
    update_warning,
)
from rukun.alarm.algo.cap import problems
from rukun.alarm.algo.cap.schema import schema_file, schema_says
from rukun.alarm.models import PublicWarning
from rukun.alarm.queries import warnings as queries
from rukun.alarm.queries.today_warnings import pages_for, todo_for
from rukun.commitment.tests.factories import somebody
from rukun.guard import Actor, Refused
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.notify.actions.sinks import add_sink
from rukun.notify.models import Outgoing
from rukun.notify.tests.factories import contact, turn_on
from rukun.people.actor import PersonActor
from rukun.people.tests.factories import SYSTEM
from rukun.territory.tests.towns import KELURAHAN, imported
from rukun.ui.tests.chance import without_chance

pytestmark = pytest.mark.django_db
RW, NEXT_RW = f"{KELURAHAN}.001", f"{KELURAHAN}.002"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _town(tmp_path: Path) -> None:
    imported(tmp_path)


def lurah() -> Actor:
    return somebody("lurah", name="Ratna Lurah")


def officer() -> Actor:
    return somebody("bhabinkamtibmas", name="Aiptu Joko")


def flood(**changes: object) -> Told:
    return Told(**({"kind": "banjir", "areas": [RW], "detail": "lutut"} | changes))  # type: ignore[arg-type]


def published(told: Told | None = None) -> PublicWarning:
    return publish_warning(
        actor=officer(), warning=issue_warning(actor=lurah(), warning_id=new_id(), told=told or flood())
    )


def sink(unit: str, *notices: str) -> None:
    add_sink(actor=SYSTEM, sink_id=new_id(), unit=unit, label="Sirene", url="ntfys://ntfy.sh/posko", notices=notices)


def client_of(actor: Actor) -> Client:
    assert isinstance(actor, PersonActor)
    client = Client()
    client.force_login(actor.person)
    return client


def test_a_warning_is_published_by_a_second_person_of_another_organisation_alone() -> None:
    writer, key = lurah(), new_id()
    row = issue_warning(actor=writer, warning_id=key, told=flood())
    assert issue_warning(actor=writer, warning_id=key, told=flood()).pk == row.pk
    assert PublicWarning.objects.count() == 1
    assert queries.holding_now() == []
    with pytest.raises(Refused):
        publish_warning(actor=writer, warning=row)
    with pytest.raises(Refused):  # of the same kelurahan
        publish_warning(actor=somebody("sekretaris_kelurahan"), warning=row)
    for titles in ([f"ketua_rw@{RW}"], ["administrator"], []):
        with pytest.raises(Refused):
            publish_warning(actor=somebody(*titles), warning=row)
    with pytest.raises(Refused):
        publish_warning(actor=SYSTEM, warning=row)
    assert queries.holding_now() == []
    police = officer()
    out = publish_warning(actor=police, warning=row)
    assert publish_warning(actor=police, warning=row).published_at == out.published_at
    assert [each.row.pk for each in queries.holding_now()] == [row.pk]
    verbs = list(Entry.objects.filter(object_id=str(row.pk)).order_by("sequence").values_list("verb", flat=True))
    assert verbs == ["alarm.warning_written", "alarm.warning_published"]


def test_what_is_published_holds_by_the_standard_and_carries_the_outline_of_its_rw() -> None:
    row = published(flood(areas=[NEXT_RW, RW]))
    assert row.xml is not None
    xml = bytes(row.xml)
    schema = schema_file()
    assert schema is not None
    assert problems(xml) == []
    assert schema_says(xml, schema) == []
    text = xml.decode()
    assert row.unit == KELURAHAN
    assert text.count("<polygon>") == 4  # two RW in two languages
    assert f"<value>{RW}</value>" in text
    assert "+07:00</sent>" in text
    assert "Airnya setinggi lutut" in text
    assert "The water is knee-deep" in text
    for name in ("Ratna", "Joko", "0812"):
        assert name not in without_chance(text)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"kind": "tawuran"}, errors.NoSuchKind),
        ({"kind": "patroli"}, errors.NoSuchKind),
        ({"detail": "karena tawuran"}, errors.NoSuchDetail),
        ({"kind": "evakuasi", "detail": ""}, errors.SayWhy),
        ({"areas": []}, errors.NoArea),
        ({"areas": [KELURAHAN]}, errors.AreaNotYours),
        ({"areas": [f"{RW}.001"]}, errors.AreaNotYours),
        ({"areas": ["31.73.07.1002.001"]}, errors.AreaNotYours),
        ({"areas": [f"{KELURAHAN}.099"]}, errors.AreaNotYours),
        ({"hours": 0}, errors.WrongHours),
        ({"hours": 49}, errors.WrongHours),
        ({"hours": 48, "onset": timedelta(hours=1)}, errors.WrongHours),
        ({"onset": timedelta(hours=-3)}, errors.WrongOnset),
        ({"onset": timedelta(days=3)}, errors.WrongOnset),
    ],
)
def test_what_cannot_be_warned_of_is_refused_and_nothing_is_written(
    changes: dict[str, object], error: type[Exception]
) -> None:
    if isinstance(later := changes.get("onset"), timedelta):
        changes = {**changes, "onset": timezone.now() + later}
    with pytest.raises(error):
        issue_warning(actor=lurah(), warning_id=new_id(), told=flood(**changes))
    with pytest.raises(Refused):
        issue_warning(actor=officer(), warning_id=new_id(), told=flood())
    assert not PublicWarning.objects.exists()


def test_an_update_and_an_end_name_what_went_before_and_each_takes_two() -> None:
    writer, police = lurah(), officer()
    first = publish_warning(actor=police, warning=issue_warning(actor=writer, warning_id=new_id(), told=flood()))
    graver = update_warning(
        actor=writer, warning=first, warning_id=new_id(), told=flood(severity="Extreme", areas=[RW, NEXT_RW])
    )
    with pytest.raises(errors.FollowedAlready):
        cancel_warning(actor=writer, warning=first, warning_id=new_id())
    with pytest.raises(Refused):
        publish_warning(actor=writer, warning=graver)
    assert [each.row.pk for each in queries.holding_now()] == [first.pk]
    graver = publish_warning(actor=police, warning=graver)
    assert [each.row.pk for each in queries.holding_now()] == [graver.pk]
    with pytest.raises(errors.NotHolding):
        cancel_warning(actor=writer, warning=first, warning_id=new_id())
    with pytest.raises(errors.NoSuchKind):
        update_warning(actor=writer, warning=graver, warning_id=new_id(), told=flood(kind="longsor", detail=""))
    end = cancel_warning(actor=writer, warning=graver, warning_id=new_id())
    drop_warning(actor=police, warning=end)  # too early, says the officer
    with pytest.raises(errors.DraftOver):
        publish_warning(actor=police, warning=end)
    end = publish_warning(actor=police, warning=cancel_warning(actor=writer, warning=graver, warning_id=new_id()))
    with pytest.raises(errors.AlreadyOut):
        drop_warning(actor=police, warning=end)
    assert queries.holding_now() == []
    assert [each.row.pk for each in queries.ended_lately()] == [end.pk]
    assert end.xml is not None
    text = bytes(end.xml).decode()
    assert problems(text.encode()) == []
    assert text.index(first.identifier) < text.index(graver.identifier)
    assert "<msgType>Cancel</msgType>" in text
    assert "AllClear" in text


def test_a_draft_that_nobody_confirmed_in_time_runs_out_and_old_warnings_are_erased() -> None:
    writer, police = lurah(), officer()
    row = issue_warning(actor=writer, warning_id=new_id(), told=flood(hours=1))
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        assert queries.drafts_for(police) == []
        with pytest.raises(errors.DraftOver):
            publish_warning(actor=police, warning=row)
    out = publish_warning(actor=police, warning=row)
    with time_machine.travel(out.expires + timedelta(minutes=1), tick=False):
        assert queries.holding_now() == []
        assert [each.row.pk for each in queries.ended_lately()] == [row.pk]
        with pytest.raises(errors.NotHolding):
            update_warning(actor=writer, warning=out, warning_id=new_id(), told=flood())
    assert keeping_warnings.put_away() == 0
    with time_machine.travel(out.expires + timedelta(days=731), tick=False):
        assert keeping_warnings.put_away() == 1
        assert keeping_warnings.put_away() == 0


def test_a_drill_says_so_everywhere_and_disturbs_nobody() -> None:
    sink(RW, "warning.out", "warning.practised")
    row = published(flood(drill=True))
    assert row.xml is not None
    text = bytes(row.xml).decode()
    assert "<status>Exercise</status>" in text
    assert text.count("<headline>LATIHAN.") == text.count("<headline>EXERCISE.") == 1
    assert list(Outgoing.objects.filter(channel="sink").values_list("notice", "urgent")) == [
        ("warning.practised", False)
    ]
    page = Client().get(reverse("alarm:warning", args=[row.pk]))
    told = page.content.decode().partition("<article")[0].partition("<h1>")[2]
    assert "Tidak ada bahaya" in told
    assert "telepon 112" not in told
    real = publish_warning(
        actor=officer(),
        warning=issue_warning(actor=somebody("petugas_posko"), warning_id=new_id(), told=flood(severity="Minor")),
    )
    assert [each.row.pk for each in queries.holding_now()] == [real.pk, row.pk]


def test_the_demo_never_publishes_an_actual_warning(settings: object) -> None:
    settings.INSTALLATION = replace(settings.INSTALLATION, demo=True)  # type: ignore[attr-defined]
    row = published()
    assert row.xml is not None
    assert "<status>Test</status>" in bytes(row.xml).decode()


def test_the_feed_lists_messages_for_machines_and_costs_little_when_nothing_changed() -> None:
    sink(KELURAHAN, "warning.out")
    row = published(flood(areas=[RW, NEXT_RW]))
    assert Outgoing.objects.filter(channel="sink", notice="warning.out", urgent=True).count() == 1
    client = Client()
    answer = client.get(reverse("cap:feed"))
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "public" in answer["Cache-Control"]
    root = ET.fromstring(answer.content)
    for name in ("id", "title", "updated", "author"):  # what RFC 4287 wants of a feed
        assert root.find(f"{ATOM}{name}") is not None, name
    (entry,) = root.findall(f"{ATOM}entry")
    for name in ("id", "title", "updated", "summary"):
        assert entry.findtext(f"{ATOM}{name}"), name
    links = {each.get("type"): each.get("href", "") for each in entry.findall(f"{ATOM}link")}
    message = client.get(urlsplit(links["application/cap+xml"]).path)
    assert message["Content-Type"].startswith("application/cap+xml")
    assert row.xml is not None
    assert message.content == bytes(row.xml)
    again = client.get(reverse("cap:feed"), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    with time_machine.travel(row.expires + timedelta(days=3), tick=False):
        later = client.get(reverse("cap:feed"), headers={"If-None-Match": answer["ETag"]})
        assert later.status_code == 200
        assert not ET.fromstring(later.content).findall(f"{ATOM}entry")
        assert client.get(reverse("cap:message", args=[row.identifier])).status_code == 200
    draft = issue_warning(actor=somebody("sekretaris_kelurahan"), warning_id=new_id(), told=flood())
    assert client.get(reverse("cap:message", args=[draft.identifier])).status_code == 404
    assert client.get(reverse("alarm:warning", args=[draft.pk])).status_code == 404
    listed = client.get("/api/v1/warnings").json()
    assert [(each["identifier"], each["kind"], each["areas"]) for each in listed] == [
        (row.identifier, "banjir", [RW, NEXT_RW])
    ]


def test_officers_write_read_and_publish_on_pages_and_everybody_reads_the_result() -> None:
    writer, police = lurah(), officer()
    first, second, anybody = client_of(writer), client_of(police), Client()
    assert second.get(reverse("alarm:write_warning")).status_code == 403
    assert anybody.get(reverse("alarm:manage_warnings")).status_code in {302, 401, 403}
    page = first.get(reverse("alarm:write_warning"))
    form = page.context["form"]
    key = form["warning_id"].value()
    typed = {
        "warning_id": str(key),
        "kind": "kebakaran",
        "detail": "banjir:lutut",
        "areas": [RW],
        "hours": "6",
        "later": "0",
    }
    wrong = first.post(reverse("alarm:write_warning"), typed)
    assert "Pilih yang sesuai" in wrong.content.decode()
    assert 'value="kebakaran"' in wrong.content.decode()
    sent = first.post(reverse("alarm:write_warning"), {**typed, "detail": "kebakaran:asap"})
    assert sent["Location"] == reverse("alarm:draft", args=[key])
    draft = first.get(sent["Location"]).content.decode()
    assert "Orang kedua, dari pihak lain" in draft
    assert "Menunggu kata Anda" in second.get(reverse("alarm:manage_warnings")).content.decode()
    assert "Tidak ada peringatan saat ini" in anybody.get(reverse("alarm:warnings")).content.decode()
    assert "Peringatan yang berlaku" not in anybody.get("/").content.decode()
    second.post(reverse("alarm:publish_warning", args=[key]))
    front = anybody.get("/").content.decode()
    assert "Peringatan kebakaran di RW 01, Palmerah" in front.partition("Ada bahaya sekarang")[0]
    assert f'href="{reverse("alarm:warning", args=[key])}"' in front
    assert f'href="{reverse("alarm:warnings")}"' in front.partition("<footer")[2]
    told = anybody.get(reverse("alarm:warnings")).content.decode()
    assert "Peringatan kebakaran di RW 01, Palmerah" in told
    assert "Damkar 113" in told
    with translation.override("en"):
        english = anybody.get(reverse("alarm:warning", args=[key])).content.decode()
    assert "Warning of fire" in english
    assert "0812" not in told.partition("<main")[2].partition("</main")[0]
    updated = first.get(reverse("alarm:update_warning", args=[key]))
    assert [each[0] for each in updated.context["form"].fields["kind"].choices] == ["kebakaran"]
    end = first.get(reverse("alarm:cancel_warning", args=[key])).context["warning_id"]
    first.post(reverse("alarm:cancel_warning", args=[key]), {"warning_id": str(end)})
    second.post(reverse("alarm:publish_warning", args=[end]))
    assert "Dicabut: peringatan kebakaran" in anybody.get(reverse("alarm:warnings")).content.decode()
    assert "Peringatan yang berlaku" not in anybody.get("/").content.decode()


def test_whoever_could_give_the_second_word_is_told_that_one_waits() -> None:
    turn_on("telegram")
    police, writer = officer(), lurah()
    for actor in (police, writer):
        assert isinstance(actor, PersonActor)
        contact(name=actor.person.phone, person=actor.person.pk)
    row = issue_warning(actor=writer, warning_id=new_id(), told=flood())
    assert [each.url for each in todo_for(police)] == [reverse("alarm:manage_warnings")]
    assert todo_for(writer) == todo_for(somebody()) == []
    assert len(pages_for(writer)) == 1
    told = Outgoing.objects.get(about=f"warning:{row.pk}")
    assert (told.notice, told.urgent, told.contact.person) == ("warning.waiting", True, person_of(police))

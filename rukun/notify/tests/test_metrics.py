"""Numbers for a monitoring program, and for nobody else."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from rukun.notify.actions import spending
from rukun.notify.actions.errands import leave
from rukun.notify.keys import METRICS
from rukun.notify.models import Outgoing, Received, Setting
from rukun.notify.tests.factories import NEWS, come, contact, turn_on, world

pytestmark = pytest.mark.django_db
TOKEN = "tanda-untuk-pemantau"


@pytest.fixture
def key() -> Iterator[None]:
    path = settings.INSTALLATION.keys / METRICS
    path.write_text(f"{TOKEN}\n")
    path.chmod(0o600)
    yield
    path.unlink()


def read(client: Client) -> dict[str, float]:
    """Each sample as "name{label values}"."""
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(answer.content.decode())
    return {
        f"{sample.name}{{{','.join(sample.labels.values())}}}": sample.value
        for family in families
        for sample in family.samples
    }


def test_without_a_key_there_is_no_such_page_whatever_is_shown(client: Client) -> None:
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    (settings.INSTALLATION.keys / METRICS).write_text("\n")
    try:
        assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    finally:
        (settings.INSTALLATION.keys / METRICS).unlink()


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN, "Bearer é"])
def test_whoever_does_not_show_the_token_is_told_nothing(client: Client, shown: str) -> None:
    answer = client.get("/metrics", headers={"Authorization": shown})
    assert answer.status_code == 401
    assert b"rukun_" not in answer.content
    assert client.post("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 405


@pytest.mark.usefixtures("key")
def test_the_numbers_are_those_of_the_outbox_and_the_inbox(client: Client) -> None:
    turn_on("sms", price=350)
    now = timezone.now()
    for values in (
        {"next_at": now - timedelta(minutes=5), "written_at": now - timedelta(minutes=5)},
        {"next_at": now + timedelta(hours=5)},
        {"state": Outgoing.GIVEN_UP, "next_at": None, "why": "address"},
        {"state": Outgoing.STALE, "next_at": None, "why": "stale"},
    ):
        Outgoing.objects.create(
            **{"contact": contact("sms"), "channel": "sms", "notice": NEWS.name, "written_at": now,
               "until": now + timedelta(days=1), **values}
        )  # fmt: skip
    with world():
        come("halo", sender="telegram:6281234567890")
        come("halo", sender="telegram:6281234567891")
    Received.objects.filter(pk=Received.objects.latest("pk").pk).update(state=Received.BROKEN, next_at=None)
    leave("code", {"phone": "+6281234567890", "code": "1"})
    Received.objects.filter(channel="code").update(state=Received.BROKEN, next_at=None)
    Received.objects.update(came_at=now - timedelta(seconds=90))
    spending.add("sms", messages=3, failures=2, rupiah=1050)
    Setting.objects.update(worked_at=now - timedelta(minutes=2), failed_at=now, why="unreachable")
    found = read(client)
    assert found["rukun_channel_on{sms}"] == 1
    assert found["rukun_channel_on{whatsapp}"] == 0
    assert found["rukun_channel_failing{sms}"] == 1
    assert found["rukun_outbox_waiting{sms}"] == 2
    assert 300 <= found["rukun_outbox_oldest_seconds{sms}"] < 360
    assert found["rukun_outbox_oldest_seconds{mail}"] == 0
    assert found["rukun_outbox_given_up{sms,address}"] == 1
    assert found["rukun_outbox_given_up{sms,stale}"] == 1
    assert found["rukun_inbox_waiting{telegram}"] == 1
    assert 90 <= found["rukun_inbox_oldest_seconds{telegram}"] < 150
    assert found["rukun_inbox_broken{telegram}"] == 1
    assert found["rukun_errands_failed{}"] == 1
    assert found["rukun_messages_sent_total{sms}"] == 3
    assert found["rukun_messages_failed_total{sms}"] == 2
    assert found["rukun_messages_rupiah_total{sms}"] == 1050
    assert found["rukun_channel_last_success_timestamp_seconds{sms}"] == pytest.approx(now.timestamp() - 120)


@pytest.mark.usefixtures("key")
def test_no_number_or_name_of_anybody_stands_in_it(client: Client) -> None:
    with world():
        come("Bu Sari di Gang Mawar", sender="telegram:6281234567890")
    text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    assert "Sari" not in text
    assert not re.search(r"62812|[0-9a-f]{8}-[0-9a-f]{4}", text)
    assert set(re.findall(r"(\w+)=\"", text)) == {"channel"}

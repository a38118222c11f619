"""Run in an installation of its own by the test that kills workers: a drill for so many heads, begun and left.

``python -m rukun.alarm.tests.drilling <number> <base>`` connects Telegram to a provider, seats so many heads of RT
with a chat each, and rings; the first few are called at once, all others are left to the worker.
"""

import sys
from unittest.mock import patch

import django

KELURAHAN = "31.73.07.1001"
UNITS = f"kode,nama\n31,Contoh\n31.73,Kota\n31.73.07,Kecamatan\n{KELURAHAN},Kelurahan\n"
AT_FIRST = 50


def main(number: int, base: str) -> None:
    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from rukun.alarm.actions import ringing
    from rukun.alarm.follow import DRILL
    from rukun.alarm.messages import KEEP_AWAY
    from rukun.guard import Allowed, System
    from rukun.guard.ids import new_id
    from rukun.notify.actions import contacts
    from rukun.notify.connecting import save_setting
    from rukun.people.models import Person, Position
    from rukun.territory.actions import list_units

    system = System("test")
    save_setting(
        actor=system, channel="telegram", on=True, content={"token": "123456:ABC", "base": base, "rate": 10_000}
    )
    list_units(actor=system, data=UNITS.encode(), file="daftar.csv")
    now = timezone.now()
    people = [Person(name="Warga", phone=f"+6281{chat:09d}", unit=KELURAHAN) for chat in range(1, number + 1)]
    Person.objects.bulk_create(people)
    Position.objects.bulk_create(
        Position(person=who, title="ketua_rt", unit=f"{KELURAHAN}.{at // 100 + 1:03}.{at % 100 + 1:03}", since=now)
        for at, who in enumerate(people)
    )
    with transaction.atomic():
        for chat, who in enumerate(people, 1):
            contacts.of_person("telegram", who.pk, {"chat": str(chat)}, [f"telegram:{chat}"])
    key = new_id()
    with patch.object(ringing, "AT_ONCE", AT_FIRST):
        ringing.ring(
            actor=system, ring_id=key, about=(DRILL, key), unit=KELURAHAN, message=KEEP_AWAY, narrow=False, drill=True,
            may=Allowed(),
        )  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])

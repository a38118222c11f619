"""Run in an installation of its own by tests that kill workers: fills its outbox, and lets time pass there.

``python -m rukun.notify.tests.queueing fill <number> <base>`` connects Telegram to a provider and tells so many
contacts; ``hurry`` makes what waits due now, ``expire`` what was leased too, as if hours had gone by.
"""

import sys

import django


def main(what: str, *arguments: str) -> None:
    django.setup()
    if what == "fill":
        fill(int(arguments[0]), arguments[1])
    else:
        hurry(leases=what == "expire")


def fill(number: int, base: str) -> None:
    from rukun.guard import System
    from rukun.notify.actions import contacts
    from rukun.notify.actions.telling import reply
    from rukun.notify.connecting import save_setting
    from rukun.notify.desk import Say

    content = {"token": "123456:ABC", "base": base, "rate": 10_000}
    save_setting(actor=System("test"), channel="telegram", on=True, content=content)
    for chat in range(1, number + 1):
        reply(contacts.known("telegram", [f"telegram:{chat}"]).pk, [Say(f"pesan {chat}")])


def hurry(*, leases: bool) -> None:
    from django.utils import timezone

    from rukun.notify.models import Outgoing

    states = [Outgoing.WAITING, *([Outgoing.SENDING] if leases else [])]
    Outgoing.objects.filter(state__in=states).update(next_at=timezone.now())


if __name__ == "__main__":
    main(*sys.argv[1:])

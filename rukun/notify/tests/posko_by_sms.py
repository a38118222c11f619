"""Run in an installation of its own by the test with a modem: what a posko does there with the one report it has.

``python -m rukun.notify.tests.posko_by_sms begin <folder>`` makes a town, a lurah, and connects Gammu's daemon; ``ask``
and ``prove`` are what the lurah does; ``closing`` says how the report ended.
"""

import sys

import django


def main(what: str, *arguments: str) -> None:
    django.setup()
    from rukun.guard import System
    from rukun.guard.ids import new_id
    from rukun.notify.connecting import save_setting
    from rukun.report.actions.dialogue import ask
    from rukun.report.models import Report
    from rukun.report.tests.factories import town
    from rukun.report.tests.proving import claimed, lurah

    if what == "begin":
        town()
        lurah()
        content = {"way": "gammu", "folder": arguments[0]}
        save_setting(actor=System("test"), channel="sms", on=True, content=content, price=400)
        return
    report = Report.objects.get()
    if what == "ask":
        ask(actor=lurah(), report=report, text=arguments[0], message_id=new_id())
    elif what == "prove":
        claimed(report, lurah())
    else:
        print(report.closing)  # noqa: T201  to the test that started it


if __name__ == "__main__":
    main(*sys.argv[1:])

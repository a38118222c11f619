"""The console program, as the person at the machine meets it."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rukun.config.cli import main, parser
from rukun.config.tests.installed import RUKUN, Installed, empty, installed
from rukun.demo.cast import CAST


@pytest.fixture
def nothing(tmp_path: Path) -> Iterator[Installed]:
    with empty(tmp_path / "data") as site:
        yield site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installed]:
    with installed(tmp_path / "data") as each:
        yield each


def commands() -> list[list[str]]:
    found = []
    top: Any = next(action.choices for action in parser()._actions if action.choices)
    for name, sub in top.items():
        inner = [a.choices for a in sub._actions if isinstance(a.choices, dict)]
        found += [[name, each] for each in inner[0]] if inner else [[name]]
    return found


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_explains_itself(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([*command, "--help"])
    assert end.value.code == 0
    assert "usage: rukun" in capsys.readouterr().out


def test_a_wrong_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["berangkat"])
    assert end.value.code == 2
    capsys.readouterr()


@pytest.mark.once
def test_asking_for_help_loads_nothing_heavy() -> None:
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "rukun.config.cli", "journal", "verify", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    for heavy in ("django", "granian", "cryptography", "ninja", "psycopg", "phonenumbers"):
        assert f"| {heavy}" not in loaded.replace("|   ", "| "), heavy


@pytest.mark.once
def test_the_program_speaks_indonesian_and_english() -> None:
    def help_in(language: str) -> str:
        env = {**os.environ, "RUKUN_LANG": language}
        return subprocess.run([*RUKUN, "--help"], env=env, capture_output=True, text=True, check=True).stdout

    assert "Menjalankan instalasi" in help_in("id")
    assert "Menjalankan" not in help_in("en_GB")


@pytest.mark.once
def test_without_an_installation_every_command_says_how_to_make_one(nothing: Installed) -> None:
    for command in ("serve", "worker", "tick", "backup", "migrate"):
        refused = nothing.run(command, expect=3)
        assert "rukun init" in refused.stderr, command
        assert "Traceback" not in refused.stderr
    finding = nothing.json("check", expect=1)
    assert finding["findings"][0]["id"] == "config.E000"


@pytest.mark.long
@pytest.mark.once
def test_init_makes_keys_that_only_their_owner_can_read_and_never_overwrites(nothing: Installed) -> None:
    nothing.run("init", "--domain", "rukun.localhost", "--timezone", "WITA", "--name", 'Posko "Uji"')
    keys = nothing.data / "keys"
    assert stat.S_IMODE(keys.stat().st_mode) == stat.S_IMODE(nothing.data.stat().st_mode) == 0o700
    assert {path.name for path in keys.iterdir()} >= {"django.key", "journal.key"}
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in keys.iterdir())
    before = (keys / "django.key").read_text()
    refused = nothing.run("init", "--domain", "lain.localhost", expect=3)
    assert "Sudah ada instalasi" in refused.stderr
    assert (keys / "django.key").read_text() == before
    assert 'time_zone = "Asia/Makassar"' in (nothing.data / "rukun.toml").read_text()
    assert nothing.json("journal", "verify")["entries"] == 1


@pytest.mark.once
@pytest.mark.parametrize("host", ["https://rukun.example", "rukun.example:80", "*", "."])
def test_init_refuses_what_is_no_host_name(nothing: Installed, host: str) -> None:
    assert "bukan nama host" in nothing.run("init", "--domain", host, expect=3).stderr
    assert not (nothing.data / "rukun.toml").exists()


@pytest.mark.long
@pytest.mark.once
def test_init_that_fails_can_be_run_again(nothing: Installed) -> None:
    refused = nothing.run("init", "--domain", "rukun.localhost", "--timezone", "Mars/Utara", expect=2)
    assert "Asia/Makassar" in refused.stderr
    assert not nothing.data.exists()
    nothing.run("init", "--domain", "rukun.localhost")


@pytest.mark.once
def test_a_site_without_its_keys_or_hosts_refuses_to_start(site: Installed) -> None:
    toml = site.data / "rukun.toml"
    whole = toml.read_text()
    for broken, said in (
        (whole.replace('["rukun.localhost"]', "[]"), "host"),
        (whole.replace('["rukun.localhost"]', '["*"]'), "host"),
        (whole.replace("Asia/Jakarta", "Asia/Batavia"), "zona waktu"),
        (whole + "\nhosts = [", "tidak terbaca"),
    ):
        toml.write_text(broken)
        assert said in site.run("serve", "--port", "1", expect=3).stderr
    toml.write_text(whole)
    key = site.data / "keys" / "django.key"
    key.write_text("")
    assert "kosong" in site.run("serve", expect=3).stderr
    key.unlink()
    refused = site.run("serve", expect=3).stderr
    assert "django.key" in refused
    assert "cadangan" in refused


@pytest.mark.long
@pytest.mark.once
def test_check_finds_what_is_wrong_and_says_how_to_mend_it(site: Installed) -> None:
    (site.data / "keys" / "journal.key").chmod(0o644)
    answer = site.json("check", expect=1)
    found = {each["id"]: each for each in answer["findings"]}
    assert not answer["ok"]
    assert {"config.E003", "config.W002", "config.W003", "config.W004", "clock.W001"} <= set(found)
    assert all(each["remedy"] for each in answer["findings"])
    assert "service worker" in found["config.W003"]["what"]
    (site.data / "keys" / "journal.key").chmod(0o600)
    text = site.run("check").stdout
    assert "→" in text
    assert "WAL" not in text
    site.data.chmod(0o755)
    assert "config.E005" in site.run("check", expect=1).stdout
    site.data.chmod(0o700)
    assert "config.E003" not in text


@pytest.mark.long
@pytest.mark.once
def test_people_can_be_let_in_from_the_console(site: Installed) -> None:
    words = "jembatan-kali-pasir\n"
    tono = ["--name", "Tono", "--phone", "0812-3456-7890"]
    added = site.run("people", "add", *tono, "--title", "administrator", "--password-stdin", "--json", given=words)
    who = json.loads(added.stdout)["person"]
    wrong = (
        (["--phone", "0812-3456-7890"], "--title", words),
        (["--phone", "12"], "Contoh", ""),
        (["--phone", "081298765432"], "Pilih kata sandi lain", "123\n"),
        (["--phone", "081298765432"], "kosong", "\n"),
        (["--phone", "081298765432", "--title", "raja"], "ketua_rw", words),
        (["--phone", "081298765432", "--title", "ketua_rw"], "31.73.07.1001.016", words),
        (["--phone", "081298765432", "--unit", "Palmerah"], "Kode wilayah", words),
    )
    for arguments, said, password in wrong:
        failed = site.run("people", "add", "--name", "X", *arguments, "--password-stdin", given=password, expect=None)
        assert failed.returncode in (2, 3)
        assert said in failed.stderr
        assert "Traceback" not in failed.stderr
    asked = site.run("people", "add", "--name", "X", "--phone", "081298765432", expect=2)
    assert "--password-stdin" in asked.stderr
    more = site.run("people", "add", "--phone", "081234567890", "--title", "lurah", "--unit", "31.73.07.1001", "--json")
    assert json.loads(more.stdout)["person"] == who
    site.run("people", "password", "--phone", "081234567890", "--password-stdin", given="gang-mawar-nomor-lima\n")
    assert "Tidak ada orang" in site.run("people", "password", "--phone", "081298765432", expect=3).stderr
    assert "config.W002" not in site.run("check", expect=None).stdout


@pytest.mark.long
@pytest.mark.once
def test_check_shows_every_job_with_its_last_success(site: Installed) -> None:
    assert {each["succeeded_at"] for each in site.json("check")["jobs"]} == {None}
    site.run("tick")
    jobs = {each["name"]: each for each in site.json("check")["jobs"]}
    assert {"journal.export_heads", "people.erase_released", "config.clear_leftovers"} <= set(jobs)
    assert all(each["succeeded_at"] and not each["error"] for each in jobs.values())
    assert "journal.export_heads" in site.run("check").stdout


def test_the_program_alone_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage: rukun" in capsys.readouterr().out


@pytest.mark.once
def test_folders_that_cannot_be_used_are_named(nothing: Installed) -> None:
    for folder in ("/proc/foo", "/dev/null/foo"):
        env = {**nothing.env, "RUKUN_DATA": folder}
        for command in (["demo"], ["init", "--domain", "rukun.localhost"]):
            failed = Installed(nothing.data, env).run(*command, expect=3)
            assert "Traceback" not in failed.stderr
            assert folder.split("/")[1] in failed.stderr


@pytest.mark.long
@pytest.mark.once
def test_a_wrong_database_address_can_be_corrected_by_init(nothing: Installed) -> None:
    plain = {name: value for name, value in nothing.env.items() if name != "DATABASE_URL"}
    site = Installed(nothing.data, plain)
    site.run("init", "--domain", "rukun.localhost", "--database-url", "postgres://127.0.0.1:1/x", expect=3)
    site.run("init", "--domain", "rukun.localhost")
    assert not (nothing.data / "keys" / "database.url").exists()


@pytest.mark.long
@pytest.mark.once
def test_a_database_that_is_away_is_no_finding_of_verify(site: Installed) -> None:
    env = {**site.env, "DATABASE_URL": "postgres://rukun:rahasia@127.0.0.1:1/rukun"}
    for command in (["journal", "verify"], ["journal", "heads"], ["tick"]):
        failed = Installed(site.data, env).run(*command, expect=3)
        assert "Basis data" in failed.stderr
        assert "Traceback" not in failed.stderr
        assert "rahasia" not in failed.stderr


def test_what_an_installation_writes_is_for_its_owner_only(site: Installed) -> None:
    site.run("tick")
    for path in site.data.rglob("*"):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o007, path


@pytest.mark.long
def test_tick_runs_what_is_due_once_and_reports_a_failure(site: Installed) -> None:
    first = site.json("tick")
    assert {"journal.export_heads", "clock.show_life"} <= {each["job"] for each in first["jobs"]}
    assert site.json("tick")["jobs"] == []
    assert (site.data / "heads" / "heads.jsonl").exists()
    heads = site.json("journal", "heads")
    assert site.json("journal", "verify", "--public-key", heads["public_key"])["signed_heads"] == 1
    assert "kunci publik" in site.run("journal", "verify", "--public-key", "zz", expect=2).stderr
    assert "tidak terbaca" in site.run("journal", "verify", "--heads", "/nonexistent", expect=3).stderr
    (site.data / "own.jsonl").write_text(heads["signed"] + "\n")
    assert site.json("journal", "verify", "--heads", str(site.data / "own.jsonl"))["sound"]


@pytest.mark.long
def test_two_ticks_at_once_run_nothing_twice(site: Installed) -> None:
    script = (
        "import sys, time; from rukun.config.cli.outcome import start_django; start_django();"
        "from datetime import timedelta; from rukun.clock.jobs import Job, tick;"
        "out = tick([Job('test.slow', timedelta(days=1), lambda: time.sleep(1.5))]);"
        "print('other' if out is None else len(out))"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", script], env=site.env, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = sorted(process.communicate()[0].strip() for process in processes)
    assert said.count("1") == 1
    assert set(said) <= {"0", "1", "other"}


def answers(url: str, patience: float = 30) -> bool:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.1)
    return False


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(signal.SIGINT, marks=[pytest.mark.once, pytest.mark.long]),
        pytest.param(signal.SIGTERM, marks=pytest.mark.long),
        pytest.param(signal.SIGKILL, marks=pytest.mark.long),
    ],
)
def test_however_the_demo_ends_no_process_stays_and_a_second_start_keeps_the_data(
    nothing: Installed, end: signal.Signals
) -> None:
    port = {signal.SIGINT: 18431, signal.SIGTERM: 18432, signal.SIGKILL: 18433}[end] + os.getpid() % 500
    env = {**nothing.env, "PORT": str(port)}
    sequences = []
    for _ in range(2):
        with subprocess.Popen([*RUKUN, "demo"], env=env, stdout=subprocess.PIPE, text=True) as demo:
            try:
                assert demo.stdout
                lines = []
                for line in demo.stdout:
                    lines.append(line)
                    if "Ctrl-C" in line:
                        break
                assert any(f"http://127.0.0.1:{port}/" in line for line in lines)
                assert any(CAST["lurah"].name in line for line in lines)
                assert answers(f"http://127.0.0.1:{port}/healthz")
                demo.send_signal(end)
                assert demo.wait(20) == {signal.SIGKILL: -9}.get(end, 0)
            finally:
                demo.kill()  # else a failed assertion would wait for it for ever
        gone = time.monotonic() + 15
        while answers(f"http://127.0.0.1:{port}/healthz", patience=0.3):
            assert time.monotonic() < gone, "the web server outlived its parent"
        report = nothing.json("journal", "verify")
        assert report["sound"]
        sequences.append(report["entries"])
    assert sequences[0] == sequences[1] > 10
    assert "bukan demo" not in nothing.run("tick", expect=None).stderr


@pytest.mark.long
def test_the_demo_does_not_mix_with_real_data(site: Installed, tmp_path: Path) -> None:
    assert "bukan demo" in site.run("demo", expect=3).stderr
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.odt").write_text("x")
    elsewhere = Installed(site.data, {**site.env, "RUKUN_DATA": str(tmp_path / "other")})
    assert "berisi hal lain" in elsewhere.run("demo", expect=3).stderr
    url = site.env.get("DATABASE_URL") or f"sqlite:///{site.data / 'rukun.sqlite3'}"
    aside = Installed(site.data, {**site.env, "RUKUN_DATA": str(tmp_path / "new"), "DATABASE_URL": url})
    assert "sudah berisi data" in aside.run("demo", expect=3).stderr
    assert site.json("journal", "verify")["entries"] == 1


@pytest.mark.once
def test_a_port_that_is_taken_is_named(site: Installed) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = site.run("serve", "--port", str(taken.getsockname()[1]), expect=3)
    assert "PORT=8010" in refused.stderr
    assert site.run("serve", "--port", "99999", expect=2).returncode == 2


@pytest.mark.once
def test_an_unreachable_database_is_named_without_its_password(nothing: Installed) -> None:
    env = {**nothing.env, "DATABASE_URL": "postgres://rukun:rahasia@127.0.0.1:1/rukun"}
    refused = Installed(nothing.data, env).run("init", "--domain", "rukun.localhost", expect=3)
    assert "PostgreSQL" in refused.stderr
    assert "rahasia" not in refused.stderr
    assert "Traceback" not in refused.stderr

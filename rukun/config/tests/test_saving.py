"""Backup and restore with real commands, on SQLite and PostgreSQL."""

import hashlib
import json
import os
import random
import shutil
import stat
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rukun.config.saving.archives import unpack
from rukun.config.tests.installed import Installed, empty, installed

WRITER = "rukun.journal.tests.writer"
UNIT = "31.73.07.1001.003"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installed]:
    with installed(tmp_path / "data") as each:
        yield each


def entries(site: Installed) -> int:
    report = site.json("journal", "verify")
    assert report["sound"]
    count: int = report["entries"]
    return count


@pytest.mark.long
def test_a_backup_taken_while_others_write_restores_to_a_journal_that_verifies(site: Installed, tmp_path: Path) -> None:
    (site.data / "files" / "foto").mkdir()
    (site.data / "files" / "foto" / "a.jpg").write_bytes(b"\xff\xd8 gambar")
    with site.start(WRITER, "0", UNIT, "") as one, site.start(WRITER, "0", "", UNIT) as two:
        assert one.stdout
        assert two.stdout
        one.stdout.readline()
        two.stdout.readline()
        made = site.json("backup", "--to", str(tmp_path / "cadangan"))
    with empty(tmp_path / "baru") as other:
        url = ["--database-url", other.env["DATABASE_URL"]] if "DATABASE_URL" in other.env else []
        refused = other.run("restore", made["archive"], expect=3)
        assert "--keys" in refused.stderr
        assert not (other.data / "rukun.toml").exists()
        done = other.json("restore", made["archive"], "--keys", made["keys"], *url)
        assert done["sound"]
        assert entries(other) > 3
        assert (other.data / "files" / "foto" / "a.jpg").read_bytes() == b"\xff\xd8 gambar"
        assert (other.data / "keys" / "journal.key").read_text() == (site.data / "keys" / "journal.key").read_text()
        assert stat.S_IMODE((other.data / "keys" / "journal.key").stat().st_mode) == 0o600
        assert other.json("tick")["ran"], "the restored installation is alive"


@pytest.mark.long
def test_restoring_over_data_needs_to_be_said_keeps_them_aside_and_tells_what_is_lost(
    site: Installed, tmp_path: Path
) -> None:
    site.finish((WRITER, "2", UNIT))
    made = site.json("backup", "--to", str(tmp_path))
    before = entries(site)
    site.finish((WRITER, "5", UNIT))
    site.json("journal", "heads", "--export")
    refused = site.run("restore", made["archive"], expect=3)
    assert "--replace" in refused.stderr
    assert entries(site) == before + 5
    done = site.json("restore", made["archive"], "--replace")
    # The backup's own entry, written after the snapshot, is lost with the five.
    assert done["lost"] == {"": 1, "31.73.07.1001": 5}
    assert entries(site) == before - 1 + 1, "without the backup's entry, with the restore's"
    aside = Path(done["aside"])
    assert list((aside / "heads").iterdir())
    assert any(path.name in {"database", "rukun.sqlite3"} for path in aside.iterdir())


@pytest.mark.long
def test_a_damaged_archive_changes_nothing(site: Installed, tmp_path: Path) -> None:
    made = site.json("backup", "--to", str(tmp_path))
    before = entries(site)
    whole = Path(made["archive"]).read_bytes()
    for name, content in {"cut": whole[: len(whole) // 2], "flipped": whole[:-200] + b"\0" * 200, "none": b""}.items():
        broken = tmp_path / f"{name}.tar.gz"
        broken.write_bytes(content)
        failed = site.run("restore", str(broken), "--replace", expect=3)
        assert "tidak ada yang berubah" in failed.stderr
    swapped = tmp_path / "swapped.tar.gz"
    unpack(Path(made["archive"]), tmp_path / "x")
    manifest = json.loads((tmp_path / "x" / "manifest.json").read_text())
    manifest["sums"]["database"] = "0" * 64
    (tmp_path / "x" / "manifest.json").write_text(json.dumps(manifest))
    with tarfile.open(swapped, "w:gz") as archive:
        archive.add(tmp_path / "x", "")
    assert "rusak" in site.run("restore", str(swapped), "--replace", expect=3).stderr
    (tmp_path / "x" / "manifest.json").write_text(json.dumps(manifest | {"format": "other", "sums": {}}))
    with tarfile.open(swapped, "w:gz") as archive:
        archive.add(tmp_path / "x", "")
    assert "rusak" in site.run("restore", str(swapped), "--replace", expect=3).stderr
    assert "tidak ada" in site.run("restore", str(tmp_path / "absent.tar.gz"), expect=3).stderr
    assert entries(site) == before
    assert not list(site.data.glob(".restore-*"))
    assert not list(site.data.glob("before-restore-*"))


@pytest.mark.long
def test_a_backup_of_another_database_or_a_newer_version_is_refused_before_anything_is_touched(
    site: Installed, tmp_path: Path
) -> None:
    made = site.json("backup", "--to", str(tmp_path))
    before = entries(site)
    unpack(Path(made["archive"]), tmp_path / "x")
    original = json.loads((tmp_path / "x" / "manifest.json").read_text())
    for change, said in (({"engine": "oracle"}, "sejenis"), ({"migrations": ["journal.9999_later"]}, "lebih baru")):
        (tmp_path / "x" / "manifest.json").write_text(json.dumps(original | change))
        with tarfile.open(tmp_path / "y.tar.gz", "w:gz") as archive:
            archive.add(tmp_path / "x", "")
        assert said in site.run("restore", str(tmp_path / "y.tar.gz"), "--replace", expect=3).stderr
    assert entries(site) == before


@pytest.mark.long
def test_while_the_worker_runs_nothing_is_replaced(site: Installed, tmp_path: Path) -> None:
    made = site.json("backup", "--to", str(tmp_path))
    with site.start("rukun.config.cli", "worker", "--every", "0.1") as worker:
        while {"clock.W001"} & {each["id"] for each in site.json("check", expect=None)["findings"]}:
            assert worker.poll() is None
        refused = site.run("restore", made["archive"], "--replace", expect=3)
        assert "masih berjalan" in refused.stderr
        worker.terminate()
        assert worker.wait(20) == 0
    assert site.json("restore", made["archive"], "--replace")["sound"]


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(site: Installed, tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("in the way")
    failed = site.run("backup", "--to", str(target), expect=3)
    assert "Pilih folder lain" in failed.stderr
    assert target.read_text() == "in the way"


def test_archive_and_keys_are_for_their_owner_only_and_keys_are_apart(site: Installed, tmp_path: Path) -> None:
    made = site.json("backup", "--to", str(tmp_path / "c"))
    for name in (made["archive"], made["keys"]):
        assert stat.S_IMODE(Path(name).stat().st_mode) == 0o600
    with tarfile.open(made["archive"]) as archive:
        assert not any("key" in member.name for member in archive.getmembers())
    with tarfile.open(made["keys"]) as archive:
        assert {"keys/django.key", "keys/journal.key"} <= set(archive.getnames())
    shutil.rmtree(tmp_path / "c")


@pytest.mark.long
def test_a_restore_that_fails_half_way_puts_everything_back(site: Installed, tmp_path: Path) -> None:
    """The archive is whole by its sums, but what it calls a database is none."""
    (site.data / "files" / "a.txt").write_text("lama")
    made = site.json("backup", "--to", str(tmp_path))
    site.finish((WRITER, "3", UNIT))
    before = entries(site)
    unpack(Path(made["archive"]), tmp_path / "x")
    (tmp_path / "x" / "database").write_bytes(b"no database at all" * 999)
    (tmp_path / "x" / "files" / "a.txt").write_text("baru")
    manifest = json.loads((tmp_path / "x" / "manifest.json").read_text())
    for name in ("database", "files/a.txt"):
        manifest["sums"][name] = hashlib.sha256((tmp_path / "x" / name).read_bytes()).hexdigest()
    (tmp_path / "x" / "manifest.json").write_text(json.dumps(manifest))
    with tarfile.open(tmp_path / "y.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "x", "")
    failed = site.run("restore", str(tmp_path / "y.tar.gz"), "--replace", expect=3)
    assert "Traceback" not in failed.stderr
    assert entries(site) == before
    assert (site.data / "files" / "a.txt").read_text() == "lama"
    assert not list(site.data.glob("before-restore-*"))
    assert not (site.data / "restore-unfinished").exists()


@pytest.mark.long
def test_heads_signed_during_a_backup_do_not_contradict_it(site: Installed, tmp_path: Path) -> None:
    (site.data / "files" / "video").write_bytes(os.urandom(40 * 2**20))  # time to write and sign meanwhile
    with site.start("rukun.config.cli", "backup", "--to", str(tmp_path / "c")) as backing_up:
        while backing_up.poll() is None:
            site.finish((WRITER, "3", UNIT))
            site.run("journal", "heads", "--export")
        assert backing_up.returncode == 0
    (archive,) = (tmp_path / "c").glob("*.tar.gz")
    assert site.json("restore", str(archive), "--replace")["sound"]


@pytest.mark.long
def test_a_backup_from_before_an_upgrade_can_be_restored_after_it(site: Installed, tmp_path: Path) -> None:
    """What the newer version added is gone again, and comes back by its migration."""
    made = site.json("backup", "--to", str(tmp_path))
    unpack(Path(made["archive"]), tmp_path / "x")
    older = (
        "from rukun.config.cli.outcome import start_django; start_django();"
        "from django.db import connection as c; k = c.cursor();"
        "k.execute('DROP TABLE clock_jobrun'); k.execute(\"DELETE FROM django_migrations WHERE app = 'clock'\")"
    )
    subprocess.run([sys.executable, "-c", older], env=site.env, check=True)
    made = site.json("backup", "--to", str(tmp_path / "older"))
    site.run("migrate")
    assert site.json("restore", made["archive"], "--replace")["sound"]
    assert site.json("tick")["ran"]


@pytest.mark.long
def test_a_restored_installation_is_as_private_as_a_new_one(site: Installed, tmp_path: Path) -> None:
    made = site.json("backup", "--to", str(tmp_path / "c"))
    with empty(tmp_path / "deep" / "new") as other:
        url = ["--database-url", other.env["DATABASE_URL"]] if "DATABASE_URL" in other.env else []
        other.run("restore", made["archive"], "--keys", made["keys"], *url)
        assert not {"config.E003", "config.E005"} & {each["id"] for each in other.json("check")["findings"]}


@pytest.mark.long
def test_keys_that_lie_there_are_never_overwritten(site: Installed, tmp_path: Path) -> None:
    made = site.json("backup", "--to", str(tmp_path / "c"))
    with empty(tmp_path / "new") as other:
        (other.data / "keys").mkdir(parents=True)
        (other.data / "keys" / "journal.key").write_text("mine")
        refused = other.run("restore", made["archive"], "--keys", made["keys"], expect=3)
        assert "tidak pernah ditimpa" in refused.stderr
        assert (other.data / "keys" / "journal.key").read_text() == "mine"


@pytest.mark.long
def test_nothing_touches_data_that_are_in_pieces(site: Installed, tmp_path: Path) -> None:
    made = site.json("backup", "--to", str(tmp_path))
    (site.data / "restore-unfinished").write_text("/somewhere")
    for command in (["serve"], ["worker"], ["tick"], ["backup"], ["migrate"]):
        assert "terputus" in site.run(*command, expect=3).stderr, command
    assert "config.E006" in {each["id"] for each in site.json("check", expect=1)["findings"]}
    site.run("restore", made["archive"], "--replace")
    assert site.json("tick")["ran"]


@pytest.mark.long
def test_a_full_disk_is_said_in_words(site: Installed, tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk."""
    script = f"ulimit -f 8; exec {sys.executable} -m rukun.config.cli backup --to {tmp_path / 'c'}"
    failed = subprocess.run(["bash", "-c", script], env=site.env, capture_output=True, text=True, check=False)
    assert failed.returncode == 3, failed.stderr
    assert "Traceback" not in failed.stderr
    assert not list((tmp_path / "c").glob("*"))
    assert entries(site) == 1


def test_an_archive_cannot_reach_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    for name in ("../out", "/out", "a/../../out"):
        with tarfile.open(tmp_path / "bad.tar", "w") as archive:
            archive.add(tmp_path / "x", "inside")
            member = archive.gettarinfo(tmp_path / "x")
            member.name = name
            archive.addfile(member)
        with pytest.raises(tarfile.TarError):
            unpack(tmp_path / "bad.tar", tmp_path / "target")
        assert not (tmp_path / "out").exists()
    link = tarfile.TarInfo("link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc"
    with tarfile.open(tmp_path / "link.tar", "w") as archive:
        archive.addfile(link)
    unpack(tmp_path / "link.tar", tmp_path / "target")
    assert not (tmp_path / "target" / "link").exists()


def test_what_was_set_aside_is_deleted_after_its_time(site: Installed) -> None:
    old, fresh, scratch = (site.data / name for name in ("before-restore-a", "before-restore-b", ".restore-x"))
    for folder in (old, fresh, scratch):
        folder.mkdir()
    os.utime(old, (0, time.time() - 31 * 86400))
    os.utime(scratch, (0, time.time() - 2 * 86400))
    site.run("tick")
    assert [folder.exists() for folder in (old, fresh, scratch)] == [False, True, False]


@pytest.mark.long
def test_a_restore_killed_at_any_moment_can_be_repeated_and_nothing_runs_on_half_of_it(
    site: Installed, tmp_path: Path
) -> None:
    site.finish((WRITER, "200", UNIT))
    made = site.json("backup", "--to", str(tmp_path))
    backed_up = entries(site) - 1
    chooser = random.Random(2)
    for _ in range(8):
        with site.start("rukun.config.cli", "restore", made["archive"], "--replace") as restoring:
            time.sleep(chooser.uniform(0.3, 1.6))
        if (site.data / "restore-unfinished").exists():
            refused = site.run("worker", expect=3)
            assert "terputus" in refused.stderr
        assert site.json("restore", made["archive"], "--replace")["sound"]
        assert entries(site) == backed_up + 1
        assert restoring.returncode is not None

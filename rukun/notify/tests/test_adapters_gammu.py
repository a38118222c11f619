import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from rukun.notify.adapters import Letter, Outcome, gammu
from rukun.notify.algo.incoming import Said
from rukun.notify.algo.reading.sms import environment, parts, understood

pytestmark = pytest.mark.pure
PHONE = "+6281200000001"
ID = UUID("01920000-0000-7000-8000-000000000001")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("inbox", "outbox", "sent", "error"):
        (tmp_path / name).mkdir()
    return tmp_path


def setting(folder: Path) -> dict[str, Any]:
    return {"way": "gammu", "folder": str(folder)}


def letter(**more: Any) -> Letter:
    usual: dict[str, Any] = {"id": ID, "address": {"phone": PHONE}, "text": "Sudah beres?"}
    return Letter(**(usual | more))


def outbox(folder: Path) -> list[Path]:
    return sorted((folder / "outbox").iterdir())


def test_a_message_is_a_whole_file_in_the_outbox(folder: Path) -> None:
    sent = letter(text="“Sudah” ✓", choices=(("ya", "Sudah"),))
    assert gammu.send(setting(folder), sent) == Outcome("sent", message=str(ID))
    [file] = outbox(folder)
    assert file.name.startswith("OUTN")
    assert file.name.endswith(f"_00_{PHONE}_{ID}.txt")
    assert file.read_bytes().decode("utf-16") == '"Sudah" ✓\n1 Sudah'
    assert file.stat().st_mode & 0o777 == 0o660


def test_urgent_messages_come_first(folder: Path) -> None:
    gammu.send(setting(folder), letter())
    gammu.send(setting(folder), letter(id=UUID(int=7), urgent=True))
    assert [file.name[3] for file in outbox(folder)] == ["A", "N"]


@pytest.mark.parametrize("box", ["outbox", "sent", "error"])
def test_the_same_letter_is_never_put_there_twice(folder: Path, box: str) -> None:
    gammu.send(setting(folder), letter())
    if box != "outbox":
        outbox(folder)[0].rename(folder / box / outbox(folder)[0].name)
    assert gammu.send(setting(folder), letter()) == Outcome("sent", message=str(ID))
    assert len([path for name in ("outbox", "sent", "error") for path in (folder / name).iterdir()]) == 1


def test_an_outbox_that_nobody_empties_takes_no_more(folder: Path) -> None:
    gammu.send(setting(folder), letter())
    long_ago = time.time() - gammu.STUCK - 5
    os.utime(outbox(folder)[0], (long_ago, long_ago))
    assert gammu.send(setting(folder), letter(id=UUID(int=7))) == Outcome("later", why="down")
    assert len(outbox(folder)) == 1


def test_no_folder_is_for_later(tmp_path: Path) -> None:
    assert gammu.send(setting(tmp_path / "away"), letter()) == Outcome("later", why="unreachable")


@pytest.mark.parametrize("phone", ["", "TELKOMSEL", "../../x", "0812", "+62812/../../x"])
def test_what_is_no_number_makes_no_file(folder: Path, phone: str) -> None:
    assert gammu.send(setting(folder), letter(address={"phone": phone})) == Outcome("no", why="address")
    assert outbox(folder) == []


def test_what_the_daemon_moved_is_told_until_it_is_put_away(folder: Path) -> None:
    gammu.send(setting(folder), letter())
    gammu.send(setting(folder), letter(id=UUID(int=7)))
    for file in outbox(folder):
        file.rename(folder / ("sent" if str(ID) in file.name else "error") / file.name)
    (folder / "sent" / "OUTC_+6281299999999_00.txt").write_text("somebody else's")
    found = {each.message: each for each in gammu.receipts(setting(folder))}
    assert {key: (each.state, each.why) for key, each in found.items()} == {
        str(ID): ("sent", ""),
        str(UUID(int=7)): ("failed", "refused"),
    }
    assert found[str(ID)].letter == str(ID)
    gammu.put_away(setting(folder), [found[str(ID)]])
    assert [each.message for each in gammu.receipts(setting(folder))] == [str(UUID(int=7))]
    assert (folder / "sent" / "OUTC_+6281299999999_00.txt").exists()


def test_no_folders_hold_no_receipts_and_no_messages(tmp_path: Path) -> None:
    away = setting(tmp_path / "away")
    assert gammu.receipts(away) == []
    assert gammu.inbox(away) == []
    gammu.forget(away, ["IN1.txt"])


def received(folder: Path, name: str, content: bytes, at: int) -> None:
    path = folder / "inbox" / name
    path.write_bytes(content)
    os.utime(path, (at, at))


def test_messages_that_were_left_lying_are_read_and_long_ones_joined(folder: Path) -> None:
    received(folder, "IN20261122_170902_00_+6281200000001_00.txt", "lapor “ban".encode("utf-16"), 1000)
    received(folder, "IN20261122_170801_00_+6281200000002_00.txt", b"batal", 1001)
    received(folder, "IN20261122_170901_00_+6281200000001_01.txt", "jir”".encode("utf-16"), 1002)
    received(folder, "IN20261122_171500_00_+6281200000001_00.txt", b"\xe9", 1003)
    found = gammu.inbox(setting(folder))
    assert [(item["from"], item["text"], len(names)) for item, names in found] == [
        ("+6281200000001", "lapor “banjir”", 2),
        ("+6281200000002", "batal", 1),
        ("+6281200000001", "\ufffd", 1),
    ]
    assert len({parts(item)[0].key for item, _names in found}) == 3


def test_what_has_just_been_written_waits_for_its_other_parts(folder: Path) -> None:
    received(folder, "IN20261122_170902_00_+6281200000001_00.txt", b"lapor", int(time.time()))
    assert gammu.inbox(setting(folder)) == []
    assert len(gammu.inbox(setting(folder), older=-5)) == 1


def test_stored_messages_are_forgotten_and_nothing_outside_is(folder: Path) -> None:
    received(folder, "IN20261122_170902_00_+6281200000001_00.txt", b"lapor", 1000)
    received(folder, "lain.txt", b"x", 1000)
    (folder / "INx.bin").write_bytes(b"x")
    gammu.forget(
        setting(folder), ["IN20261122_170902_00_+6281200000001_00.txt", "lain.txt", "../INx.bin", "IN/../../INx.bin"]
    )
    assert [path.name for path in (folder / "inbox").iterdir()] == ["lain.txt"]
    assert (folder / "INx.bin").exists()


CONFIGURATION = """
[gammu]
model = dummy
connection = none
port = {folder}/phone
[smsd]
service = files
logfile = {folder}/log
commtimeout = 1
receivefrequency = 1
statusfrequency = 0
loopsleep = 1
checksecurity = 0
checksignal = 0
checkbattery = 0
inboxformat = unicode
inboxpath = {folder}/inbox/
outboxpath = {folder}/outbox/
sentsmspath = {folder}/sent/
errorsmspath = {folder}/error/
runonreceive = {folder}/received
"""
IN_THE_PHONE = """[SMSBackup000]
SMSC = "+628110000"
Sent = 20261122T170900
State = UnRead
Number = "+6281200000009"
Name = ""
{header}Text00 = {text}
Coding = Unicode_No_Compression
Folder = 1
Length = {length}
Class = -1
ReplySMSC = False
RejectDuplicates = False
ReplaceMessage = 0
MessageReference = 0
"""


@contextmanager
def daemon(folder: Path) -> Iterator[None]:
    (folder / "phone").mkdir()
    (folder / "rc").write_text(CONFIGURATION.format(folder=folder))
    program = folder / "received"
    program.write_text(
        f"#!/bin/sh\nenv -0 > {folder}/now.env\necho $* > {folder}/now.args\nmv {folder}/now.env {folder}/$1.env\n"
    )
    program.chmod(0o755)
    variables = os.environ | {"LC_ALL": "C.UTF-8"}
    running = subprocess.Popen(["gammu-smsd", "-c", str(folder / "rc")], env=variables)
    try:
        yield
    finally:
        running.terminate()
        running.wait(30)


def until(happened: Callable[[], bool]) -> None:
    for _ in range(300):
        if happened():
            return
        time.sleep(0.1)
    pytest.fail("the daemon did not do it in half a minute")


@pytest.mark.long
@pytest.mark.skipif(shutil.which("gammu-smsd") is None, reason="Debian's gammu-smsd is not installed")
def test_the_daemon_itself_sends_what_we_leave_and_hands_us_what_it_receives(folder: Path) -> None:
    with daemon(folder):
        assert gammu.send(setting(folder), letter(text="panjang ✓ " * 20)).result == "sent"
        until(lambda: bool(gammu.receipts(setting(folder))))
        [receipt] = gammu.receipts(setting(folder))
        assert (receipt.message, receipt.state) == (str(ID), "sent")
        gammu.put_away(setting(folder), [receipt])
        assert list((folder / "sent").iterdir()) == []

        pieces = ["lapor “jalan” ", "rusak $(id) ✓"]
        for number, piece in enumerate(pieces, 1):
            text = piece.encode("utf-16-be").hex().upper()
            header = f"UDH = 05000307{len(pieces):02X}{number:02X}\n"
            content = IN_THE_PHONE.format(header=header, text=text, length=len(piece))
            (folder / f"{number}.made").write_text(content)
        for number in (1, 2):
            (folder / f"{number}.made").rename(folder / "phone" / "sms" / "1" / str(number))
        until(lambda: any(folder.glob("IN*.env")))

    [stored] = folder.glob("IN*.env")
    pairs = (each.partition("=") for each in stored.read_bytes().decode().split("\0"))
    names = (folder / "now.args").read_text().split()
    item = environment({key: value for key, _, value in pairs}, names)
    found = understood(parts(item)[0].content)
    assert isinstance(found, Said)
    assert (found.names, found.text) == (("phone:+6281200000009",), "lapor “jalan” rusak $(id) ✓")
    [(lying, files)] = gammu.inbox(setting(folder), older=-5)
    assert (lying, list(files)) == (item, names)
    gammu.forget(setting(folder), names)
    assert gammu.inbox(setting(folder), older=-5) == []

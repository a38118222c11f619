"""Who may say where a request comes from, and when several processes count together."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.cache.backends.redis import RedisCache
from django.test import override_settings

from rukun.config.checks import what_is_counted_stays_in_memory
from rukun.config.cli import main
from rukun.config.installation import SAME_MACHINE, Installation, NotInstalled, cache_url, create, load

pytestmark = pytest.mark.pure


def settings_in(folder: Path, *, https: bool = True, demo: bool = False, proxies: tuple[str, ...] = ()) -> Path:
    create(
        Installation(
            data=folder, demo=demo, name="Posko", operator="", contact="", source="", hosts=("rukun.example",),
            https=https, time_zone="Asia/Jakarta", proxies=proxies,
        )
    )  # fmt: skip
    return folder / "rukun.toml"


@pytest.mark.parametrize(
    ("https", "demo", "written", "believed"),
    [
        (True, False, None, SAME_MACHINE),  # a proxy on this machine speaks for everybody
        (False, False, None, ()),
        (True, True, None, ()),
        (True, False, "[]", ()),
        (True, False, '["10.0.0.5"]', ("10.0.0.5/32",)),
        (False, False, '["10.0.0.0/8", "2001:db8::/32"]', ("10.0.0.0/8", "2001:db8::/32")),
        (True, False, '"10.0.0.5"', ("10.0.0.5/32",)),
    ],
)
def test_proxies_are_those_written_or_the_machine_itself(
    tmp_path: Path, https: bool, demo: bool, written: str | None, believed: tuple[str, ...]
) -> None:
    path = settings_in(tmp_path, https=https, demo=demo)
    if written is not None:
        path.write_text(f"{path.read_text()}proxies = {written}\n")
    assert load(tmp_path).proxies == believed


@pytest.mark.parametrize("written", ['["bukan alamat"]', "[1.5]", "true", '["10.0.0.0/99"]', '[""]'])
def test_a_proxy_that_is_no_address_is_said_with_an_example(tmp_path: Path, written: str) -> None:
    path = settings_in(tmp_path)
    path.write_text(f"{path.read_text()}proxies = {written}\n")
    with pytest.raises(NotInstalled, match=r"proxies .*10\.0\.0\.0/8"):
        load(tmp_path)


def test_proxies_survive_being_written(tmp_path: Path) -> None:
    settings_in(tmp_path, https=False, proxies=("10.0.0.0/8",))
    assert load(tmp_path).proxies == ("10.0.0.0/8",)


def test_several_processes_count_together_or_do_not_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("RUKUN_CACHE_URL", raising=False)
    assert main(["serve", "--processes", "2"]) == 3
    said = capsys.readouterr().err
    assert "RUKUN_CACHE_URL" in said
    for wrong in ("0", "-1", "x", "65"):
        with pytest.raises(SystemExit):
            main(["serve", "--processes", wrong])
        assert wrong in capsys.readouterr().err


def test_the_shared_cache_is_a_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUKUN_CACHE_URL", raising=False)
    assert cache_url() == ""
    monkeypatch.setenv("RUKUN_CACHE_URL", "redis://127.0.0.1:6379/0")
    assert cache_url() == "redis://127.0.0.1:6379/0"
    monkeypatch.setenv("RUKUN_CACHE_URL", "memcached://127.0.0.1")
    with pytest.raises(NotInstalled, match="redis://"):
        cache_url()


def test_check_warns_of_a_cache_that_is_away_or_writes_to_a_disk() -> None:
    def found(url: str) -> list[str]:
        with override_settings(CACHE_URL=url):
            return [str(each.id) for each in what_is_counted_stays_in_memory()]

    assert found("") == []
    assert found("redis://127.0.0.1:1/0") == ["config.W007"]
    with redis(save="", appendonly="no") as url:
        assert found(url) == []
    with redis(save="3600 1 300 100", appendonly="yes") as url:
        assert found(url) == ["config.W008", "config.W008"]


def test_counting_in_a_redis_needs_no_more_than_it_has() -> None:
    """What ``report.limits`` asks of the cache, in the words of a real client."""
    with redis() as url:
        one, other = RedisCache(url, {}), RedisCache(url, {})
        assert one.add("limits:1:file:x", 1, 3600)
        assert not other.add("limits:1:file:x", 1, 3600)
        assert other.incr("limits:1:file:x") == 2
        assert one.get("limits:1:file:x", 0) == 2
        assert one.get("nothing", 0) == 0
        one.add("limits:secret:1", b"\x00\xff" * 16, 86400)
        assert other.get("limits:secret:1") == b"\x00\xff" * 16


class TinyRedis:
    """As much of a Redis as is needed (RESP3)."""

    def __init__(self, config: dict[str, str]) -> None:
        self.config = config
        self.kept: dict[bytes, bytes] = {}

    def answer(self, command: str, *rest: bytes) -> bytes:
        known: dict[str, Callable[..., bytes]] = {
            "GET": self.get,
            "SET": self.set,
            "INCRBY": self.increase,
            "CONFIG": self.configured,
        }
        if command in known:
            return known[command](*rest)
        return {
            "HELLO": b"%1\r\n+proto\r\n:3\r\n",
            "PING": b"+PONG\r\n",
            "EXISTS": b":%d\r\n" % (rest[:1] != () and rest[0] in self.kept),
        }.get(command, b"+OK\r\n")

    def get(self, key: bytes) -> bytes:
        return self._bulk(self.kept[key]) if key in self.kept else b"_\r\n"

    def set(self, key: bytes, value: bytes, *how: bytes) -> bytes:
        if b"NX" in how and key in self.kept:
            return b"_\r\n"
        self.kept[key] = value
        return b"+OK\r\n"

    def increase(self, key: bytes, by: bytes) -> bytes:
        self.kept[key] = b"%d" % (int(self.kept[key]) + int(by))
        return b":%s\r\n" % self.kept[key]

    def configured(self, _get: bytes, name: bytes) -> bytes:
        return b"%1\r\n" + self._bulk(name) + self._bulk(self.config.get(name.decode(), "").encode())

    def _bulk(self, value: bytes) -> bytes:
        return b"$%d\r\n%s\r\n" % (len(value), value)

    def serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            while head := lines.readline():
                words = [lines.read(int(lines.readline()[1:]) + 2)[:-2] for _ in range(int(head[1:]))]
                connection.sendall(self.answer(words[0].decode().upper(), *words[1:]))

    def accept(self, server: socket.socket) -> None:
        while True:
            try:
                connection, _address = server.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()


@contextmanager
def redis(**config: str) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=TinyRedis(config).accept, args=(server,), daemon=True).start()
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        server.shutdown(socket.SHUT_RDWR)

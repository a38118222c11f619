"""From an empty machine to people at work: everybody comes in by their own means, in a real browser."""

import re
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from rukun.config.tests.installed import Installed, installed

pytestmark = [pytest.mark.browser, pytest.mark.long]
KELURAHAN = "99.01.01.1001"
UNITS = f"kode,nama\n99,Provinsi\n99.01,Kota\n99.01.01,Kecamatan\n{KELURAHAN},Contoh\n{KELURAHAN}.003,RW 003\n"
WORD = "rumah-di-tepi-kali"


@contextmanager
def serving(site: Installed) -> Iterator[str]:
    """The site's address, once it answers. Passkeys want a name, and browsers trust this one without HTTPS."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with site.start("rukun.config.cli", "serve", "--port", str(port)):
        url = f"http://localhost:{port}"
        for _ in range(200):
            with suppress(urllib.error.URLError, OSError):
                urllib.request.urlopen(f"{url}/healthz", timeout=5).close()
                break
            time.sleep(0.1)
        yield url


@contextmanager
def phone_of(browser: Any, url: str) -> Iterator[Any]:
    """A phone with a finger reader, as its owner holds it."""
    from tools.browser import watched_page

    with watched_page(browser, url, viewport={"width": 360, "height": 740}, locale="id-ID") as page:
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        devtools.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        yield page


def accept(page: Any, link: str) -> None:
    page.goto(link.replace(re.match(r"https?://[^/]+", link)[0], ""))  # type: ignore[index]
    assert "#" not in page.url, "the secret does not stay in the address"
    page.get_by_role("button", name="Buka undangan").click()
    page.wait_for_url("**/profil/keamanan/")


def add_passkey(page: Any) -> None:
    page.get_by_role("link", name="Pasang kunci sandi").click()
    page.get_by_role("button", name="Pasang kunci sandi").click()
    page.wait_for_url("**/profil/keamanan/")
    page.get_by_text("Kunci sandi tersimpan").wait_for()


def set_word(page: Any) -> None:
    page.get_by_role("link", name="Buat kata sandi").click()
    page.get_by_label("Kata sandi baru").fill(WORD)
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/profil/keamanan/")


def app_code(secret: str, step: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)))


def add_app(page: Any) -> str:
    page.get_by_role("link", name="Pasang aplikasi").click()
    secret = re.sub(r"\s", "", page.locator("code").inner_text())
    page.get_by_label("Kode dari aplikasi").fill(app_code(secret))
    page.get_by_role("button", name="Pasang").click()
    page.wait_for_url("**/profil/keamanan/")
    return secret


def leave(page: Any) -> None:
    page.get_by_role("button", name="Keluar", exact=True).first.click()
    page.wait_for_url("**/")


def establish(page: Any, kind: str, name: str, unit: str) -> None:
    page.goto("/organisasi/baru/")
    page.get_by_label("Jenis").select_option(label=kind)
    page.get_by_label("Nama").fill(name)
    page.get_by_label("Wilayah").fill(unit)
    page.locator("main button[type=submit]").click()
    page.get_by_role("heading", name=name).wait_for()


def appoint(page: Any, name: str, phone: str, title: str, unit: str = "") -> str:
    """Give a position in the organisation of this page to somebody new, and invite them. Returns the link."""
    page.get_by_role("link", name="Beri jabatan").first.click()
    page.get_by_label("nomor teleponnya").fill(phone)
    page.get_by_label("Nama orangnya").fill(name)
    page.get_by_label("Orang baru ini sudah dewasa").check()
    page.get_by_label("Jabatan", exact=True).select_option(label=title)
    if unit:
        page.get_by_label("Wilayah jabatan").fill(unit)
    page.locator("main button[type=submit]").click()
    page.get_by_role("link", name="Undang").first.click()
    page.get_by_role("button", name="Buat undangan").click()
    return str(page.locator("code").first.inner_text())


def by_passkey(page: Any) -> None:
    page.goto("/masuk/")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url("**/hari-ini/")


def by_word(page: Any, phone: str) -> None:
    page.goto("/masuk/")
    page.get_by_label("Nomor telepon").fill(phone)
    page.get_by_label("Kata sandi").fill(WORD)
    page.get_by_role("button", name="Masuk", exact=True).click()


def sees_journal(page: Any) -> bool:
    return bool(page.goto("/buku-mutasi/").status == 200)


def test_from_setup_to_lurah_coordinator_and_rw_head_each_by_their_own_means(browser: Any, tmp_path: Path) -> None:
    with installed(tmp_path / "site") as site:
        (tmp_path / "wilayah.csv").write_text(UNITS)
        site.run("territory", "units", str(tmp_path / "wilayah.csv"))
        link = site.json("setup", "--name", "Tono", "--phone", "0812-0000-0101")["link"]
        with serving(site) as url, phone_of(browser, url) as administrator, phone_of(browser, url) as lurah:
            accept(administrator, link)
            add_passkey(administrator)
            establish(administrator, "Pemerintah kelurahan", "Kelurahan Contoh", KELURAHAN)
            link = appoint(administrator, "Hartati", "0812-0000-0102", "Lurah")
            accept(lurah, link)
            assert "melihat hal yang dirahasiakan" in lurah.locator("main").inner_text()
            assert not sees_journal(lurah), "being invited opens no office yet"
            lurah.goto("/profil/keamanan/")
            add_passkey(lurah)
            leave(lurah)
            by_passkey(lurah)
            assert sees_journal(lurah)

            establish(lurah, "Ormas", "Mitra Contoh", KELURAHAN)
            link = appoint(lurah, "Slamet", "0812-0000-0103", "Koordinator")
            with phone_of(browser, url) as coordinator:
                accept(coordinator, link)
                set_word(coordinator)
                secret = add_app(coordinator)
                leave(coordinator)
                by_word(coordinator, "0812-0000-0103")
                coordinator.get_by_label("Kode dari aplikasi").fill(app_code(secret, step=1))
                coordinator.get_by_role("button", name="Lanjutkan").click()
                coordinator.wait_for_url("**/hari-ini/")
                assert coordinator.goto("/undangan/terbuka/").status == 200

            establish(lurah, "RW", "RW 003", f"{KELURAHAN}.003")
            link = appoint(lurah, "Ratna", "0812-0000-0104", "Ketua RW")
            with phone_of(browser, url) as head:
                accept(head, link)
                set_word(head)
                leave(head)
                by_word(head, "0812-0000-0104")
                head.wait_for_url("**/hari-ini/")
                assert sees_journal(head)
                lurah.goto("/orang/")
                lurah.get_by_role("link", name="Ratna").click()
                lurah.get_by_role("link", name="Ketua RW").first.click()
                lurah.get_by_text("Akhiri jabatan").first.click()
                lurah.get_by_role("button", name="Ya").click()
                lurah.wait_for_load_state()
                assert not sees_journal(head), "an office that ended gives nothing from that second on"

            refused = site.run("setup", "--name", "Lain", "--phone", "0812-0000-0105", expect=2)
            assert "Sudah ada administrator" in refused.stderr

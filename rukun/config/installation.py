"""What is particular to one installation: its folder, its name, its hosts, its keys.

Everything lives under one folder, ``RUKUN_DATA``:

    rukun.toml      name, hosts, time zone: may be read and edited by the person who runs it
    keys/           0700; each key a file of mode 0600, backed up apart from everything else
    rukun.sqlite3   the database, unless ``DATABASE_URL`` or ``keys/database.url`` names another
    files/          what people hand in
    heads/          signed heads of the journal, kept outside the database on purpose
    static/         style and pictures, made at start
"""

import json
import os
import secrets
import stat
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from zoneinfo import available_timezones

from rukun.config.words import _

KEY_NAMES = ("django.key", "journal.key")
SAME_MACHINE = ("127.0.0.1", "::1")
PUSH_KEY = "push.key"
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
CACHE_SCHEMES = ("redis://", "rediss://", "unix://")


class NotInstalled(Exception):
    """The folder is not (fully) set up. ``what`` is wrong, ``remedy`` mends it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True)
class Installation:
    data: Path
    demo: bool
    name: str
    operator: str
    contact: str
    source: str
    hosts: tuple[str, ...]
    https: bool
    time_zone: str
    proxies: tuple[str, ...] = ()
    """Addresses or networks of proxies that are believed when they say where a request comes from."""

    @property
    def keys(self) -> Path:
        return self.data / "keys"

    @property
    def files(self) -> Path:
        return self.data / "files"

    @property
    def heads(self) -> Path:
        return self.data / "heads" / "heads.jsonl"

    @property
    def static(self) -> Path:
        return self.data / "static"

    @property
    def sqlite(self) -> Path:
        return self.data / "rukun.sqlite3"

    def key(self, name: str) -> str:
        """The content of one key file. Raises ``NotInstalled`` where it is missing or empty."""
        try:
            content = (self.keys / name).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise NotInstalled(
                _("Berkas kunci keys/%(name)s tidak terbaca (%(why)s).") % {"name": name, "why": error.strerror},
                _("Pulihkan dari arsip kunci cadangan Anda, atau jalankan `rukun init` di RUKUN_DATA yang kosong."),
            ) from None
        if not content:
            raise NotInstalled(_("Berkas kunci keys/%s kosong.") % name, _("Pulihkan dari arsip kunci cadangan Anda."))
        return content

    def database_url(self) -> str:
        """``DATABASE_URL`` from the environment, else from ``keys/database.url``, else SQLite in the folder."""
        from_env = os.environ.get("DATABASE_URL", "")
        if from_env:
            return from_env
        if (self.keys / "database.url").exists():
            return self.key("database.url")
        return f"sqlite:///{self.sqlite}"


def data_folder() -> Path:
    """``RUKUN_DATA``, or ``./data``."""
    return Path(os.environ.get("RUKUN_DATA") or "data").resolve()


def load(data: Path | None = None) -> Installation:
    """Read the installation. Raises ``NotInstalled`` with the remedy if it is absent or incomplete."""
    data = data or data_folder()
    path = data / "rukun.toml"
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotInstalled(
            _("Belum ada instalasi di %s.") % data,
            _("Jalankan `rukun init` (untuk melihat-lihat: `rukun demo`), atau arahkan RUKUN_DATA ke folder lain."),
        ) from None
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise NotInstalled(
            _("%(path)s tidak terbaca: %(why)s.") % {"path": path, "why": error}, _("Perbaiki berkas itu.")
        ) from None
    installation = Installation(
        data=data,
        demo=values.get("demo") is True,
        name=str(values.get("name", "")),
        operator=str(values.get("operator", "")),
        contact=str(values.get("contact", "")),
        source=str(values.get("source", "")),
        hosts=tuple(str(host) for host in values.get("hosts", [])),
        https=values.get("https", True) is not False,
        time_zone=str(values.get("time_zone", "Asia/Jakarta")),
        proxies=_proxies(path, values),
    )
    if installation.time_zone not in available_timezones():
        raise NotInstalled(
            _("%(path)s menyebut zona waktu yang tidak dikenal: %(zone)s.")
            % {"path": path, "zone": installation.time_zone},
            _('Pakai "Asia/Jakarta" (WIB), "Asia/Makassar" (WITA), atau "Asia/Jayapura" (WIT).'),
        )
    if not installation.demo and (not installation.hosts or "*" in installation.hosts):
        raise NotInstalled(
            _("%s tidak menyebut nama host untuk membuka situs ini.") % path,
            _('Tulis misalnya hosts = ["rukun.example.id"].'),
        )
    for name in KEY_NAMES:
        installation.key(name)
    return installation


def cache_url() -> str:
    """``RUKUN_CACHE_URL`` from the environment: a Redis that several processes count in. ``""``: each for itself."""
    url = os.environ.get("RUKUN_CACHE_URL", "")
    if url and not url.startswith(CACHE_SCHEMES):
        raise NotInstalled(
            _("RUKUN_CACHE_URL bukan alamat Redis."), _("Tulis misalnya redis://127.0.0.1:6379/0, atau hapus.")
        )
    return url


def _proxies(path: Path, values: dict[str, object]) -> tuple[str, ...]:
    """As written; else the machine itself where there is HTTPS, since then a proxy speaks for everybody."""
    written = values.get("proxies")
    if written is None:
        return SAME_MACHINE if values.get("https", True) is not False and values.get("demo") is not True else ()
    if not isinstance(written, list):
        written = [written]
    try:
        return tuple(str(ip_network(str(each), strict=False)) for each in written)
    except ValueError:
        raise NotInstalled(
            _("%s menyebut proxies yang bukan daftar alamat IP.") % path,
            _('Tulis misalnya proxies = ["127.0.0.1", "10.0.0.0/8"].'),
        ) from None


def create(installation: Installation, *, database_url: str = "") -> None:
    """Write the folder, its settings and fresh keys. Never overwrites: raises ``FileExistsError``."""
    installation.data.mkdir(parents=True, exist_ok=True)
    if not any(installation.data.iterdir()):
        installation.data.chmod(0o700)  # the database in it is nobody else's to read
    installation.keys.mkdir(mode=0o700, exist_ok=True)
    installation.keys.chmod(0o700)
    for folder in (installation.files, installation.heads.parent):
        folder.mkdir(mode=0o750, exist_ok=True)
    # The settings come last: their presence means that everything else is there.
    # Keys that an interrupted start left behind are kept: a key is never overwritten.
    fresh = {
        "django.key": secrets.token_urlsafe(48),
        "journal.key": secrets.token_hex(32),  # an Ed25519 seed is 32 random bytes
        **fresh_lock_keys(),
        PUSH_KEY: fresh_push_key(),
    }
    for name, content in fresh.items():
        if not (installation.keys / name).exists():
            write_key(installation.keys / name, content)
    (installation.keys / "database.url").unlink(missing_ok=True)  # an address can be corrected
    if database_url:
        write_key(installation.keys / "database.url", database_url)
    with (installation.data / "rukun.toml").open("x", encoding="utf-8") as file:
        file.write(_toml(installation))


def fresh_lock_keys() -> dict[str, str]:
    """What seals, marks and signs what residents hand in (see ``rukun.seal.keys``), made anew."""
    today = datetime.now(UTC).date().isoformat()
    return {
        "seal.keys": f"{secrets.token_hex(4)} {secrets.token_hex(32)}",
        "receipt.key": secrets.token_hex(32),
        "proof.keys": f"private {secrets.token_hex(32)} {today}",
    }


def fresh_push_key() -> str:
    """What signs push messages (see ``rukun.notify.keys``): a private key of the curve P-256."""
    return f"{secrets.randbelow(P256_ORDER - 1) + 1:064x}"


def add_push_key(installation: Installation) -> None:
    """For an installation that is older than this key, or lost it: browsers then subscribe again, nothing is lost."""
    path = installation.keys / PUSH_KEY
    if not path.exists():
        write_key(path, fresh_push_key())


def missing_lock_keys(installation: Installation) -> list[str]:
    """Names of those keys that are absent or empty, as in an installation older than they are."""
    paths = [installation.keys / name for name in fresh_lock_keys()]
    return [path.name for path in paths if not path.exists() or not path.stat().st_size]


def write_key(path: Path, content: str) -> None:
    """Write one key file, 0600 from its first byte on. Raises ``FileExistsError`` if it is there."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
        file.write(content + "\n")


def loose_keys(installation: Installation) -> list[str]:
    """Names of keys, and of their folder, that others on this machine can read."""
    paths = [installation.keys, *sorted(installation.keys.glob("*"))]
    return [path.name for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077]


def is_open_to_others(installation: Installation) -> bool:
    """Whether others on this machine can look into the folder, and so read the database."""
    return bool(stat.S_IMODE(installation.data.stat().st_mode) & 0o007)


def _toml(installation: Installation) -> str:
    # A JSON string is a valid TOML basic string, and a JSON list of strings a valid TOML array.
    def text(value: object) -> str:
        return json.dumps(value, ensure_ascii=False)

    return (
        "# Rukun: what is particular to this installation. `rukun check` reads it and says what is missing.\n"
        f"demo = {text(installation.demo)}\n"
        f"name = {text(installation.name)}\n"
        f"operator = {text(installation.operator)}\n"
        f"contact = {text(installation.contact)}\n"
        "# Where the source code of this very version can be had; the AGPL asks for it once you change the code.\n"
        f"source = {text(installation.source)}\n"
        f"hosts = {text(list(installation.hosts))}\n"
        f"https = {text(installation.https)}\n"
        "# Who may say for whom it asks (X-Forwarded-For). With HTTPS and without this line: a proxy on this machine.\n"
        f"{'' if installation.proxies else '# '}proxies = {text(list(installation.proxies or SAME_MACHINE))}\n"
        f"time_zone = {text(installation.time_zone)}\n"
    )

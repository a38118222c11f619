"""`rukun check`: what is wrong with this installation, and how to mend it."""

import shutil
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.clock.jobs import statuses
from rukun.config.health import pending_migrations
from rukun.config.installation import Installation, is_open_to_others, loose_keys, missing_lock_keys
from rukun.config.locks import half_restored
from rukun.notify.algo.smsdrc import lacking
from rukun.notify.channels import SMS
from rukun.notify.connecting import setting_of
from rukun.notify.queries.health import errands_failed
from rukun.people import queries as people
from rukun.territory import queries as territory

LEAST_FREE = 500 * 2**20
"""Bytes that must be free: a night of photos, and room for the database to write its log."""
SMSDRC = Path("/etc/gammu-smsdrc")


@checks.register(deploy=True)
def database_reachable(**_kwargs: Any) -> list[checks.CheckMessage]:
    try:
        pending = pending_migrations()
    except DatabaseError:
        return [
            checks.Error(
                _("Basis data tidak dapat dihubungi."),
                hint=_("Periksa DATABASE_URL atau keys/database.url, dan apakah PostgreSQL berjalan."),
                id="config.E001",
            )
        ]
    if pending:
        return [
            checks.Error(
                _("Basis data belum mengikuti versi program ini (%d langkah tertinggal).") % len(pending),
                hint=_("Buat cadangan dengan `rukun backup`, lalu jalankan `rukun migrate`."),
                id="config.E002",
            )
        ]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            if cursor.fetchone()[0] != "wal":
                return [
                    checks.Warning(
                        _("SQLite tidak memakai mode WAL; pembaca dan penulis saling menunggu."),
                        hint=_("Hentikan situs, lalu jalankan `rukun migrate`."),
                        id="config.W001",
                    )
                ]
    return []


@checks.register(deploy=True)
def what_is_erased_leaves_the_disk(**_kwargs: Any) -> list[checks.CheckMessage]:
    """A program that reads the database all day long keeps SQLite from beginning its write-ahead log anew."""
    try:
        last = next((each for each in statuses() if each.name == "report.write_over_log" and each.error), None)
    except DatabaseError:
        return []
    if last is None or (last.succeeded_at and timezone.now() - last.succeeded_at < timedelta(days=1)):
        return []
    return [
        checks.Warning(
            _("Bekas data yang dihapus masih ada di disk: log SQLite sejak sehari lebih tidak dapat ditimpa."),
            hint=_("Tutup program lain yang membuka rukun.sqlite3, atau mulai ulang situs."),
            id="config.W009",
        )
    ]


@checks.register(deploy=True)
def somebody_can_sign_in(**_kwargs: Any) -> list[checks.CheckMessage]:
    try:
        if people.anybody_known():
            return []
    except DatabaseError:
        return []
    return [
        checks.Warning(
            _("Belum ada orang yang dapat masuk."),
            hint=_("Jalankan `rukun setup --name … --phone …` dan buka undangannya."),
            id="config.W002",
        )
    ]


@checks.register(deploy=True)
def territory_is_there(**_kwargs: Any) -> list[checks.CheckMessage]:
    try:
        if not territory.is_empty():
            return []
    except DatabaseError:
        return []
    return [
        checks.Warning(
            _("Belum ada peta wilayah."),
            hint=_("Muat satu berkas OpenStreetMap: `rukun territory import BERKAS` (docs/peta.md)."),
            id="config.W006",
        )
    ]


@checks.register(deploy=True)
def keys_are_private(**_kwargs: Any) -> list[checks.CheckMessage]:
    return [
        checks.Error(
            _("Kunci %s dapat dibaca orang lain di mesin ini.") % name,
            hint=_("Jalankan `chmod 700 keys; chmod 600 keys/*` di dalam RUKUN_DATA."),
            id="config.E003",
        )
        for name in loose_keys(_installation())
    ]


@checks.register(deploy=True)
def keys_are_there(**_kwargs: Any) -> list[checks.CheckMessage]:
    return [
        checks.Error(
            _("Kunci keys/%s tidak ada. Laporan tidak dapat diterima atau dibuka.") % name,
            hint=_(
                "Pulihkan dari arsip kunci cadangan Anda. Bila instalasi ini belum pernah menerima laporan: "
                "jalankan `rukun migrate`."
            ),
            id="config.E007",
        )
        for name in missing_lock_keys(_installation())
    ]


@checks.register(deploy=True)
def data_are_private(**_kwargs: Any) -> list[checks.CheckMessage]:
    if not is_open_to_others(_installation()):
        return []
    return [
        checks.Error(
            _("Folder RUKUN_DATA, dengan basis data di dalamnya, dapat dibaca orang lain di mesin ini."),
            hint=_("Jalankan `chmod 700` pada folder itu."),
            id="config.E005",
        )
    ]


@checks.register(deploy=True)
def data_are_whole(**_kwargs: Any) -> list[checks.CheckMessage]:
    aside = half_restored(_installation())
    if not aside:
        return []
    return [
        checks.Error(
            _("Pemulihan sebelumnya terputus di tengah jalan."),
            hint=_("Ulangi `rukun restore … --replace`. Data yang lama ada di %s.") % aside,
            id="config.E006",
        )
    ]


@checks.register(deploy=True)
def disk_has_room(**_kwargs: Any) -> list[checks.CheckMessage]:
    free = shutil.disk_usage(_installation().data).free
    if free >= LEAST_FREE:
        return []
    return [
        checks.Error(
            _("Ruang kosong di disk tinggal %d MB.") % (free // 2**20),
            hint=_("Pindahkan cadangan lama ke tempat lain. Saat disk penuh, laporan baru tidak dapat disimpan."),
            id="config.E004",
        )
    ]


@checks.register(deploy=True)
def modem_loses_no_letter_and_logs_no_number(**_kwargs: Any) -> list[checks.CheckMessage]:
    """What the guide for SMS says of Gammu's daemon, where this user can read how it is configured."""
    try:
        setting = setting_of(SMS)
        text = SMSDRC.read_text(errors="replace")
    except (DatabaseError, OSError):
        return []
    if setting is None or setting.content.get("way") != "gammu":
        return []
    return [
        checks.Warning(
            _("Di %(file)s tidak tertulis: %(line)s.") % {"file": SMSDRC, "line": line},
            hint=_(
                "Tanpa itu huruf di luar abjad SMS hilang, atau nomor setiap pengirim tercatat. Tambahkan di [smsd] "
                "dan mulai ulang gammu-smsd (docs/kanal-sms.md)."
            ),
            id="config.W010",
        )
        for line in lacking(text)
    ]


@checks.register(deploy=True)
def errands_get_done(**_kwargs: Any) -> list[checks.CheckMessage]:
    try:
        number = errands_failed()
    except DatabaseError:
        return []
    if not number:
        return []
    return [
        checks.Warning(
            _("%d kode masuk atau pemberitahuan petugas gagal dikerjakan dalam tujuh hari ini.") % number,
            hint=_("Sebabnya ada di catatan `rukun worker`. Laporkan kepada pembuat program, tanpa data siapa pun."),
            id="config.W011",
        )
    ]


@checks.register(deploy=True)
def phones_get_everything(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Without HTTPS browsers refuse what needs a secure context; only the machine itself is exempt."""
    installation = _installation()
    if installation.https or installation.demo:
        return []
    return [
        checks.Warning(
            _(
                "Tanpa HTTPS, ponsel di jaringan ini tidak mendapat: antrean luring (service worker), lokasi, "
                "passkey, dan pemberitahuan. Kata sandi pun dikirim tanpa enkripsi."
            ),
            hint=_("Pasang Caddy dengan nama domain (docs/pasang.md), lalu tulis https = true di rukun.toml."),
            id="config.W003",
        )
    ]


@checks.register(deploy=True)
def somebody_stands_behind_it(**_kwargs: Any) -> list[checks.CheckMessage]:
    installation = _installation()
    empty = [name for name in ("name", "operator", "contact") if not getattr(installation, name)]
    return [
        checks.Warning(
            _("rukun.toml belum mengisi %s; warga tidak tahu siapa di balik situs ini.") % name,
            hint=_("Isi baris itu, lalu mulai ulang situs."),
            id="config.W004",
        )
        for name in empty
    ]


@checks.register(deploy=True)
def hosts_resolve(**_kwargs: Any) -> list[checks.CheckMessage]:
    """A name that this machine itself cannot find is most often a slip of the pen."""
    installation = _installation()
    if installation.demo:
        return []
    lost = []
    for host in installation.hosts:
        try:
            socket.getaddrinfo(host.lstrip("."), None)
        except OSError:
            lost.append(host)
    return [
        checks.Warning(
            _("Nama %s tidak ditemukan dari mesin ini.") % host,
            hint=_("Periksa ejaannya di rukun.toml dan catatan DNS domain itu."),
            id="config.W005",
        )
        for host in lost
    ]


@checks.register(deploy=True)
def what_is_counted_stays_in_memory(**_kwargs: Any) -> list[checks.CheckMessage]:
    """A Redis that writes to a disk would keep for months what is promised to last a day."""
    if not settings.CACHE_URL:
        return []
    from redis import Redis, RedisError  # noqa: PLC0415  a quarter of a second that nobody else needs to spend

    try:
        with Redis.from_url(settings.CACHE_URL, socket_timeout=2, socket_connect_timeout=2) as server:
            server.ping()
            kept = [name for name in ("save", "appendonly") if _is_on(server.config_get(name))]
    except (RedisError, OSError, ValueError):
        return [
            checks.Warning(
                _("RUKUN_CACHE_URL tidak dapat dihubungi; laporan tetap diterima, tetapi tanpa batas."),
                hint=_("Jalankan Redis di alamat itu, atau hapus RUKUN_CACHE_URL dan pakai satu proses."),
                id="config.W007",
            )
        ]
    return [
        checks.Warning(
            _("Redis di RUKUN_CACHE_URL menulis ke disk (%s); hitungan per alamat seharusnya hilang dalam sehari.")
            % name,
            hint=_('Tulis di redis.conf: save "" dan appendonly no, lalu mulai ulang Redis.'),
            id="config.W008",
        )
        for name in kept
    ]


def _is_on(answer: Any) -> bool:
    return any(each not in ("", "no", b"", b"no") for each in dict(answer).values())


def _installation() -> Installation:
    installation: Installation = settings.INSTALLATION
    return installation

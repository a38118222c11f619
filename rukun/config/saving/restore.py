"""Bringing a backup back: everything is read and checked before anything is touched."""

import hashlib
import json
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rukun.config import installation as site
from rukun.config.cli.installing import migrate
from rukun.config.cli.outcome import Failure, start_django
from rukun.config.installation import Installation
from rukun.config.locks import InUse, mark_half_restored, mark_whole, to_itself
from rukun.config.saving import FOLDERS, FORMAT
from rukun.config.saving.archives import unpack
from rukun.config.words import _


@dataclass(frozen=True)
class Done:
    """``lost`` counts per chain the entries written after the backup; ``aside`` is where the old data went."""

    made_at: str
    sound: bool
    lost: dict[str, int]
    aside: Path | None


def restore(archive: Path, *, keys: Path | None, database_url: str, replace: bool) -> Done:
    """Restore ``archive`` into ``RUKUN_DATA``; ``keys`` is needed where there is no installation yet.

    What is there now is kept aside and put back if anything fails. Raises ``Failure`` or ``NotInstalled``.
    """
    data = site.data_folder()
    data.mkdir(parents=True, mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as scratch_name, ExitStack() as undo:
        scratch = Path(scratch_name)
        manifest = _unpack(archive, scratch)
        if not (data / "rukun.toml").exists():
            if (data / "keys").exists():
                raise Failure(
                    _("Di %s ada kunci tanpa instalasi; kunci tidak pernah ditimpa.") % data,
                    _("Pindahkan folder keys/ itu, atau pilih RUKUN_DATA yang kosong."),
                )
            undo.callback(_forget_new_installation, data)
            _install(data, scratch, keys, database_url)
        elif keys or database_url:
            raise Failure(
                _("Di %s sudah ada instalasi dengan kuncinya sendiri.") % data,
                _("Hilangkan --keys dan --database-url, atau pilih RUKUN_DATA yang kosong."),
            )
        start_django()
        from django.conf import settings

        installation: Installation = settings.INSTALLATION
        _refuse_unfit(manifest)
        with _alone(installation):
            done = _swap(installation, scratch, manifest, replace=replace)
        undo.pop_all()
    return done


def _swap(installation: Installation, scratch: Path, manifest: dict[str, Any], *, replace: bool) -> Done:
    from django.db import DatabaseError
    from django.utils import timezone

    from rukun.config.saving import engines
    from rukun.config.verbs import RESTORED
    from rukun.guard import System
    from rukun.journal import actions as journal
    from rukun.journal.heads import current_heads, export_heads
    from rukun.journal.verify import verify_journal

    try:
        before = current_heads()
    except DatabaseError:
        before = {}
    if before and not replace:
        raise Failure(
            _("Instalasi ini sudah berisi data."),
            _("Tambahkan --replace untuk menggantinya; data yang ada disisihkan, tidak dihapus."),
        )
    prefix = f"before-restore-{timezone.now():%Y%m%dT%H%M%SZ}-"
    aside = Path(tempfile.mkdtemp(dir=installation.data, prefix=prefix))
    mark_half_restored(installation, aside)
    undo = ExitStack()
    try:
        for name in FOLDERS:
            (scratch / name).mkdir(exist_ok=True)
            undo.callback(_put_back, aside / name, installation.data / name)
            if (installation.data / name).exists():
                shutil.move(installation.data / name, aside / name)
            shutil.move(scratch / name, installation.data / name)
        engines.replace(scratch / "database", aside, undo, worth_keeping=bool(before))
        migrate(verbosity=0)
        sound = verify_journal().sound
        after = current_heads()
        gone = {code: max(length - after.get(code, (0, ""))[0], 0) for code, (length, _head) in before.items()}
        with journal.atomic():
            about = ("backup", str(manifest["name"]))
            journal.record(RESTORED, actor=System("restore"), unit="", about=about, codes={"lost": sum(gone.values())})
        export_heads()
    except BaseException:
        undo.close()  # if this fails too, the mark stays and nothing runs on the pieces
        shutil.rmtree(aside, ignore_errors=True)
        mark_whole(installation)
        raise
    mark_whole(installation)
    kept = aside if any(aside.iterdir()) else None
    _remove_if_empty(aside)
    return Done(str(manifest["made_at"]), sound, gone, kept)


def _unpack(archive: Path, scratch: Path) -> dict[str, Any]:
    """Extract and compare with the sums in the manifest. Raises ``Failure`` before anything else is touched."""
    damaged = Failure(
        _("%s rusak atau bukan cadangan Rukun.") % archive, _("Pakai cadangan lain; tidak ada yang berubah.")
    )
    try:
        unpack(archive, scratch)
        manifest: dict[str, Any] = json.loads((scratch / "manifest.json").read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise damaged
        for name, expected in manifest["sums"].items():
            with (scratch / name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != expected:
                    raise damaged
    except (tarfile.TarError, zlib.error, EOFError, ValueError, KeyError, FileNotFoundError) as error:
        raise damaged from error
    except OSError as error:
        raise Failure(
            _("Cadangan tidak dapat dibuka: %s.") % (error.strerror or error),
            _("Kosongkan ruang di disk, lalu ulangi; tidak ada yang berubah."),
        ) from None
    return manifest


def _install(data: Path, scratch: Path, keys: Path | None, database_url: str) -> None:
    """A new machine: settings from the archive, keys from theirs."""
    if keys is None:
        raise Failure(
            _("Di %s belum ada instalasi.") % data,
            _("Tambahkan --keys dengan arsip kunci dari cadangan yang sama."),
        )
    try:
        unpack(keys, data)
    except (OSError, tarfile.TarError) as error:
        raise Failure(_("Arsip kunci %s tidak terbaca.") % keys, _("Periksa nama berkasnya.")) from error
    (data / "keys").chmod(0o700)
    for path in (data / "keys").iterdir():
        path.chmod(0o600)
    if database_url:
        (data / "keys" / "database.url").unlink(missing_ok=True)
        site.write_key(data / "keys" / "database.url", database_url)
    shutil.copy(scratch / "rukun.toml", data / "rukun.toml")


def _forget_new_installation(data: Path) -> None:
    (data / "rukun.toml").unlink(missing_ok=True)
    shutil.rmtree(data / "keys", ignore_errors=True)


def _refuse_unfit(manifest: dict[str, Any]) -> None:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    if manifest["engine"] != connection.vendor:
        raise Failure(
            _("Cadangan ini dari %(theirs)s, instalasi ini memakai %(ours)s.")
            % {"theirs": manifest["engine"], "ours": connection.vendor},
            _("Pulihkan ke basis data yang sejenis (DATABASE_URL)."),
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
    if unknown := sorted(set(manifest["migrations"]) - known):
        raise Failure(
            _("Cadangan ini dari versi yang lebih baru (%s).") % unknown[0],
            _("Perbarui program ini dulu, lalu ulangi."),
        )


@contextmanager
def _alone(installation: Installation) -> Iterator[None]:
    try:
        with to_itself(installation):
            yield
    except InUse:
        raise Failure(
            _("Situs atau proses latar masih berjalan."),
            _("Hentikan keduanya (systemctl stop rukun-web rukun-worker), lalu ulangi."),
        ) from None


def _put_back(source: Path, target: Path) -> None:
    """Undo the exchange of a folder, however far it had come."""
    if source.exists():
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(source, target)


def _remove_if_empty(folder: Path) -> None:
    if folder.exists() and not any(folder.iterdir()):
        folder.rmdir()

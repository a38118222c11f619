"""Upkeep of the folder: what restores and killed backups left behind holds people's data too."""

import shutil
import time
from datetime import timedelta

from django.conf import settings

from rukun.clock.jobs import Job
from rukun.config.locks import half_restored

KEPT_ASIDE = timedelta(days=30)
KEPT_SCRATCH = timedelta(days=1)


def clear_leftovers() -> int:
    """Delete what restores set aside after 30 days, and scratch of killed commands after one. Returns how many."""
    data = settings.INSTALLATION.data
    needed = half_restored(settings.INSTALLATION)
    cleared = 0
    for pattern, kept in (("before-restore-*", KEPT_ASIDE), (".restore-*", KEPT_SCRATCH), (".backup-*", KEPT_SCRATCH)):
        for path in (*data.glob(pattern), *data.glob(f"backups/{pattern}")):
            if str(path) != needed and time.time() - path.stat().st_mtime > kept.total_seconds():
                shutil.rmtree(path, ignore_errors=True)
                cleared += 1
    return cleared


JOBS = [Job("config.clear_leftovers", timedelta(days=1), clear_leftovers)]

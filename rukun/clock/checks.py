"""`rukun check`: is time being kept, and did each job do its work?"""

from datetime import timedelta
from typing import Any

from django.core import checks
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from rukun.clock.jobs import leapt, registered
from rukun.clock.models import JobRun

GRACE = timedelta(minutes=5)
"""How late a job may be before it is reported: the worker may just have been restarted."""


@checks.register(deploy=True)
def jobs_run(**_kwargs: Any) -> list[checks.CheckMessage]:
    try:
        runs = JobRun.objects.in_bulk()
    except DatabaseError:
        return []  # the database check says so
    now = timezone.now()
    found: list[checks.CheckMessage] = []
    worker = _("Jalankan `rukun worker` (lihat docs/pasang.md, bagian systemd).")
    if not runs:
        return [checks.Warning(_("Belum ada tugas berkala yang pernah berjalan."), hint=worker, id="clock.W001")]
    if days := leapt():
        return [
            checks.Error(
                _("Jam server %d hari lebih maju daripada tugas berkala yang terakhir; tugas berkala berhenti.") % days,
                hint=_(
                    "Periksa jam server (`date`). Bila salah, betulkan. Bila benar, karena pekerja lama tidak "
                    "berjalan: jalankan `rukun tick --trust-clock`."
                ),
                id="clock.E003",
            )
        ]
    for job in registered():
        run = runs.get(job.name)
        if run is None:
            found.append(checks.Warning(_("Tugas %s belum pernah berjalan.") % job.name, hint=worker, id="clock.W001"))
        elif run.error:
            found.append(
                checks.Error(
                    _("Tugas %(name)s gagal %(times)d kali berturut-turut: %(error)s.")
                    % {"name": job.name, "times": run.failures_in_a_row, "error": run.error},
                    hint=_("Baca log worker pada jam itu. Tugas dicoba lagi setiap menit."),
                    id="clock.E001",
                )
            )
        elif now - run.started_at > job.every + GRACE:
            found.append(
                checks.Error(
                    _("Tugas %(name)s terakhir berjalan %(when)s.")
                    % {"name": job.name, "when": timezone.localtime(run.started_at).isoformat(timespec="minutes")},
                    hint=worker,
                    id="clock.E002",
                )
            )
    return found

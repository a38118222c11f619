from typing import Any

from django.core import checks
from django.db import DatabaseError
from django.utils.translation import gettext as _

from rukun.journal.triggers import missing


@checks.register(deploy=True)
def triggers_present(**_kwargs: Any) -> list[checks.CheckMessage]:
    try:
        absent = sorted(missing())
    except DatabaseError:
        return []  # the database check says so
    return [
        checks.Error(
            _("Pengaman %s untuk buku mutasi tidak terpasang di basis data.") % name,
            hint=_("Jalankan `rukun migrate`, lalu `rukun journal verify`."),
            id="journal.E001",
        )
        for name in absent
    ]

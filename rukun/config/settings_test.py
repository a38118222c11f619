"""Settings for tests, type checks and ``makemigrations --check``: a throw-away installation in a temporary folder.

``RUKUN_TEST_DB`` chooses the database: ``sqlite`` (default) or ``postgresql``, which takes ``DATABASE_URL``. Any other
``DATABASE_URL`` of the environment is ignored on purpose: tests must not find somebody's real data by accident.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from rukun.config.installation import Installation, create


def _remove_leftovers() -> None:
    """Killed runs and mypy (which ends without a goodbye) leave their folder behind; its name holds their number."""
    for folder in Path(tempfile.gettempdir()).glob("rukun-data-*-*"):
        try:
            os.kill(int(folder.name.split("-")[2]), 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except (PermissionError, ValueError):
            continue  # the process runs and is somebody else's, or the name is not ours


_remove_leftovers()
_data = Path(tempfile.mkdtemp(prefix=f"rukun-data-{os.getpid()}-"))
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["RUKUN_DATA"] = str(_data)
if os.environ.get("RUKUN_TEST_DB", "sqlite") == "sqlite":
    os.environ.pop("DATABASE_URL", None)
create(
    Installation(
        data=_data,
        demo=False,
        name="Posko Uji",
        operator="Kelurahan Uji",
        contact="0812-0000-0000",
        source="https://testserver/kode",
        hosts=("testserver",),
        https=True,
        time_zone="Asia/Jakarta",
    )
)
(_data / "static").mkdir()  # WhiteNoise warns where it is missing

from rukun.config.settings import *  # noqa: E402, F403  the installation above has to be there first
from rukun.config.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, because real threads and processes take part in tests. It need not survive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": str(_data / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
    )
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Names without a hash: tests that look at real static files ask the served site.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

"""Two questions a machine asks: is the process alive, and may it be sent visitors?"""

import os

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rukun.guard import ActorRequest, public


@public
@require_safe
@never_cache
def healthz(request: ActorRequest) -> HttpResponse:
    """Alive: answers without touching anything else."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
@require_safe
@never_cache
def readyz(request: ActorRequest) -> HttpResponse:
    """Ready: 200, or 503 with the parts that are not. Says nothing an outsider could use."""
    parts = {"database": _database(), "files": os.access(settings.INSTALLATION.files, os.W_OK)}
    return JsonResponse({"ready": all(parts.values()), **parts}, status=200 if all(parts.values()) else 503)


def pending_migrations() -> list[str]:
    """Names of migrations that the database still lacks. Raises ``DatabaseError``."""
    executor = MigrationExecutor(connection)
    return [f"{each.app_label}.{each.name}" for each, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def _database() -> bool:
    try:
        return not pending_migrations()
    except DatabaseError:
        return False

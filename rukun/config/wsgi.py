"""The door for a WSGI server: ``rukun serve`` runs granian on it."""

import os

from django.core.wsgi import get_wsgi_application

from rukun.config.cli.lifeline import SERVED, die_when_orphaned

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rukun.config.settings")
application = get_wsgi_application()
if os.environ.get(SERVED):
    die_when_orphaned()

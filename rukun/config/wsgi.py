"""The door for a WSGI server: ``rukun serve`` runs granian on it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rukun.config.settings")
application = get_wsgi_application()

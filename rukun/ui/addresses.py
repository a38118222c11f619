"""Whole addresses of this site, for whoever reads them outside of it: in a message, on paper."""

import os

from django.conf import settings


def whole(path: str) -> str:
    """A path of ours with the site in front of it: ``https://rukun.contoh.id/lapor/``; ``""`` gives the site alone.

    Of the demo, which has no name, it is the address that it prints: under another one, nobody would be signed in.
    """
    host = next(iter(settings.INSTALLATION.hosts), "127.0.0.1")
    site = f"https://{host}" if settings.HTTPS else f"http://{host}:{os.environ.get('PORT') or '8000'}"
    return f"{site}{path}"

"""An invitation on the console: its link, and its QR where a person looks on."""

import argparse
import io
import sys
from datetime import datetime

from rukun.config.cli.outcome import OK, report
from rukun.config.words import _


def shown(args: argparse.Namespace, expires_at: datetime, secret: str) -> int:
    from django.urls import reverse

    from rukun.ui.addresses import whole

    link = f"{whole(reverse('people:accept_invitation'))}#{secret}"
    lines = [
        _("Undangan sekali pakai, berlaku tujuh hari:"),
        "",
        f"  {link}",
        "",
        *([_qr(link)] if sys.stdout.isatty() else []),
        _(
            "Buka tautan itu di perangkat orangnya, sementara `rukun serve` berjalan. "
            "Siapa pun yang memegangnya dapat masuk."
        ),
    ]
    report(args, {"link": link, "expires_at": expires_at}, lines)
    return OK


def _qr(link: str) -> str:
    import segno

    drawn = io.StringIO()
    segno.make(link, error="m").terminal(out=drawn, compact=True)
    return drawn.getvalue()

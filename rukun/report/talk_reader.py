"""Who reads a talk's sentences: their language, and whether they can send photos and places."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import translation

from rukun.notify.channels import SMS
from rukun.notify.desk import Sender

sends_files: ContextVar[bool] = ContextVar("sends_files", default=True)


@contextmanager
def speaking_to(sender: Sender) -> Iterator[None]:
    """Say what is meant for this sender: an SMS carries words alone."""
    token = sends_files.set(sender.channel != SMS)
    try:
        with translation.override(sender.language):
            yield
    finally:
        sends_files.reset(token)

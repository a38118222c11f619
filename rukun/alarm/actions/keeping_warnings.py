"""How long warnings are kept."""

from datetime import timedelta

from django.utils import timezone

from rukun.alarm.models import PublicWarning
from rukun.alarm.verbs_warnings import ERASED
from rukun.guard import System
from rukun.journal import actions as journal

KEPT = timedelta(days=730)


def put_away() -> int:
    """Erase what was over two years ago, published or not. Returns how many; safe to be called again."""
    with journal.atomic():
        count, _each = PublicWarning.objects.filter(expires__lt=timezone.now() - KEPT).delete()
        if count:
            journal.record(ERASED, actor=System("alarm"), unit="", codes={"count": count})
    return count

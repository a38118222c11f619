from django.utils import timezone

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.people.access.own import may_write_notice
from rukun.people.errors import EmptyNotice, TooLong
from rukun.people.models import PrivacyNotice
from rukun.people.verbs import NOTICE_WRITTEN

LONGEST_NOTICE = 20_000


def write_notice(*, actor: Actor, text: str) -> PrivacyNotice:
    """Put another version of the privacy notice in place; earlier ones stay readable. The same text twice is one.

    Plain text, a blank line between paragraphs. Raises ``Refused``, ``EmptyNotice``, ``TooLong``.
    """
    may_write_notice(actor).demand()
    text = "\n".join(line.rstrip() for line in text.splitlines()).strip()
    if not text:
        raise EmptyNotice
    if len(text) > LONGEST_NOTICE:
        raise TooLong(LONGEST_NOTICE)
    with journal.atomic():
        newest = PrivacyNotice.objects.select_for_update().order_by("-pk").first()
        if newest is not None and newest.text == text:
            return newest
        made = PrivacyNotice.objects.create(text=text, written_by=actor.label, written_at=timezone.now())
        journal.record(NOTICE_WRITTEN, actor=actor, unit="", about=("privacy_notice", str(made.pk)))
    return made

"""What two people open together: the original of a photo, or a voice note."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from rukun.evidence.errors import Gone, NeedsAnother, NoReason, NothingAsked, NotOpened, ReasonTooLong
from rukun.evidence.models import Opening, Original, Photo, Piece
from rukun.evidence.sealing import original_content, voice_content
from rukun.journal import actions as journal

SHORTEST_REASON, LONGEST_REASON = 10, 1000
ASKED_FOR, OPEN_FOR = timedelta(days=7), timedelta(hours=24)
"""How long a request waits for a second person, and how long both may look or listen after that."""


def ask_opening(*, of: Piece, by: str, reason: str) -> tuple[Opening, bool]:
    """Ask that it be opened; another person has to agree within a week. Second: whether it is a new request.

    Whoever has asked already, or may look already, gets that one. Raises ``NoReason``, ``ReasonTooLong``, ``Gone``.
    """
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise NoReason(SHORTEST_REASON)
    if len(reason) > LONGEST_REASON:
        raise ReasonTooLong(LONGEST_REASON)
    now = timezone.now()
    with journal.atomic():
        if not type(of).objects.select_for_update().filter(pk=of.pk).only("pk").exists():
            raise Gone
        mine = Opening.objects.filter(**about(of), asked_by=by)
        running = (
            mine.filter(agreed_at=None, asked_at__gt=now - ASKED_FOR).first() or mine.filter(until__gt=now).first()
        )
        if running is not None:
            return running, False
        return Opening.objects.create(**about(of), asked_by=by, asked_at=now, reason=reason), True


def agree_opening(*, opening: Opening, by: str) -> bool:
    """Agree, as a second person: from now both may look for 24 hours. False if that was done already.

    Raises ``NeedsAnother`` for whoever asked, ``NothingAsked`` where the request waited too long, ``Gone``.
    """
    if opening.asked_by == by:
        raise NeedsAnother
    now = timezone.now()
    with journal.atomic():
        locked = Opening.objects.select_for_update().filter(pk=opening.pk).first()
        if locked is None:  # it went with what was to be opened
            raise Gone
        if locked.agreed_at is not None:
            return False
        if locked.asked_at <= now - ASKED_FOR:
            raise NothingAsked
        locked.agreed_by, locked.agreed_at, locked.until = by, now, now + OPEN_FOR
        locked.save(update_fields=["agreed_by", "agreed_at", "until"])
    return True


def original_of(*, of: Piece, by: str) -> bytes:
    """What was received, for one of two who opened it together. Raises ``NotOpened``, ``seal.CannotOpen``."""
    open_now = Opening.objects.filter(**about(of), until__gt=timezone.now())
    if not any(by in (each.asked_by, each.agreed_by) for each in open_now):
        raise NotOpened
    if isinstance(of, Photo):
        return original_content(Original.objects.get(photo=of))
    return voice_content(of)


def about(of: Piece) -> dict[str, Any]:
    """The field of ``Opening`` that names it."""
    return {"photo": of} if isinstance(of, Photo) else {"voice": of}

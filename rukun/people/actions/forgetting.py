from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from rukun.people.importing import waiting
from rukun.people.models import ApiKey, Invitation, Recovery
from rukun.people.signin import locks, sessions

KEPT = timedelta(days=90)


def forget_sign_ins() -> int:
    """Erase what tables of the sign-in, sessions included, hold beyond their time. Returns how many rows.

    The time is stated in each model's ``retention``, and for lists that wait to be imported in ``importing.waiting``.
    """
    long_ago = timezone.now() - KEPT
    erased = locks.forget_old() + sessions.forget_ended() + waiting.forget_old()
    erased += Invitation.objects.filter(expires_at__lte=long_ago).delete()[0]
    erased += Recovery.objects.filter(asked_at__lte=long_ago).delete()[0]
    erased += ApiKey.objects.filter(Q(expires_at__lte=long_ago) | Q(revoked_at__lte=long_ago)).delete()[0]
    return erased

"""What rings in and around a unit at this moment."""

from django.db.models import Q, QuerySet

from rukun.alarm.models import Ring
from rukun.people.access import inside
from rukun.territory.algo import codes


def whole_of(unit: str) -> str:
    """The kelurahan of a unit, or a larger unit itself: its officers are called for all that rings in it."""
    return codes.up_to(unit, codes.KELURAHAN)


def ringing_around(unit: str) -> QuerySet[Ring]:
    """What rings in a unit, below it, or for something that it lies in."""
    return Ring.objects.filter(inside(unit) | Q(unit__in=codes.chain_of(unit)), state=Ring.RINGING)

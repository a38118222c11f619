"""Positions in words, for the pages of this room."""

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone

from rukun.people import access
from rukun.people.models import Position
from rukun.people.queries.chart import called
from rukun.people.titles import TITLES

register = template.Library()
register.filter("called", called)
register.filter("held", access.is_held)


@register.filter
def office(position: Position) -> str:
    """The title as people say it."""
    return str(TITLES[position.title].words)


@register.filter
def last_day(until: datetime) -> date:
    """The last day of something that is over from this moment on: at midnight it is the day before."""
    return timezone.localtime(until - timedelta(microseconds=1)).date()

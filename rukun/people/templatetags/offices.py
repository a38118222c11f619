"""Positions in words, for the pages of this room."""

from django import template

from rukun.people import access
from rukun.people.models import Position
from rukun.people.queries.chart import called
from rukun.people.titles import TITLES
from rukun.ui.dates import last_day

register = template.Library()
register.filter("called", called)
register.filter("held", access.is_held)
register.filter("last_day", last_day)


@register.filter
def office(position: Position) -> str:
    """The title as people say it."""
    return str(TITLES[position.title].words)

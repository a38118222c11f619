"""The strokes of a kentongan as a drawing: fonts of cheap phones need no sign for it."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rukun.alarm.algo.strokes import Drawing

register = template.Library()
UNIT = 6
"""Radius of a stroke in pixels."""
DOTS = (1.4, 2.6, 3.8)
"""Where the three dots of what goes on stand behind the last stroke."""


@register.filter
def drawn(drawing: Drawing | None) -> SafeString:
    """An SVG. Decoration: the numbers beside it say the same."""
    if drawing is None:
        return SafeString("")
    end = drawing.circles[-1][0] + 1
    circles = [*drawing.circles, *((end + each, 0.3) for each in DOTS if drawing.on)]
    return format_html(
        '<svg class="strokes" width="{}" height="{}" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>',
        _px(drawing.width),
        2 * UNIT,
        _px(drawing.width),
        2 * UNIT,
        format_html_join("", '<circle cx="{}" cy="{}" r="{}"/>', ((_px(x), UNIT, _px(r)) for x, r in circles)),
    )


def _px(number: float) -> str:
    return f"{number * UNIT:g}"

"""Components, available in every template without ``{% load %}``.

Tags with a body end in ``end`` and their name: ``{% card title=_("Laporan") %}…{% endcard %}``. A wrong kind
raises ``ValueError``, so that a slip shows in the first test that renders the page. The page ``ui:components``
shows them all.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Union

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput
from django.forms.widgets import ChoiceWidget
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy

from rukun.ui import charts
from rukun.ui.icons import FILLED, SHAPES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text = Union[str, "_StrPromise"]

register = template.Library()

BUTTONS = ("primary", "plain", "danger")
NOTICES = ("info", "success", "warning", "error")
STATES: dict[str, Text] = {
    "PG": gettext_lazy("potensi gangguan"),
    "AG": gettext_lazy("ambang gangguan"),
    "GN": gettext_lazy("gangguan nyata"),
    "new": gettext_lazy("baru"),
    "working": gettext_lazy("sedang dikerjakan"),
    "waiting": gettext_lazy("menunggu"),
    "done": gettext_lazy("selesai"),
    "off": gettext_lazy("tidak aktif"),
}
LEVELS = ("PG", "AG", "GN")


@dataclass(frozen=True)
class Column:
    """A column of ``data_table``. ``numeric=None`` looks at the cells: all numbers are set to the right."""

    label: Text
    numeric: bool | None = None


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of ``rukun.ui.icons``. Always decoration: the word beside it says the same."""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>',
        " full" if name in FILLED else "",
        SHAPES[name],
    )


@register.inclusion_tag("ui/components/button.html")
def button(
    label: Text,
    kind: str = "primary",
    href: str = "",
    name: str = "",
    value: str = "",
    wide: bool = False,
    key: str = "",
) -> dict[str, Any]:
    """Submits the form around it, or with ``href`` is a link that looks the same.

    ``key``: what is typed to come to it, where the page has a script for that.
    """
    _known(kind, BUTTONS)
    return {"label": label, "kind": kind, "href": href, "name": name, "value": value, "wide": wide, "key": key}


@register.inclusion_tag("ui/components/field.html")
def field(
    bound: BoundField,
    autocomplete: str = "",
    inputmode: str = "",
    label: Text = "",
    sometimes: bool = False,
    **attrs: Any,
) -> dict[str, Any]:
    """A form's field with label, help and errors. Further attributes go to the widget, ``_`` standing for ``-``.

    ``sometimes``: it is required upon some answers, which its help says; so it is not called optional.
    """
    given = {"autocomplete": autocomplete, "inputmode": inputmode}
    extra = {name.replace("_", "-"): value for name, value in attrs.items()}
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs={**{name: value for name, value in given.items() if value}, **extra}),
        "label": label or bound.label,
        "optional": not (bound.field.required or sometimes),
        "group": bound.use_fieldset,
        "tick": isinstance(bound.field.widget, CheckboxInput),
    }


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: BaseForm, gone: Any = False) -> dict[str, Any]:
    """What is wrong with the form, above it, each line leading to its field. Nothing when nothing is wrong.

    ``gone``: the form is not on the page any more, so nothing in it is still there.
    """
    problems: list[tuple[str, Text, Text]] = []
    if form.is_bound:
        problems += [("", "", str(message)) for message in form.non_field_errors()]
        for bound in form:
            target = "" if gone or bound.is_hidden else _target(bound)
            problems += [(target, bound.label, str(message)) for message in bound.errors]
    kept = any(not each.field.widget.needs_multipart_form for each in form.visible_fields())  # browsers drop files
    return {"problems": problems, "kept": kept and not gone}


@register.simple_block_tag
def card(content: str, title: Text = "", level: int = 2) -> SafeString:
    """A sheet of paper on the board. ``level`` is that of its heading."""
    if level not in range(2, 7):
        raise ValueError(f"a card's heading has level 2 to 6, not {level}")
    return render_to_string("ui/components/card.html", {"content": content, "title": title, "level": level})


@register.simple_block_tag
def notice(content: str, kind: str = "info") -> SafeString:
    """Something to know before going on: ``info``, ``success``, ``warning`` or ``error``."""
    _known(kind, NOTICES)
    return render_to_string("ui/components/notice.html", {"content": content, "kind": kind})


@register.inclusion_tag("ui/components/state_badge.html")
def state_badge(kind: str, text: Text = "", short: bool = False, verified: bool = True) -> dict[str, Any]:
    """A state as shape and word. ``short`` shows a level's two letters alone and says the words to screen readers."""
    _known(kind, STATES)
    return {
        "kind": kind,
        "text": text or STATES[kind],
        "abbreviation": kind if kind in LEVELS else "",
        "short": short,
        "verified": verified,
    }


@register.simple_block_tag
def empty_state(content: str, title: Text = "") -> SafeString:
    """Instead of an empty list: what will be here, and how to begin."""
    return render_to_string("ui/components/empty_state.html", {"content": content, "title": title})


@register.inclusion_tag("ui/components/progress.html")
def progress(label: Text, value: float = 0, max: float | None = None) -> dict[str, Any]:  # noqa: A002 - HTML's word
    """How far a longer work has come; without ``max`` it is under way and nobody knows how far."""
    return {"label": label, "value": value, "maximum": max, "id": f"kemajuan-{slugify(label)}"}


@register.inclusion_tag("ui/components/tabs.html")
def tabs(items: Iterable[tuple[Text, str, bool]], label: Text = gettext_lazy("Bagian halaman")) -> dict[str, Any]:
    """Neighbouring views of one thing, each with its own address: ``(label, url, current)``."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/components/data_table.html")
def data_table(
    caption: Text,
    headers: Sequence[Text | Column],
    rows: Iterable[Sequence[Any]],
    empty: Text = gettext_lazy("Belum ada isinya."),
) -> dict[str, Any]:
    """A table whose first cell heads its row. Cells may be numbers, dates, text, or markup already marked safe."""
    cells = [list(row) for row in rows]
    columns = [header if isinstance(header, Column) else Column(header) for header in headers]
    columns = [_settled(column, [row[i] for row in cells]) for i, column in enumerate(columns)]
    paired = [[(cell, columns[i].numeric) for i, cell in enumerate(row)] for row in cells]
    return {"caption": caption, "columns": columns, "rows": paired, "empty": empty}


@register.inclusion_tag("ui/components/bar_chart.html")
def bar_chart(
    title: Text,
    figures: charts.Figures,
    what: Text = gettext_lazy("Apa"),
    unit: Text = gettext_lazy("Jumlah"),
    description: Text = "",
) -> dict[str, Any]:
    """Lengths to compare. ``figures`` are ``(label, value)``; ``what`` and ``unit`` head the table with the same."""
    return _chart(charts.bars(figures), title, figures, what, unit, description)


@register.inclusion_tag("ui/components/line_chart.html")
def line_chart(
    title: Text,
    figures: charts.Figures,
    what: Text = gettext_lazy("Kapan"),
    unit: Text = gettext_lazy("Jumlah"),
    description: Text = "",
) -> dict[str, Any]:
    """A course over time, oldest first."""
    return _chart(charts.line(figures), title, figures, what, unit, description)


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context,
    content: str,
    label: Text,
    action: str,
    button: Text,
    name: str = "",
    value: str = "",
    key: str = "",
) -> SafeString:
    """A destructive button that first opens what it will do, in the words of its body, and only then sends.

    ``key`` as in ``button``.
    """
    return render_to_string(
        "ui/components/confirm.html",
        {
            "content": content,
            "label": label,
            "action": action,
            "button": button,
            "name": name,
            "value": value,
            "key": key,
            "csrf_token": context.get("csrf_token"),
        },
    )


@register.inclusion_tag("ui/components/pager.html", takes_context=True)
def pager(context: Context, page: "Page[Any]") -> dict[str, Any]:
    """Previous and next, keeping whatever else the address asks for. Needs the request in the context."""
    return {"page": page, "request": context["request"]}


@register.inclusion_tag("ui/components/call_110_112.html")
def call_110_112() -> dict[str, Any]:
    """The two numbers, large enough for a thumb in the dark."""
    return {}


def _chart(
    drawn: charts.BarChart | charts.LineChart,
    title: Text,
    figures: charts.Figures,
    what: Text,
    unit: Text,
    description: Text,
) -> dict[str, Any]:
    return {
        "chart": drawn,
        "title": title,
        "figures": figures,
        "what": what,
        "unit": unit,
        "description": description or SimpleLazyObject(lambda: _in_words(figures)),
        "hidden": gettext("tidak ditampilkan"),
    }


def _in_words(figures: charts.Figures) -> str:
    known = [(label, value) for label, value in figures if value is not None]
    if not known:
        return gettext("Tidak ada angka yang ditampilkan.")
    most = max(known, key=lambda figure: figure[1])
    least = min(known, key=lambda figure: figure[1])
    return gettext("Tertinggi: %(most)s, %(high)s. Terendah: %(least)s, %(low)s.") % {
        "most": most[0],
        "high": localize(most[1]),
        "least": least[0],
        "low": localize(least[1]),
    }


def _settled(column: Column, cells: list[Any]) -> Column:
    if column.numeric is not None:
        return column
    present = [cell for cell in cells if cell is not None]
    numbers = all(isinstance(cell, int | float | Decimal) and not isinstance(cell, bool) for cell in present)
    return Column(column.label, bool(present) and numbers)


def _target(bound: BoundField) -> str:
    """The id to jump to: the input itself, or for a group of them the first choice, else the whole field."""
    if not bound.auto_id:
        return ""
    if not bound.use_fieldset:
        return bound.id_for_label
    if isinstance(bound.field.widget, ChoiceWidget) and bound.subwidgets:
        return bound.subwidgets[0].id_for_label or ""
    return f"{bound.auto_id}_field"


def _known(kind: str, kinds: Collection[str]) -> None:
    if kind not in kinds:
        raise ValueError(f"unknown kind {kind!r}; there are {', '.join(kinds)}")

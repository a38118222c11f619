"""Territory codes in words."""

from django import template
from django.utils.translation import gettext as _

from rukun.ui.units import name_of

register = template.Library()


@register.filter
def unit(code: str) -> str:
    """A territory code as people say it: ``31.73.07.1001.016.003`` is "RT 003 / RW 16, Palmerah".

    Without the territory's names higher units keep their code; the empty code is the installation itself.
    """
    if not code:
        return _("Seluruh instalasi")
    parts = code.split(".")[:6]
    kinds = (_("Provinsi"), _("Kota/Kabupaten"), _("Kecamatan"), _("Kelurahan"))
    if len(parts) <= len(kinds):
        name, kind = name_of(code), kinds[len(parts) - 1]
        return name if name.startswith((kind, "Kota", "Kabupaten")) else f"{kind} {name or code}"
    below = [_numbered(code, depth) for depth in range(len(parts), len(kinds), -1)]
    kelurahan = name_of(".".join(parts[:4]))
    return " / ".join(below) + (f", {kelurahan}" if kelurahan else "")


def _numbered(code: str, depth: int) -> str:
    """An RW or RT by its number; one whose number is made up by its name too, if it has one."""
    parts = code.split(".")[:depth]
    kind, part = ("RW", "RT")[depth - 5], parts[-1]
    if part.isdigit():
        return f"{kind} {int(part):0{2 if kind == 'RW' else 3}}"
    name = name_of(".".join(parts)) if "x" in part else ""
    return f"{name} ({part})" if name else f"{kind} {part}"

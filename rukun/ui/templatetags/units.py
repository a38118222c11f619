"""Territory codes in words."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def unit(code: str) -> str:
    """A territory code as people say it: ``31.73.07.1001.016.003`` is "RT 003 / RW 016".

    Higher units keep their code; the empty code is the installation itself.
    """
    if not code:
        return _("Seluruh instalasi")
    parts = code.split(".")
    kinds = (_("Provinsi"), _("Kota/Kabupaten"), _("Kecamatan"), _("Kelurahan"))
    if len(parts) <= len(kinds):
        return f"{kinds[len(parts) - 1]} {code}"
    return " / ".join(f"{kind} {number}" for kind, number in reversed(list(zip(("RW", "RT"), parts[4:], strict=False))))

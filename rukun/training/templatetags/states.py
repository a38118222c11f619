"""States of memberships in the reader's language."""

from django import template
from django.utils.translation import gettext as _

from rukun.training.algo.states import ACTIVE, CANDIDATE, LEFT, ON_LEAVE

register = template.Library()


@register.filter
def member_state(state: str) -> str:
    """``cuti`` as it is said: "cuti", "on leave"."""
    return {CANDIDATE: _("calon"), ACTIVE: _("aktif"), ON_LEAVE: _("cuti"), LEFT: _("keluar")}[state]

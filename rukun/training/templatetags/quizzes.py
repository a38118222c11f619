"""Whose quizzes a page is for."""

from typing import Any

from django import template
from django.template.context import Context

from rukun.training.access.learning import owner_mark

register = template.Library()


@register.simple_tag(takes_context=True)
def quiz_owner(context: Context) -> str:
    """The mark of whoever is signed in, empty for nobody: by it a phone tells its owners' quizzes apart."""
    request: Any = context["request"]
    return owner_mark(request.actor)

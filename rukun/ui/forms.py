"""How Django's forms become our markup."""

from pathlib import Path
from typing import Any

import django.forms
from django.forms.renderers import TemplatesSetting
from django.template.backends.django import DjangoTemplates
from django.utils.functional import cached_property


class Renderer(TemplatesSetting):
    """``{{ form }}`` and ``{{ form.field.as_field_group }}`` use this room's templates.

    Widgets stay Django's own. Their templates ship inside ``django.forms``, which is no installed app here,
    so they are read from its folder.
    """

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("django/forms/"):
            return self._own_of_django.get_template(template_name)
        return super().get_template(template_name)

    @cached_property
    def _own_of_django(self) -> DjangoTemplates:
        folder = Path(django.forms.__file__).parent / "templates"
        return DjangoTemplates({"NAME": "django.forms", "DIRS": [folder], "APP_DIRS": False, "OPTIONS": {}})

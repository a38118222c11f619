"""How Django's forms become our markup."""

from pathlib import Path
from typing import Any

import django.forms
from django import forms
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


class LongText(forms.CharField):
    """Several lines of somebody's words. Line breaks count as one character, as the browser counts them.

    The browser is not told the limit: it would cut a longer text off without a word, where we can say so.
    """

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: each for name, each in super().widget_attrs(widget).items() if name != "maxlength"}

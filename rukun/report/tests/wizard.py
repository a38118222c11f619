"""Walks through the screens of /lapor/ as a browser without script does: reads a form, fills it, presses a button."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client


@dataclass
class Form:
    action: str = ""
    values: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif self.forms and tag in ("input", "button", "select", "option", "textarea"):
            getattr(self, f"_{tag}")(self.forms[-1], given.get("name", ""), given.get("value") or "", given)

    def _input(self, form: Form, name: str, value: str, given: dict[str, str]) -> None:
        kind = given.get("type")
        if kind == "image":
            form.images.append(name)
        elif kind == "radio":
            form.choices.setdefault(name, []).append(value)
        if kind not in ("image", "file") and (kind != "radio" or "checked" in given):
            form.values[name] = value

    def _button(self, form: Form, name: str, value: str, given: dict[str, str]) -> None:
        form.buttons.append((name, value))

    def _select(self, form: Form, name: str, value: str, given: dict[str, str]) -> None:
        self.select = name
        form.values.setdefault(name, "")

    def _option(self, form: Form, name: str, value: str, given: dict[str, str]) -> None:
        form.choices.setdefault(self.select, []).append(value)
        if "selected" in given:
            form.values[self.select] = value

    def _textarea(self, form: Form, name: str, value: str, given: dict[str, str]) -> None:
        self.textarea = name
        form.values[name] = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.forms[-1].values[self.textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":  # a browser drops the first line break
            form = self.forms[-1]
            form.values[self.textarea] = form.values[self.textarea].removeprefix("\r\n").removeprefix("\n")
            self.textarea = ""


class Walk:
    """One visit. ``text`` and ``answer`` are those of the last page."""

    def __init__(self, client: Client, path: str = "/lapor/") -> None:
        self.client = client
        self._take(client.get(path))

    def press(self, value: str, button: str = "do", **typed: Any) -> "Walk":
        """Press the button with this value, in the form that has it, with what is typed and chosen beforehand."""
        form = next(each for each in self.forms if (button, value) in each.buttons)
        return self.send(form, **{**typed, button: value})

    def tap(self, x: int, y: int, width: int = 320) -> "Walk":
        form = next(each for each in self.forms if each.images)
        assert f"m{width}" in form.images
        return self.send(form, **{f"m{width}.x": str(x), f"m{width}.y": str(y)})

    def send(self, form: Form, **typed: Any) -> "Walk":
        assert "?" not in form.action
        self._take(self.client.post(form.action, {**form.values, **typed}))
        return self

    def choices(self, name: str) -> list[str]:
        return next(each.choices[name] for each in self.forms if name in each.choices)

    def value(self, name: str) -> str:
        return next(each.values[name] for each in self.forms if name in each.values)

    @property
    def title(self) -> str:
        return self.text.split("<h1>")[1].split("</h1>")[0].replace("\xa0", " ")

    def _take(self, answer: Any) -> None:
        self.answer = answer
        self.text = answer.content.decode() if answer.status_code == 200 else ""
        reader = _Reader()
        reader.feed(self.text)
        self.forms = [each for each in reader.forms if "keluar" not in each.action]

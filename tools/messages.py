"""Translation catalogues without system gettext: ``python -m tools.messages update | compile | check``.

The words in the sources are Indonesian, so only other languages have a catalogue
(``rukun/locale/<language>/LC_MESSAGES/django.po``). ``compile`` needs Babel alone; no command needs Django's settings.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "rukun"
LOCALES = PACKAGE / "locale"
LANGUAGES = ("en",)
NOT_SHOWN_TO_PEOPLE = {"tests", "bench", "migrations"}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# A space flag ("% d") is left out on purpose: "50% dari" is a sentence, not a placeholder.
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-#0+]*\d*(?:\.\d+)?[diouxXeEfFgGcrs]|\{\w*\}")


class Catalogue(Catalog):
    """A catalogue whose header says only what is needed: no dates, names or tools, so that differences stay small."""

    mime_headers = property(
        lambda self: [
            ("Project-Id-Version", "Rukun"),
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ],
        lambda self, headers: None,
    )

    def __init__(self, language: str) -> None:
        comment = "# Rukun in another language. `make messages` keeps the list; people keep the translations."
        super().__init__(locale=language, charset="utf-8", header_comment=comment, fuzzy=False)


def main(arguments: list[str]) -> int:
    match arguments:
        case ["update"]:
            update()
        case ["compile"]:
            compile_all()
        case ["check"]:
            return check()
        case _:
            print(__doc__)
            return 2
    return 0


def update() -> None:
    """Write each catalogue anew: every message of the sources, with the translation it had; others are dropped."""
    for language in LANGUAGES:
        path = po_path(language)
        old = read(path, language)
        new = from_sources(language)
        added = 0
        for message in messages(new):
            known = old.get(message.id, message.context)
            if known:
                message.string = known.string
                message.flags |= known.flags & {"fuzzy"}
                message.user_comments = known.user_comments
            else:
                added += 1
        path.parent.mkdir(parents=True, exist_ok=True)
        buffer = io.BytesIO()
        write_po(buffer, new, width=120, sort_by_file=True, include_lineno=False)
        path.write_bytes(buffer.getvalue())
        dropped = sum(1 for message in messages(old) if not new.get(message.id, message.context))
        print(f"{path.relative_to(ROOT)}: {len(new)} messages, {added} new, {dropped} dropped")


def compile_all() -> None:
    """Write ``django.mo`` beside each ``django.po``."""
    for path in sorted(LOCALES.glob("*/LC_MESSAGES/django.po")):
        catalogue = read(path, path.parent.parent.name)
        # Written aside and moved: a half-written file would be taken for a good one by the next start.
        aside = path.with_suffix(".mo.part")
        with aside.open("wb") as file:
            write_mo(file, catalogue)
        aside.replace(path.with_suffix(".mo"))
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} messages compiled")


def check() -> int:
    """Name every message that is missing, untranslated, unsure (fuzzy), out of use, or has other placeholders."""
    found = [complaint for language in LANGUAGES for complaint in complaints(language)]
    for complaint in found:
        print(complaint)
    if found:
        print(f"{len(found)} messages to mend: run `make messages`, then translate what is new.")
    return 1 if found else 0


def complaints(language: str) -> Iterator[str]:
    path = po_path(language)
    catalogue = read(path, language)
    sources = from_sources(language)
    for message in messages(sources):
        if not catalogue.get(message.id, message.context):
            where = ":".join(str(part) for part in message.locations[0])
            yield f"{where}: not in the {language} catalogue: {quoted(message)}"
    for message in messages(catalogue):
        if not sources.get(message.id, message.context):
            wrong = "no longer used"
        elif not all(texts(message.string)):
            wrong = "not translated"
        elif message.fuzzy:
            wrong = "fuzzy, so not used"
        elif not same_placeholders(message):
            wrong = "other placeholders than the source"
        else:
            continue
        yield f"{path.relative_to(ROOT)}:{message.lineno}: {wrong}: {quoted(message)}"
    for message in catalogue.obsolete.values():
        yield f"{path.relative_to(ROOT)}: no longer used: {quoted(message)}"


def from_sources(language: str) -> Catalogue:
    """Every message in Python files and templates, untranslated."""
    catalogue = Catalogue(language)
    for path in sorted(PACKAGE.rglob("*")):
        inside = path.relative_to(PACKAGE)
        if NOT_SHOWN_TO_PEOPLE & set(inside.parts):
            continue
        if path.suffix == ".py":
            code = path.read_bytes()
        elif "templates" in inside.parts and path.is_file():
            code = python_of_template(path)
        else:
            continue
        for line, text, comments, context in extract("python", io.BytesIO(code), KEYWORDS, ["Translators:"]):
            catalogue.add(text, None, [(f"rukun/{inside.as_posix()}", line)], auto_comments=comments, context=context)
        if path.suffix == ".py":
            for line, text in within_f_strings(code):
                catalogue.add(text, None, [(f"rukun/{inside.as_posix()}", line)])
    return catalogue


def within_f_strings(code: bytes) -> Iterator[tuple[int, str]]:
    """Line and text of each ``_("…")`` inside an f-string, which the tokens of Python 3.11 hide from Babel."""
    for string in (each for each in ast.walk(ast.parse(code)) if isinstance(each, ast.JoinedStr)):
        for call in (each for each in ast.walk(string) if isinstance(each, ast.Call)):
            match call:
                case ast.Call(func=ast.Name(id="_" | "gettext" | "gettext_lazy"), args=[ast.Constant(value=str(text))]):
                    yield call.lineno, text


def python_of_template(path: Path) -> bytes:
    """The template as gettext calls, each on its own line of the template."""
    from django.utils.translation.template import templatize  # noqa: PLC0415  compiling works without Django

    calls = templatize(path.read_text(encoding="utf-8"), str(path))
    # Indentation is a template's own affair; Python's tokenizer would refuse it.
    return "\n".join(line.strip() for line in calls.split("\n")).encode()


def po_path(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> Catalogue:
    """The catalogue in a file; an empty one where there is none."""
    catalogue = Catalogue(language)
    if path.exists():
        with path.open("rb") as file:
            stored = read_po(file, locale=language, charset="utf-8")
        for message in messages(stored):
            catalogue[message.id] = message
        catalogue.obsolete = stored.obsolete
    return catalogue


def messages(catalogue: Catalog) -> Iterator[Message]:
    """All messages but the header."""
    return (message for message in catalogue if message.id)


def texts(value: object) -> tuple[str, ...]:
    """One text, or the singular and the plural, as a tuple."""
    return tuple(value) if isinstance(value, (tuple, list)) else (str(value or ""),)


def same_placeholders(message: Message) -> bool:
    """Whether a translation names the values its source names. A singular may leave the count out ("one person")."""
    source = [placeholders(text) for text in texts(message.id)]
    translation = [placeholders(text) for text in texts(message.string)]
    return translation[-1] == source[-1] and all(part <= set().union(*source) for part in translation)


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def quoted(message: Message) -> str:
    context = f" (context {message.context!r})" if message.context else ""
    return repr(texts(message.id)[0]) + context


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Words for the command line, which speaks before Django is there: Indonesian, or English by ``RUKUN_LANG=en``."""

import gettext
import os
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).resolve().parent.parent / "locale"


def language() -> str:
    """``id`` or ``en``. The server's own locale does not count: most say en_US whoever sits before them."""
    return "en" if os.environ.get("RUKUN_LANG", "").lower().startswith("en") else "id"


def _(message: str) -> str:
    return _catalogue(language()).gettext(message)


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation("django", LOCALES, [code], fallback=True)

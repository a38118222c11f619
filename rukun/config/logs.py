"""Logs that name no person: an exception shows where it happened, never what it said."""

import logging
import traceback
from types import TracebackType

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Formatter(logging.Formatter):
    """Prints frames and the exception's class but not its message: PostgreSQL, for one, quotes the row there."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802  the name is the library's
        kind, error, trace = ei
        if kind is None or error is None:
            return ""
        lines = [f'  File "{f.filename}", line {f.lineno}, in {f.name}' for f in traceback.extract_tb(trace)]
        return "\n".join([*lines, f"{kind.__module__}.{kind.__qualname__} (message withheld)"])

"""Documents to print and sign: a typst template and data become an A4 PDF."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""What the file says of when it was made: always the same, so that the same data give the same bytes."""


def pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """Compile a template of this package. It reads ``data`` (what JSON can hold) by ``json(bytes(sys.inputs.data))``.

    Nothing of the data ever becomes markup. Only fonts that come with typst are used, so a document looks the same on
    every machine. Templates may import ``/ui/print/sheet.typ`` for paper, page numbers and headings, and nothing from
    outside this package. Raises ``typst.TypstError`` for a template with a mistake.
    """
    import typst  # noqa: PLC0415  fifty megabytes that only whoever prints needs

    return typst.compile(
        template,
        root=settings.PACKAGE,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=NO_TIME,
    )

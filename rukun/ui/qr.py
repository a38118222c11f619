"""QR codes as SVG: no style, no script, no address of another host."""

import io

from django.utils.safestring import SafeString, mark_safe


def on_page(text: str) -> SafeString:
    """To stand within a page: black on white at night too, because cameras want it so."""
    import segno  # noqa: PLC0415  only few pages draw one

    drawn: str = segno.make(text, error="m").svg_inline(scale=4, border=2, dark="#000", light="#fff", omitsize=True)
    return mark_safe(drawn)  # noqa: S308  made by segno from bits alone


def on_paper(text: str, *, error: str = "m") -> str:
    """For a typst template, without a border. ``error`` is the level of correction: "q" for what hangs in the rain."""
    import segno  # noqa: PLC0415  likewise

    drawn = io.BytesIO()
    segno.make(text, error=error).save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()

"""Shapes, drawn on a 24 × 24 grid. Fonts of cheap phones lack many signs, so none is left to a font."""

SHAPES = {
    "PG": "M12 2.5 21.5 12 12 21.5 2.5 12Z",
    "AG": "M12 3 22 20.5H2Z",
    "GN": "M7 3h10l5 9-5 9H7l-5-9Z",
    "new": "M12 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10Z",
    "working": "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm0 0v18",
    "waiting": "M6 3h12M6 21h12M7.5 3c0 5 9 7 9 18M16.5 3c0 5-9 7-9 18",
    "done": "m4 12.5 5.5 5.5L20 6.5",
    "off": "M5 12h14",
    "phone": (
        "M8 2.5 10.5 8 8 10.2a13 13 0 0 0 5.8 5.8L16 13.5l5.5 2.5-.6 3.6c-.3 1.4-1.5 2-3 1.9"
        "C9.5 21 3 14.5 2.5 6.1c-.1-1.5.5-2.7 1.9-3Z"
    ),
    "right": "m9 4 8 8-8 8",
    "left": "m15 4-8 8 8 8",
    "info": "M12 11v6m0-10v.5M12 2.5a9.5 9.5 0 1 1 0 19 9.5 9.5 0 0 1 0-19Z",
    "success": "m4 12.5 5.5 5.5L20 6.5",
    "warning": "M12 9v5m0 3v.5M12 3 22 20.5H2Z",
    "error": "M12 7v6m0 3.5v.5M7 3h10l5 9-5 9H7l-5-9Z",
}
FILLED = frozenset({"PG", "AG", "GN", "new", "phone"})

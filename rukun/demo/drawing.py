"""Drawn photos, so that no real street is in the demo."""

from io import BytesIO
from random import SystemRandom


def a_street() -> bytes:
    """A gang by day with a hole in it, another one each time: a photo that was sent before is noticed."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  heavy, and only the demo draws

    chance = SystemRandom()
    picture = Image.new("RGB", (960, 720), (176 + chance.randrange(40), 205, 224))
    pen = ImageDraw.Draw(picture)
    for side in (0, 1):
        for house in range(3):
            left = house * 130 if side == 0 else 960 - (house + 1) * 130
            top = 180 + house * 60 + chance.randrange(40)
            shade = tuple(chance.randrange(120, 230) for _part in range(3))
            pen.rectangle((left, top, left + 130, 560), fill=shade)
            pen.rectangle((left + 40, top + 60, left + 90, top + 130), fill=(70, 80, 96))
    pen.polygon([(430, 380), (530, 380), (860, 720), (100, 720)], fill=(128, 126, 122))
    x, y = chance.randrange(330, 560), chance.randrange(520, 640)
    pen.ellipse((x, y, x + 150, y + 46), fill=(40, 38, 36))
    for _each in range(60):
        x, y = chance.randrange(960), chance.randrange(380, 720)
        pen.point((x, y), fill=(90, 88, 84))
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()

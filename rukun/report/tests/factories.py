"""Reports for tests, filed through the room's own action, in a small made-up territory."""

from io import BytesIO
from typing import Any

from rukun.guard import ANYONE
from rukun.guard.ids import new_id
from rukun.report.actions.intake import Draft, file_report
from rukun.report.algo.codes import new_code
from rukun.report.models import Report
from rukun.territory.tests.towns import listed

KELURAHAN, OTHER = "31.73.07.1001", "31.73.07.1002"
RW, NEXT_RW = f"{KELURAHAN}.016", f"{KELURAHAN}.003"
RT = f"{RW}.003"
WORDS = "Ada suara motor keras sampai pukul dua malam di dekat jembatan."
TOWN = f"""kode,nama
31,Jakarta
31.73,Jakarta Barat
31.73.07,Palmerah
{KELURAHAN},Palmerah
{RW},RW 016
{RT},RT 003
{RW}.004,RT 004
{NEXT_RW},RW 003
{NEXT_RW}.001,RT 001
{OTHER},Slipi
{OTHER}.001,RW 001
"""


def town() -> None:
    """Kelurahan Palmerah with RW 016 (RT 003, 004) and RW 003 (RT 001), and its neighbour Slipi; no outlines."""
    listed(TOWN)


def report(
    category: str = "ketertiban",
    unit: str = RW,
    *,
    phone: str = "",
    code: str | None = None,
    source: str = "resident",
    channel: str = "web",
    triage: str = "",
    **draft: Any,
) -> tuple[Report, str]:
    """A report as it was filed, and its receipt code. With ``phone`` it is not anonymous. Needs ``town()``."""
    given = {"words": WORDS, "happened_about": "unknown", **draft}
    if category == "keluhan":
        given = {"subject": "anggota", **given}
    code = code or new_code()
    filed = file_report(
        actor=ANYONE,
        draft=Draft(
            **{"id": new_id(), "anonymous": not phone, **given},
            code=code,
            category=category,
            unit=unit,
            phone=phone,
        ),
        source=source,
        channel=channel,
        triage=triage,
    )
    return filed.report, code


def jpeg(width: int = 120, height: int = 90, seed: int = 1) -> bytes:
    """A made-up photo that looks different for each ``seed``."""
    from PIL import Image

    image = Image.effect_noise((16, 12), 90 + seed).resize((width, height)).convert("RGB")
    image.putpixel((0, 0), (seed % 256, 0, 0))
    file = BytesIO()
    image.save(file, "JPEG", quality=85)
    return file.getvalue()

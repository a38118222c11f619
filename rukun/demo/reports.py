"""What Kampung Contoh's residents reported: two months of small things, a night at the bridge, and what was asked back.

The receipt codes are known (``cast.CODES``), so that a visitor can follow a report as its reporter would.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from random import Random
from uuid import UUID

from rukun.commitment.actions.ticking import tick
from rukun.demo import past
from rukun.demo.cast import KELURAHAN, RW_03, organisation_id, private_phone, receipt_code
from rukun.demo.chats import talk_by_whatsapp
from rukun.demo.offices import ORGANISATIONS
from rukun.demo.promises import mend_lamp, tell_what_became, write_rules
from rukun.guard import ANYONE, Actor
from rukun.guard.ids import new_id
from rukun.report.access import report_for
from rukun.report.actions.dialogue import answer, ask
from rukun.report.actions.handling import note_read, summarise
from rukun.report.actions.intake import Draft, Filed, file_report
from rukun.report.actions.photos import add_photo
from rukun.territory.queries import territory

HOUR = timedelta(hours=1)
LOCATED = ("tawuran", "keadaan", "bencana", "ketertiban")
"""Kinds that a resident points out on the map."""
MONTHS = 70
"""Days of ordinary weeks before the night at the bridge."""
EARLIER = (
    ("ketertiban", "Musik keras dari warung sampai lewat tengah malam."),
    ("ketertiban", "Motor diparkir menutup gang, gerobak dan kursi roda tidak bisa lewat."),
    ("ketertiban", "Balap motor di jalan utama, bising sekali."),
    ("keadaan", "Lampu gang mati sejak kemarin."),
    ("keadaan", "Tutup selokan hilang, lubangnya di tengah jalan."),
    ("tawuran", "Dua kelompok saling lempar botol, lalu bubar."),
    ("kriminal", "Helm di teras hilang semalam."),
    ("bantuan", "Tetangga lansia tinggal sendirian dan sedang sakit."),
    ("kabar", "Pesan berantai tentang penculikan beredar lagi, ibu-ibu takut."),
)
PER_RW = {".003": 22, ".005": 9, ".002": 8, ".007": 5}


@dataclass(frozen=True)
class Told:
    """One report of the last days. ``ago`` in hours before now; ``number`` gives its receipt code."""

    number: int
    ago: float
    category: str
    unit: str
    words: str
    place: str = ""
    about: str = "now"
    phone: str = ""
    subject: str = ""
    organisation: UUID | None = None
    triage: str = ""


TOLD = (
    Told(
        1, 9, "tawuran", RW_03, "Ramai di kedua ujung jembatan, ada yang membawa batu dan bambu. Belum saling serang.",
        "Jembatan Kali Contoh",
    ),
    Told(
        2, 30, "keadaan", f"{RW_03}.002", "Lampu jembatan sisi timur mati, gelap sekali kalau malam.",
        "ujung timur jembatan",
    ),
    Told(
        3, 52, "kriminal", f"{KELURAHAN}.002",
        "Motor dicuri di depan rumah sekitar subuh. Warna hitam, sudah saya laporkan ke polisi.",
        phone=private_phone(9901), about="hour",
    ),
    Told(
        4, 6, "kabar", f"{KELURAHAN}.006", "Beredar pesan bahwa seberang jembatan akan menyerang malam ini. Apa benar?"
    ),
    Told(
        5, 75, "bencana", f"{KELURAHAN}.007", "Pohon tumbang menutup gang setelah hujan, kabel ikut turun.",
        "gang belakang sekolah",
    ),
    Told(6, 20, "ketertiban", f"{KELURAHAN}.005", "Warung buka sampai jam tiga, tamunya ramai dan bising."),
    Told(
        7, 100, "saran", RW_03, "Usul lapangan futsal dipakai bersama anak muda dari kedua sisi jembatan.",
        about="unknown",
    ),
    Told(
        8, 28, "kekerasan", f"{RW_03}.002", "Sering terdengar tangisan dan bentakan dari rumah di ujung gang.",
        about="unknown",
    ),
    Told(
        9, 49, "keluhan", RW_03, "Anggota yang jaga malam membentak dan mendorong anak muda yang sedang duduk.",
        about="hour", subject="anggota", organisation=organisation_id(ORGANISATIONS["mitra"][3]),
    ),
    Told(
        10, 2, "ketertiban", f"{KELURAHAN}.001", "promo promo promo https://contoh.invalid https://contoh.invalid",
        triage="spam",
    ),
)  # fmt: skip


def tell(cast: Mapping[str, Actor], today: datetime) -> None:
    """Everything that was reported, in the order in which it happened."""
    _earlier(cast, today)
    told = {}
    with past.on(today - 4 * timedelta(days=1)):
        write_rules(cast["lurah"], today)
    for each in sorted(TOLD, key=lambda told: -told.ago):
        with past.on(today - each.ago * HOUR):
            told[each.number] = _file(each).report
            if each.number == 2:
                add_photo(report=told[2], photo_id=new_id(), content=_lamp())
    posko = cast["petugas_posko"]
    with past.on(today - 8.7 * HOUR):
        note_read(actor=posko, report=told[1])
        ask(
            actor=posko,
            report=told[1],
            text="Terima kasih. Apakah Anda aman? Masih ramai sekarang?",
            message_id=new_id(),
        )
    with past.on(today - 8.2 * HOUR):
        answer(report=told[1], text="Saya di rumah. Sudah mulai bubar setelah polisi lewat.", message_id=new_id())
        summarise(
            actor=posko,
            report=told[1],
            text="Dua kelompok berkumpul di jembatan, bubar sebelum ada kekerasan. Polisi sudah diberi tahu lewat 110.",
        )
    with past.on(today - 29 * HOUR):
        note_read(actor=posko, report=told[2])
        summarise(actor=posko, report=told[2], text="Lampu jembatan sisi timur mati. Diteruskan ke kelurahan.")
    mend_lamp(cast, told[2].pk, today)
    with past.on(today - 50 * HOUR):
        note_read(actor=cast["bhabinkamtibmas"], report=told[3])
        ask(
            actor=cast["bhabinkamtibmas"],
            report=told[3],
            text="Terima kasih. Berapa nomor laporan polisinya? Jangan tulis nama atau nomor kendaraan di sini.",
            message_id=new_id(),
        )
    talk_by_whatsapp(posko, today - 5 * HOUR)


def _earlier(cast: Mapping[str, Actor], today: datetime) -> None:
    """Two months of small things, and what became of each: most were mended and confirmed, some were not."""
    rng = Random(67)  # noqa: S311  the same kampung every time, not secrecy
    diary = past.Diary(lambda: tick(rng))
    for rw, number in PER_RW.items():
        for each in range(number):
            category, words = EARLIER[0 if each < 7 and rw == ".003" else rng.randrange(len(EARLIER))]
            at = today - timedelta(days=rng.uniform(5, MONTHS))
            draft = Draft(
                id=new_id(),
                code=receipt_code(rng.randrange(10**6, 10**12)),
                category=category,
                unit=KELURAHAN + rw,
                words=words,
                happened_about="now",
            )
            diary.at(at, partial(_take_in, draft))
            diary.at(at + 2 * HOUR, partial(_read, cast["petugas_posko"], draft.id))
            tell_what_became(diary, cast, draft.id, rw=rw, at=at, rng=rng)
    diary.play(today - 4 * timedelta(days=1))


def _take_in(draft: Draft) -> None:
    file_report(actor=ANYONE, draft=draft, source="resident", channel="web")


def _read(actor: Actor, key: UUID) -> None:
    if report := report_for(actor, key):
        note_read(actor=actor, report=report)


def _file(told: Told) -> Filed:
    # Somewhere in its unit, so that its neighbours stand beside it on the map.
    known, off = territory().gazetteer.units.get(told.unit), (told.number % 5 - 2) / 4000
    has_point = known is not None and known.lat is not None and known.lon is not None and told.category in LOCATED
    draft = Draft(
        id=new_id(),
        code=receipt_code(told.number),
        category=told.category,
        unit=told.unit,
        place=told.place,
        lat=known.lat + off if known and known.lat and has_point else None,
        lon=known.lon - off if known and known.lon and has_point else None,
        happened=None,
        happened_about="now" if told.about == "now" else "unknown",
        words=told.words,
        phone=told.phone,
        anonymous=not told.phone,
        subject=told.subject,
        organisation=told.organisation,
    )
    return file_report(actor=ANYONE, draft=draft, source="resident", channel="web", triage=told.triage)


def _lamp() -> bytes:
    """A drawn photo: a dark bridge with a lamp that is out, so that no real street is in the demo."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  heavy, and only the demo draws

    picture = Image.new("RGB", (1200, 900), (18, 22, 38))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 560, 1200, 900), fill=(28, 32, 44))
    pen.polygon([(0, 620), (1200, 560), (1200, 640), (0, 720)], fill=(60, 62, 70))
    for x in (180, 620, 1040):
        pen.line((x, 640, x, 260), fill=(120, 122, 128), width=12)
        pen.line((x, 265, x + 70, 250), fill=(120, 122, 128), width=10)
        lit = x == 180
        pen.ellipse((x + 55, 240, x + 105, 275), fill=(255, 226, 150) if lit else (70, 72, 80))
        if lit:
            pen.polygon([(x + 80, 275), (x - 40, 640), (x + 220, 630)], fill=(92, 86, 66))
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()

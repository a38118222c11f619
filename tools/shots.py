"""``make shots``: pictures of every page on the list, for looking, and those that the guides show.

Each page at 360 and 1280 px, light and dark, Indonesian and English, into ``shots/``; ``index.html`` shows them all.
"""

import html
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import typst
from playwright.sync_api import Browser, Error, Page, sync_playwright

from rukun.demo.cast import CAST, CODES, organisation_id
from tools import browser as browsers
from tools import scene
from tools.scene import sign_in
from tools.served import served

ROOT = Path(__file__).resolve().parent.parent
SHOTS_FOLDER = ROOT / "shots"
GUIDE_FOLDER = ROOT / "docs" / "images"
WIDTHS = {360: 740, 1280: 800}
SCHEMES = ("light", "dark")
LANGUAGES = {"id": "", "en": "/en"}
SHEET_PPI = 72
"""Dots per inch of the picture of a sheet of paper: a name can still be read."""


@dataclass(frozen=True)
class Shot:
    """One page.

    In ``path`` a name in braces stands for what ``tools.scene`` made beforehand.
    ``role`` is the key of a person of the demo, who is signed in first. ``then`` are links to follow from there, as
    selectors; ``until`` appears when a script has done its work. ``guide`` names the variant that the guides show, as
    (width, scheme, language): it is copied to ``docs/images/<name>.png``, its first ``guide_height`` pixels. ``paper``
    is the link of a PDF on the page, as a selector: then the first sheet of that is the picture.
    """

    name: str
    path: str
    role: str | None = None
    then: tuple[str, ...] = ()
    guide: tuple[int, str, str] | None = None
    until: str = ""
    guide_height: int = 2000
    status: int = 200
    paper: str = ""

    def within(self, made: dict[str, str]) -> "Shot":
        """The same, with what was made in the place of its name."""
        return replace(self, path=self.path.format(**made)) if "{" in self.path else self


RW_03 = "99.01.01.1001.003"
MITRA = organisation_id(9)
RATNA = CAST["ketua_rw"].person_id
JAKA = CAST["anggota"].person_id
A_PHOTO = 'main li:has-text("1 foto") a, main li:has-text("1 photo") a'
A_WATCH = 'main a[href$="/atur/"]'
ASKS_TO_JOIN = 'main a:text-is("Sahabat Kali Contoh")'
SHOTS = (
    Shot("landing", "/", guide=(360, "light", "id")),
    Shot("components", "/komponen/"),
    Shot("sign-in", "/masuk/"),
    Shot("demo", "/demo/"),
    Shot("today-warga", "/hari-ini/", "warga"),
    Shot("today-lurah", "/hari-ini/", "lurah"),
    Shot("today-administrator", "/hari-ini/", "administrator"),
    Shot("journal-lurah", "/buku-mutasi/", "lurah"),
    Shot("entry-lurah", "/buku-mutasi/99.01.01.1001/20/", "lurah"),
    Shot("write-posko", "/buku-mutasi/tulis/", "petugas_posko"),
    Shot("refused-warga", "/buku-mutasi/", "warga", status=403),
    Shot("not-found", "/tidak-ada/", status=404),
    Shot("territory", "/wilayah/"),
    Shot("kampung", "/wilayah/99.01.01.1001/", guide=(360, "light", "id"), guide_height=1150),
    Shot("kampung-lurah", "/wilayah/99.01.01.1001/", "lurah"),
    Shot("rw", "/wilayah/99.01.01.1001.003/"),
    Shot("rt", "/wilayah/99.01.01.1001.003.002/"),
    Shot("search", "/wilayah/?q=rw+3"),
    Shot("about-map", "/wilayah/peta/"),
    Shot("api-docs", "/api/v1/docs"),
    Shot("channels", "/saluran/", "administrator", guide=(360, "light", "id"), guide_height=1500),
    Shot("channel-whatsapp", "/saluran/whatsapp/", "administrator", guide=(360, "light", "id"), guide_height=1900),
    Shot("channel-telegram", "/saluran/telegram/", "administrator"),
    Shot("channel-sms", "/saluran/sms/", "administrator"),
    Shot("words", "/saluran/kata/", "administrator"),
    Shot("sinks", "/saluran/posko/", "lurah"),
    Shot("wishes", "/profil/pemberitahuan/", "lurah"),
    Shot("phone", "/demo/ponsel/"),
    Shot("sent", "/demo/terkirim/"),
    Shot("accept", "/undangan/", guide=(360, "light", "id"), guide_height=700),
    Shot("ask-code", "/masuk/kode/"),
    Shot("directory-start", "/petugas/"),
    Shot("directory", f"/petugas/{RW_03}/", guide=(360, "light", "id"), guide_height=1250),
    Shot("access", "/wewenang/"),
    Shot("privacy", "/privasi/"),
    Shot("organisations", "/organisasi/"),
    Shot("organisation-public", f"/organisasi/{MITRA}/"),
    Shot("security", "/profil/keamanan/", "lurah", guide=(360, "light", "id"), guide_height=1250),
    Shot("profile", "/profil/", "lurah"),
    Shot("my-data", "/profil/data/", "ketua_rw"),
    Shot("sessions", "/profil/sesi/", "lurah"),
    Shot("persons", "/orang/", "lurah"),
    Shot("person", f"/orang/{RATNA}/", "lurah"),
    Shot("recovery", f"/orang/{RATNA}/pemulihan/", "lurah"),
    Shot("register", "/orang/baru/", "lurah"),
    Shot("import", "/orang/impor/", "lurah"),
    Shot("organisation", f"/organisasi/{MITRA}/", "koordinator", guide=(360, "light", "id"), guide_height=1250),
    Shot("give-position", f"/organisasi/{MITRA}/jabatan/", "lurah"),
    Shot(
        "invite",
        f"/organisasi/{MITRA}/",
        "koordinator",
        (".tree .units a", 'a[href$="undang/"]'),
        guide=(360, "light", "id"),
        guide_height=800,
    ),
    Shot("invitations", "/undangan/terbuka/", "koordinator"),
    Shot("api-keys", "/kunci-api/", "lurah"),
    Shot("lapor", "/lapor/", guide=(360, "light", "id"), guide_height=1250),
    Shot("receipt", f"/r/#{CODES[3]}", until="main textarea", guide=(360, "light", "id"), guide_height=1350),
    Shot("receipt-ask", "/r/"),
    Shot("promise", "/lapor/janji/"),
    Shot("confirm", f"/r/#{CODES[2]}", until="#konfirmasi", guide=(360, "light", "id"), guide_height=1850),
    Shot("elsewhere", "/lapor/lembaga/bawaslu/"),
    Shot("posters", "/lapor/poster/"),
    Shot("figures", "/angka/"),
    Shot("proof", "/bukti/"),
    Shot("reports", "/laporan/", "petugas_posko", guide=(360, "light", "id"), guide_height=1800),
    Shot("take-down", "/laporan/catat/", "petugas_posko"),
    Shot("report", "{branch}", "petugas_posko", guide=(360, "light", "id"), guide_height=1500),
    Shot(
        "photo",
        "/laporan/",
        "petugas_posko",
        (A_PHOTO, 'a[href*="/laporan/foto/"] >> nth=-1'),
        guide=(360, "light", "id"),
        guide_height=1100,
    ),
    Shot("claim", "{branch}bukti/", "petugas_posko", guide=(360, "light", "id"), guide_height=1540),
    Shot("hand", "{branch}teruskan/", "petugas_posko", guide=(360, "light", "id"), guide_height=1700),
    Shot("handed", "{link}", until="#jawab", guide=(360, "light", "id"), guide_height=1450),
    Shot("rules", "/laporan/aturan/", "lurah", guide=(360, "light", "id"), guide_height=1340),
    Shot(
        "rule-try",
        "/laporan/aturan/coba/?jenis=tawuran&wilayah=RW+03+Kampung+Contoh&jam=22",
        "lurah",
        guide=(360, "light", "id"),
        guide_height=1250,
    ),
    Shot("following", "/laporan/tindak-lanjut/", "lurah", guide=(360, "light", "id"), guide_height=1850),
    Shot("late", "/laporan/terlambat/", "lurah"),
    Shot("bulk", "/laporan/", "petugas_posko", ('button[data-key="h"]',)),
    Shot("export", "/laporan/unduh/", "petugas_posko"),
    Shot("calendar", "/kalender/", "lurah", guide=(360, "light", "id"), guide_height=1100),
    Shot("outlines", "/laporan/ringkas/", "anggota"),
    Shot(
        "complaint",
        "/laporan/?jenis=keluhan",
        "lurah",
        ('main li a[href^="/laporan/"], main li a[href^="/en/laporan/"]',),
    ),
    Shot("partners", "/mitra/", guide=(360, "light", "id"), guide_height=1250),
    Shot("apply", "/mitra/daftar/ormas/"),
    Shot("conduct", "/kode-etik/"),
    Shot("course", "/belajar/tindakan-awal/", guide=(360, "light", "id"), guide_height=1400),
    Shot("partner", "/mitra/", "bhabinkamtibmas", (ASKS_TO_JOIN,), guide=(360, "light", "id"), guide_height=1500),
    Shot(
        "verify",
        "/mitra/",
        "bhabinkamtibmas",
        (ASKS_TO_JOIN, 'a[href$="/periksa/"]'),
        guide=(360, "light", "id"),
        guide_height=1190,
    ),
    Shot("suspension", "/penangguhan/", "bhabinkamtibmas", (".log a",), guide=(360, "light", "id"), guide_height=1830),
    Shot("members", f"/anggota/{MITRA}/", "ketua_ormas", guide=(360, "light", "id"), guide_height=1100),
    Shot("duty", "/kelayakan/", "ketua_ormas", guide=(360, "light", "id"), guide_height=1300),
    Shot("own-duty", "/tugas/", "anggota", guide=(360, "light", "id"), guide_height=1060),
    Shot("training", f"/pelatihan/?organisasi={MITRA}", "pelatih", guide=(360, "light", "id"), guide_height=1500),
    Shot(
        "new-class",
        f"/pelatihan/kelas/baru/?organisasi={MITRA}",
        "pelatih",
        guide=(360, "light", "id"),
        guide_height=1400,
    ),
    Shot(
        "certificate",
        f"/pelatihan/anggota/{JAKA}/",
        "pelatih",
        ('main a:text-matches("^[0-9A-Z]{4}-")',),
        guide=(360, "light", "id"),
        guide_height=1250,
    ),
    Shot("board", "{board}", "petugas_posko", guide=(1280, "light", "id"), guide_height=1060, until="canvas"),
    Shot("board-phone", "{board}", "ketua_rw", guide=(360, "light", "id"), guide_height=900),
    Shot("board-wall", "{board}?layar=dinding", "petugas_posko", guide=(1280, "dark", "id"), until="canvas"),
    Shot("situation", "{situation}", "petugas_posko", guide=(360, "light", "id"), guide_height=2600),
    Shot("alarm", "{situation}#kentongan", "petugas_posko", guide=(1280, "light", "id"), guide_height=1330),
    Shot("call", "{call}", "koordinator", guide=(360, "light", "id"), guide_height=1500),
    Shot("spots", "/kerawanan/", "petugas_posko"),
    Shot("shift", "/papan/giliran/", "petugas_posko"),
    Shot("night", "/demo/malam/"),
    Shot("kentongan", "/kentongan/", "ketua_rw"),
    Shot("warnings", "/peringatan/"),
    Shot("roster-own", "/jadwal/", "koordinator", guide=(360, "light", "id"), guide_height=1250),
    Shot("roster-setup", "/jadwal/", "koordinator", (A_WATCH,), guide=(360, "light", "id"), guide_height=1350),
    Shot(
        "roster-needs",
        "/jadwal/",
        "koordinator",
        (A_WATCH, 'main a[href$="/atur/pos/"]', 'main .stack a[href*="/atur/pos/"]', 'main a[href*="/giliran/"]'),
        guide=(360, "light", "id"),
        guide_height=1550,
    ),
    Shot(
        "roster-making",
        "/jadwal/",
        "koordinator",
        ('main a[href$="/susun/"]', 'main .log a[href*="/rancangan/"]'),
        guide=(360, "light", "id"),
        guide_height=1265,
    ),
    Shot(
        "roster-poster",
        "/jadwal/",
        "koordinator",
        (A_WATCH, "main a"),
        guide=(360, "light", "id"),
        paper='main a[href*="poster.pdf"]',
    ),
)
NAMES = re.compile(r"\{(\w+)\}")
PALMERAH = "31.73.07.1001"
REAL = (
    Shot("palmerah", f"/wilayah/{PALMERAH}/"),
    Shot("palmerah-rw", f"/wilayah/{PALMERAH}.009/"),
    Shot("palmerah-search", "/wilayah/?q=palmerh"),
)
"""Pages of a real kelurahan, where the data for tests are at hand: its map takes the place of the kampung's."""
JAKARTA = ROOT.parent / "shared" / "data" / "jakarta" / "jakarta.osm.pbf"


def main(words: list[str]) -> int:
    """Take the pictures whose name holds one of the words; all without words."""
    wanted = [shot for shot in SHOTS if not words or any(word in shot.name for word in words)]
    SHOTS_FOLDER.mkdir(exist_ok=True)
    executable = browsers.get()
    complaints: list[str] = []
    print("Starting a demo site …", flush=True)
    with served() as site, sync_playwright() as playwright:
        browser = browsers.launch(playwright, executable)
        asked = {name for shot in wanted for name in NAMES.findall(shot.path)}
        made = scene.play(browser, site.url) if asked & {"link", "branch"} else {}
        made |= scene.play_night(browser, site.url) if asked & {"board", "situation", "call"} else {}
        complaints += take_all(browser, site.url, [shot.within(made) for shot in wanted])
        real = [shot for shot in REAL if not words or any(word in shot.name for word in words)]
        if real and not JAKARTA.exists():
            print(f"No pictures of Palmerah: {JAKARTA.parent} is not there.")
        elif real:
            bring = [sys.executable, "-m", "rukun.config.cli", "territory", "import", str(JAKARTA), "--clip", PALMERAH]
            subprocess.run(bring, check=True, env={**os.environ, "RUKUN_DATA": str(site.data)}, capture_output=True)
            complaints += take_all(browser, site.url, real)
        browser.close()
    contact_sheet()
    for complaint in complaints:
        print(f"PROBLEM {complaint}")
    print(f"{SHOTS_FOLDER.relative_to(ROOT)}/index.html shows them all.")
    return 1 if complaints else 0


def take_all(browser: Browser, url: str, wanted: list[Shot]) -> list[str]:
    """Photograph pages in every variant; returns what went wrong."""
    complaints = []
    for width, scheme, language in itertools.product(WIDTHS, SCHEMES, LANGUAGES):
        for role, shots in itertools.groupby(wanted, key=lambda shot: shot.role):
            try:
                take(browser, url, role, list(shots), (width, scheme, language))
            except (AssertionError, Error) as error:
                complaints.append(f"{role or 'nobody'}, {width}-{scheme}-{language}: {error}")
    return complaints


def take(browser: Browser, url: str, role: str | None, shots: list[Shot], variant: tuple[int, str, str]) -> None:
    """Photograph pages as one person sees them. Raises ``AssertionError`` where a page answers with an error."""
    width, scheme, language = variant
    look = {"viewport": {"width": width, "height": WIDTHS[width]}, "color_scheme": scheme, "locale": language}
    with browsers.watched_page(browser, url, **look) as page:
        if role:
            sign_in(page, role)
        for shot in shots:
            path = LANGUAGES[language] + shot.path
            if "#" in path:
                page.goto("about:blank")  # else it may be no more than another place on the same page
            answer = page.goto(path, wait_until="load")
            assert answer, path
            assert answer.status == shot.status, f"{path} answers {answer.status}"
            if shot.until:
                page.wait_for_selector(shot.until, state="attached")  # a phone shows the list first
            for link in shot.then:
                page.locator(link).first.click()
                page.wait_for_load_state()
            target = SHOTS_FOLDER / f"{shot.name}-{width}-{scheme}-{language}.png"
            if shot.paper:
                if shot.guide == variant:
                    target.write_bytes(first_sheet(page, shot.paper))
                    shutil.copy(target, GUIDE_FOLDER / f"{shot.name}.png")
                continue
            page.screenshot(path=target, full_page=True)
            print(target.relative_to(ROOT), flush=True)
            if shot.guide == variant:
                GUIDE_FOLDER.mkdir(parents=True, exist_ok=True)
                page.screenshot(
                    path=GUIDE_FOLDER / f"{shot.name}.png",
                    full_page=True,
                    clip={"x": 0, "y": 0, "width": width, "height": min(shot.guide_height, _height(page))},
                )


def first_sheet(page: Page, link: str) -> bytes:
    """A picture of the first sheet of the PDF behind a link: no headless browser shows one."""
    address = page.locator(link).first.get_attribute("href") or ""
    answer = page.request.get(address)
    assert answer.ok, f"{address} answers {answer.status}"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sheet.pdf").write_bytes(answer.body())
        drawn = Path(folder) / "sheet.typ"
        drawn.write_text('#set page(width: auto, height: auto, margin: 0pt)\n#image("sheet.pdf")', encoding="utf-8")
        return typst.compile(drawn, format="png", ppi=SHEET_PPI)


def _height(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollHeight"))


def contact_sheet() -> None:
    figures = [
        f'<figure><a href="{html.escape(path.name)}"><img src="{html.escape(path.name)}" loading="lazy"></a>'
        f"<figcaption>{html.escape(path.stem)}</figcaption></figure>"
        for path in sorted(SHOTS_FOLDER.glob("*.png"))
    ]
    style = (
        "body{display:flex;flex-wrap:wrap;gap:1rem;font:14px sans-serif}"
        "figure{margin:0}img{height:480px;border:1px solid}"
    )
    page = f"<!doctype html><meta charset=utf-8><title>Rukun: pages</title><style>{style}</style>{''.join(figures)}"
    (SHOTS_FOLDER / "index.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

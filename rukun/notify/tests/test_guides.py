"""The guides for whoever connects WhatsApp, Telegram and SMS say what pages, commands and signatures really do."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.utils import translation

from rukun.config.cli import parser
from rukun.notify import reasons
from rukun.notify.algo import signatures
from rukun.notify.channels import SMS, TELEGRAM, WHATSAPP
from rukun.notify.forms.channels import FORMS
from rukun.notify.notices import NOTICES
from rukun.report.notices_officers import NOTICES as OFFICERS

pytestmark = pytest.mark.pure
DOCS = Path(__file__).resolve().parents[3] / "docs"
GUIDES = {WHATSAPP: "kanal-whatsapp.md", TELEGRAM: "kanal-telegram.md", SMS: "kanal-sms.md"}
NEVER = {WHATSAPP: {"off"}, TELEGRAM: {"off", "money", "window", "template"}, SMS: {"off", "window", "template"}}
"""What a channel's messages are never given up for; "off" is what its owner wanted."""


def guide(channel: str) -> str:
    return " ".join((DOCS / GUIDES[channel]).read_text(encoding="utf-8").split())


@pytest.mark.parametrize("channel", [WHATSAPP, SMS])
def test_a_guide_that_needs_a_shell_says_so_in_its_first_line(channel: str) -> None:
    text = (DOCS / GUIDES[channel]).read_text(encoding="utf-8")
    first = text.split("\n\n")[1]
    assert "curl" in text
    assert "baris perintah" in first
    assert "mintalah bantuan" in first


@pytest.mark.parametrize("channel", GUIDES)
def test_a_guide_names_every_field_of_its_channels_page(channel: str) -> None:
    form = FORMS[channel](saved={}, initial={})
    with translation.override("id"):
        labels = [str(each.label) for each in form.fields.values()]
    text = guide(channel)
    assert labels
    assert [label for label in labels if f"*{label}*" not in text] == []


@pytest.mark.parametrize("channel", GUIDES)
def test_a_guide_has_a_remedy_for_every_reason_that_a_page_shows(channel: str) -> None:
    with translation.override("id"):
        shown = {why: str(words) for why, words in reasons.REASONS.items() if why not in NEVER[channel]}
    text = guide(channel)
    assert {why: words for why, words in shown.items() if f"*{words}*" not in text} == {}


def test_the_guide_to_whatsapp_has_every_template_with_its_words() -> None:
    text = guide(WHATSAPP)
    templates = {each.template for each in NOTICES.values()} - {""}
    assert {"kabar_laporan", "kabar_petugas", "bahaya_petugas"} <= templates
    for each in NOTICES.values():
        assert not each.outside or NOTICES[each.outside].template, each.name
        if each.template:
            numbered = {name: f"{{{{{at}}}}}" for at, name in enumerate(each.example, 1)}
            with translation.override("id"):
                words = str(each.chat) % numbered
            assert re.search(rf"\| `{each.template}` \| [^|]+ \| {re.escape(words)} \|", text), each.name


def test_whoever_is_an_officer_hears_outside_the_24_hours_that_something_waits() -> None:
    left = [each.name for each in OFFICERS if not (each.template or each.outside)]
    assert left == []
    danger = NOTICES["officer.danger"]
    assert (danger.template, list(danger.example)) == ("bahaya_petugas", ["category", "where"])


def test_the_guides_and_the_console_know_the_same_commands() -> None:
    notify = next(each.choices["notify"] for each in parser()._actions if isinstance(each.choices, dict))
    known = next(set(each.choices) for each in notify._actions if each.choices)
    pages = " ".join(page.read_text(encoding="utf-8") for page in DOCS.glob("*.md"))
    assert set(re.findall(r"rukun notify ([a-z-]+)", pages)) == known


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize("way", ["in", "out"])
def test_the_guides_lines_of_shell_sign_as_we_do(way: str, tmp_path: Path) -> None:
    lines = (DOCS / GUIDES[SMS]).read_text(encoding="utf-8").splitlines()
    body = '{"text":"lapor – RW 03"}'
    (tmp_path / "badan.json").write_text(body, encoding="utf-8")
    header = signatures.sms_signature("rahasia", body.encode(), 1_800_000_000, "in" if way == "in" else "out")
    if way == "in":
        (line,) = [each.strip() for each in lines if each.strip().startswith("TANDA=")]
        script = f'WAKTU=1800000000\n{line}\nprintf "t=%s,v1=%s" "$WAKTU" "$TANDA"'
    else:
        wanted = [each.strip() for each in lines if each.strip().startswith(("WAKTU=$(printf", "HARUS="))]
        assert len(wanted) == 2
        script = "\n".join([*wanted, 'printf %s "$HARUS"'])
    variables = {"RAHASIA": "rahasia", "ISI": body, "KEPALA": header, "PATH": "/usr/bin:/bin"}
    ran = subprocess.run(["sh", "-c", script], env=variables, cwd=tmp_path, capture_output=True, check=True)
    assert ran.stdout.decode() == header

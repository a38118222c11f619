"""The screens of reporting: what each shows of what was answered so far."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from rukun.guard import ActorRequest
from rukun.people.queries.organisations import open_organisations
from rukun.report.algo import codes
from rukun.report.categories import CATEGORIES
from rukun.report.complaints import SUBJECTS, authorities_of
from rukun.report.errors import ReportError
from rukun.report.forms.lapor import Answers, point_of
from rukun.report.forms.lapor_screens import (
    ContactForm,
    FindForm,
    HomeForm,
    StepForm,
    WhenForm,
    WhereForm,
    WhoForm,
    WordsForm,
)
from rukun.report.queries import places
from rukun.report.queries.readers import readers_of, somebody_reads
from rukun.report.views.sending import MOST_PHOTOS, minted
from rukun.ui.templatetags.units import unit as in_words

BETWEEN = ("danger", "outside", "spot", "point", "personal")
"""Screens that come up between the questions."""
WIDTHS = (280, 320, 560)
"""Pixels in which the map to tap on is shown, on small, usual and large screens; the style sheet shows one."""
TITLES = {
    "now": _lazy("Apakah ini sedang terjadi?"),
    "danger": _lazy("Hubungi 110\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}112 dulu"),
    "who": _lazy("Keluhan terhadap siapa?"),
    "outside": _lazy("Ini disampaikan ke lembaganya"),
    "where": _lazy("Di mana?"),
    "spot": _lazy("Ketuk tempatnya di peta"),
    "point": _lazy("Di sini?"),
    "when": _lazy("Kapan kejadiannya?"),
    "words": _lazy("Ceritakan dengan singkat"),
    "personal": _lazy("Ada nama atau nomor dalam tulisan Anda"),
    "contact": _lazy("Tanpa nama, atau boleh dihubungi?"),
    "send": _lazy("Periksa, lalu kirim"),
}

_ASKED_ON = {"where": ("unit", "place"), "who": ("subject", "organisation"), "when": ("day", "hour"),
             "words": ("words",), "contact": ("phone", "name")}  # fmt: skip
_FORMS: dict[str, type[StepForm]] = {"who": WhoForm, "when": WhenForm, "words": WordsForm, "contact": ContactForm}


def start(request: ActorRequest, answers: Answers) -> HttpResponse:
    return render(
        request,
        "report/lapor/start.html",
        {
            "categories": CATEGORIES.values(),
            "rw": answers.rw,
            "hidden": answers.hidden(("category",)),
            "again": answers.sealed,
        },
    )


def show(
    request: ActorRequest, answers: Answers, step: str, errors: Sequence[ReportError] = (), **more: Any
) -> HttpResponse:
    """One screen. Answers that are asked on it are its fields; all others are carried along."""
    kind = answers.kind
    if step in ("spot", "point"):
        answers.area = places.to_tap(answers.area)
        step = step if answers.area else "where"
    if kind is None or step not in (*answers.steps, *BETWEEN):
        return start(request, answers)
    if step == "send":
        answers.reviewed = "1"
    form: Any = None
    if step == "where":
        form = (WhereForm if answers.home else HomeForm)(answers, errors)
    elif step in _FORMS:
        form = _FORMS[step](answers, errors)
    order = answers.steps
    return render(
        request,
        f"report/lapor/{step}.html",
        {
            "answers": answers,
            "kind": kind,
            "step": step,
            "title": _title(answers, step),
            "form": form,
            "errors": [str(each) for each in errors] if form is None else [],
            "hidden": answers.hidden(_ASKED_ON.get(step, ())),
            "number": order.index(step) + 1 if step in order else 0,
            "of": len(order),
            "away": answers.away,
            **_about(answers, step),
            **more,
        },
    )


def _about(answers: Answers, step: str) -> dict[str, Any]:
    """What one screen shows besides its questions."""
    return _MORE[step](answers) if step in _MORE else {}


def _about_now(answers: Answers) -> dict[str, Any]:
    if not answers.protected:
        return {}
    unit = answers.unit or answers.home
    return {
        "readers": readers_of(answers.category, unit),
        "nobody": bool(unit) and not somebody_reads(answers.category, unit),
    }


def _about_who(answers: Answers) -> dict[str, Any]:
    unit = answers.unit or answers.home
    return {"readers": [(each, readers_of(answers.category, unit, each.code)) for each in SUBJECTS.values()]}


def _about_where(answers: Answers) -> dict[str, Any]:
    return {
        "unready": not answers.home and places.nothing_is_served(),
        "find": FindForm(),
        "tap": bool(places.to_tap(answers.home)),
        "alone": bool(places.kelurahan_of("")),
        "here": point_of(answers),
    }


def _about_point(answers: Answers) -> dict[str, Any]:
    here = point_of(answers)
    return {"picture": here and places.map_with(answers.area, here, _("di sini"))}


def _about_when(answers: Answers) -> dict[str, Any]:
    return {"now_asked": answers.kind is not None and answers.kind.danger == "ask"}


def _about_personal(answers: Answers) -> dict[str, Any]:
    place, words = answers.cleaned()
    return {"found": answers.found, "place": place, "words": words}


def _about_send(answers: Answers) -> dict[str, Any]:
    return {
        "code": codes.grouped(minted(answers).code),
        "readers": readers_of(answers.category, answers.unit, answers.subject),
        "nobody": not somebody_reads(answers.category, answers.unit, answers.subject, answers.group),
        "authorities": authorities_of(answers.subject) if "who" in answers.steps else [],
        "rows": _rows(answers),
        "most": MOST_PHOTOS,
    }


_MORE: dict[str, Callable[[Answers], dict[str, Any]]] = {
    "now": _about_now,
    "who": _about_who,
    "outside": lambda answers: {"authorities": authorities_of(answers.subject)},
    "where": _about_where,
    "spot": lambda _answers: {"widths": WIDTHS},
    "point": _about_point,
    "when": _about_when,
    "personal": _about_personal,
    "send": _about_send,
}


def _title(answers: Answers, step: str) -> str:
    if step == "now" and answers.protected:
        return _("Apakah ada bahaya sekarang?")
    if step == "danger" and answers.protected:
        return _("Telepon dulu")
    if step == "now" and answers.category == "bantuan":
        return _("Apakah bantuan dibutuhkan sekarang juga?")
    return str(TITLES[step])


def _rows(answers: Answers) -> list[tuple[str, str, str]]:
    """Everything that was answered, and the question to change it."""
    kind, subject = answers.kind, answers.complained_of
    where = [answers.place.strip(), in_words(answers.unit), _("titik di peta") if point_of(answers) else ""]
    rows = [(_("Jenis"), str(kind.words) if kind else "", "category")]
    if subject and "who" in answers.steps:
        rows.append((_("Tentang"), str(subject.words), "who"))
        if answers.group:
            rows += [(_("Organisasi"), each.name, "who") for each in open_organisations().filter(pk=answers.group)]
    rows.append((_("Tempat"), ", ".join(each for each in where if each), "where"))
    if answers.happens_now:
        rows.append((_("Waktu"), _("sedang terjadi"), "now"))
    elif "when" in answers.steps:
        rows.append((_("Waktu"), _when_in_words(answers), "when"))
    rows.append((_("Cerita"), answers.words.strip(), "words"))
    contact = _("tanpa nama") if answers.anonymous else ", ".join(filter(None, (answers.name, answers.phone)))
    return [*rows, (_("Kontak"), contact, "contact")]


def _when_in_words(answers: Answers) -> str:
    if answers.moment is None:
        return _("tidak tahu")
    moment = timezone.localtime(answers.moment)
    if answers.about == "day":
        return date_format(moment, "l, j F Y")
    return _("sekitar %s") % date_format(moment, "l, j F Y, H.i")

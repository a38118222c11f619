"""What anybody may see: figures, keys, and whether a proof is genuine."""

from datetime import date, datetime

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from rukun.guard import ActorRequest, public
from rukun.people.forms.units import as_typed
from rukun.report.algo.proofs import Verdict
from rukun.report.categories import CATEGORIES, ORDINARY
from rukun.report.elsewhere import AUTHORITIES
from rukun.report.forms.public import FiguresForm, ProofForm
from rukun.report.queries import figures as numbers
from rukun.report.queries import proofs
from rukun.report.verdicts import in_words, verdict_in_words
from rukun.territory import queries as territory
from rukun.territory.algo import codes
from rukun.ui.csv import csv_response
from rukun.ui.templatetags.units import unit as unit_in_words


@public
@require_safe
def figures(request: ActorRequest) -> HttpResponse:
    """How many ordinary reports a month: of an RW, or, where no kelurahan was asked for, altogether."""
    months = numbers.months()
    choices = [(each, month_in_words(each)) for each in months]
    form = FiguresForm(request.GET if {"wilayah", "bulan"} & request.GET.keys() else None, months=choices)
    unit, month = form.wanted()
    unit, month = codes.up_to(unit or _only_kelurahan(), codes.KELURAHAN), month or (months[0] if months else "")
    rows: list[numbers.Line] = []
    is_kelurahan = bool(unit) and codes.level_of(unit) == codes.KELURAHAN
    if month and is_kelurahan:
        rows = numbers.in_kelurahan(unit, month)
    if not form.is_bound:
        form = FiguresForm(months=choices, initial={"wilayah": as_typed(unit) if unit else "", "bulan": month})
    all_of_it = numbers.altogether(unit, month) if month else None
    return render(
        request,
        "report/public/figures.html",
        {
            "form": form,
            "unit": unit,
            "month": month_in_words(month) if month else "",
            "until": numbers.counted_until(),
            "altogether": [
                (CATEGORIES[each].words, numbers.in_words(number))
                for each, number in zip(ORDINARY, all_of_it.numbers, strict=True)
            ]
            if all_of_it
            else [],
            "category_headers": [_("Jenis"), _("Jumlah")],
            "elsewhere_headers": [_("Bulan"), _("Lembaga"), _("Jumlah")],
            "headers": [_("RW"), *numbers.headers()],
            "rows": [[numbers.place_in_words(each.unit), *map(numbers.in_words, each.numbers)] for each in rows],
            "elsewhere": [
                (month_in_words(when), AUTHORITIES[code].name, numbers.in_words(number))
                for when, code, number in numbers.handed_elsewhere(f"{timezone.localdate():%Y-%m}")
                if code in AUTHORITIES
            ],
            "csv": unit if rows else "",
        },
    )


@public
@require_safe
def figures_csv(request: ActorRequest, code: str) -> HttpResponse:
    """The same of one kelurahan, every month, to calculate with."""
    if not territory.exists(code) or codes.level_of(code) != codes.KELURAHAN:
        raise Http404
    return csv_response(
        f"laporan-{code}.csv",
        [_("bulan"), _("kode"), _("wilayah"), *numbers.headers()],
        [
            [each.month, each.unit, numbers.place_in_words(each.unit), *map(numbers.in_words, each.numbers)]
            for each in numbers.every_line(code)
        ],
    )


@public
@require_safe
@never_cache
def keys(request: ActorRequest) -> HttpResponse:
    """The public keys: with them anybody can look at a proof or at the journal's heads without asking us."""
    told = [
        {"key": each.key, "since": _moment_in_words(each.since), "until": _moment_in_words(each.until)}
        for each in proofs.own_keys()
    ]
    return render(request, "report/public/keys.html", {"keys": told, "journal_key": proofs.journal_key()})


@public
@require_safe
@never_cache
def keys_json(request: ActorRequest) -> HttpResponse:
    """The same for programs."""
    told = [{"key": each.key, "since": each.since, "until": each.until} for each in proofs.own_keys()]
    return JsonResponse({"algorithm": "Ed25519", "proofs": told, "journal": proofs.journal_key()})


@csrf_exempt  # it changes nothing, and so needs no cookie
@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def verify_proof(request: ActorRequest) -> HttpResponse:
    """Whether a proof of filing is genuine. Nothing of it is kept."""
    form = ProofForm(request.POST, request.FILES) if request.method == "POST" else ProofForm()
    verdict: Verdict | None = None
    if form.is_bound and form.is_valid():
        verdict = proofs.verify(form.proof())
        form = ProofForm()
    return render(
        request,
        "report/public/proof.html",
        {
            "form": form,
            "verdict": verdict,
            "words": verdict_in_words(verdict, _) if verdict else "",
            "findings": [(each.good, in_words(each, _, _moment_in_words)) for each in verdict.findings]
            if verdict
            else [],
            "told": _told(verdict) if verdict and verdict.genuine else [],
        },
    )


def _told(verdict: Verdict) -> list[tuple[str, str]]:
    """What the proof says was filed, for whoever reads it here."""
    document = verdict.document
    filed = document["filed"] or {}
    category = CATEGORIES.get(str(filed.get("category", "")))
    facts = [
        (_("Instalasi"), document["installation"]),
        (_("Diterima"), _moment_in_words(document["received"])),
        (_("Jenis"), str(category.words) if category else ""),
        (_("Wilayah"), unit_in_words(str(filed["unit"])) if filed.get("unit") else ""),
        (_("Tempat"), str(filed.get("place") or "")),
        (_("Kejadian"), _moment_in_words(str(filed.get("happened") or ""))),
        (_("Cerita"), str(filed.get("words") or "")),
    ]
    return [(name, value) for name, value in facts if value]


def _moment_in_words(text: str) -> str:
    """A moment or a day as the proof has it, by the clock of this installation."""
    try:
        if len(text) == len("2026-11-22"):
            return date_format(date.fromisoformat(text), "j F Y")
        moment = datetime.fromisoformat(text.replace(" UTC", "+00:00"))
        return date_format(timezone.localtime(moment), "l, j F Y, H.i")
    except (ValueError, OverflowError):
        return text


def _only_kelurahan() -> str:
    """The kelurahan of an installation that has but one; else nothing."""
    begin = territory.begin()
    return begin if begin and codes.level_of(begin) == codes.KELURAHAN else ""


def month_in_words(month: str) -> str:
    """``2026-11`` as November 2026."""
    first = date.fromisoformat(f"{month}-01")
    return f"{MONTHS[first.month]} {first.year}"

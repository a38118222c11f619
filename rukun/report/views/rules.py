"""The table of receivers: to read, to try, to write."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rukun.commitment.clocks import CLOCKS
from rukun.commitment.owners import words_of
from rukun.guard import ActorRequest, covers, requires
from rukun.people.forms.units import as_typed, blame
from rukun.people.kinds import KELURAHAN
from rukun.report.access.rules import (
    can_edit_rules,
    can_see_rules,
    may_edit_rules,
    rule_for,
    rule_units,
)
from rukun.report.actions.rules import add_rule, end_rule, remove_rule
from rukun.report.categories import CATEGORIES, ORDINARY
from rukun.report.errors import ReportError
from rukun.report.forms.rules import (
    RuleEndForm,
    RuleFilterForm,
    RuleForm,
    RuleTryForm,
    RuleUnitForm,
    tomorrow,
)
from rukun.report.models import OwnerRule
from rukun.report.queries.inbox import partner_choices
from rukun.report.queries.rule_table import IN_FORCE, STATES, TO_COME, as_lines, table_for, try_out, units_without_rule
from rukun.report.queries.rules import default_clock, default_owner, owners_able, today_in
from rukun.territory import queries as territory
from rukun.ui import kept

PER_PAGE = 25
OUTSIDE = gettext_lazy("Wilayah itu di luar wilayah Anda. Pilih wilayah di dalamnya.")


@requires(can_see_rules)
@require_safe
@never_cache
def rules(request: ActorRequest) -> HttpResponse:
    """Who receives what: lines in force, to come, or ended, and who receives what no line speaks of."""
    form = RuleFilterForm(request.GET if {"wilayah", "jenis"} & request.GET.keys() else None)
    wanted = form.wanted()
    state = request.GET.get("status", IN_FORCE)
    state = state if state in STATES else IN_FORCE
    found = table_for(request.actor, state, wanted["unit"], wanted["category"])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    lines = as_lines(page)
    own = request.actor.scopes("reports.rules")
    kelurahan = [each for each in rule_units(request.actor) if each.count(".") + 1 >= KELURAHAN]
    owners = {each: default_owner(each) for each in kelurahan}
    words = words_of(owners.values())
    query = request.GET.copy()
    query.pop("page", None)
    tabs = []
    for code, label in STATES.items():
        query["status"] = code
        tabs.append((label, f"?{query.urlencode()}", code == state))
    return render(
        request,
        "report/rules/rules.html",
        {
            "form": form,
            "tabs": tabs,
            "state": state,
            "page": page,
            "lines": [(each, any(covers(scope, each.row.unit) for scope in own)) for each in lines],
            "narrowed": any(wanted.values()),
            "editable": state in (IN_FORCE, TO_COME),
            "edits": bool(own),
            "gaps": units_without_rule(request.actor),
            "defaults": [words[each] for each in dict.fromkeys(owners.values())],
            "clocks": [(CATEGORIES[each].words, CLOCKS[default_clock(each)].words) for each in ORDINARY],
        },
    )


@requires(can_see_rules)
@require_safe
@never_cache
def trial(request: ActorRequest) -> HttpResponse:
    """Who would receive a report of this kind, there and then, and why not somebody else."""
    asked = {"wilayah", "jenis"} <= request.GET.keys()
    units = rule_units(request.actor)
    form = RuleTryForm(request.GET if asked else None, initial=_initial(units), groups=_groups(request, units))
    _near(form, units)
    found = None
    if asked and form.is_valid():
        typed = form.cleaned_data
        if any(covers(scope, typed["wilayah"]) for scope in units) and territory.exists(typed["wilayah"]):
            found = try_out(
                request.actor,
                typed["jenis"],
                typed["wilayah"],
                form.at(),
                typed["tentang"],
                typed["organisasi"],
                danger=typed["bahaya"],
            )
        else:
            form.add_error("wilayah", OUTSIDE)
    return render(request, "report/rules/try.html", {"form": form, "found": found})


@requires(can_edit_rules)
@require_http_methods(["GET", "POST"])
@never_cache
def add(request: ActorRequest) -> HttpResponse:
    """A new line: first for which unit, then all else."""
    units = list(request.actor.scopes("reports.rules"))
    where = RuleUnitForm(request.GET if "wilayah" in request.GET else None, initial=_initial(units))
    _near(where, units)
    unit = where.cleaned_data["wilayah"] if where.is_bound and where.is_valid() else ""
    if unit and not (may_edit_rules(request.actor, unit).allowed and territory.exists(unit)):
        where.add_error("wilayah", OUTSIDE)
        unit = ""
    if not unit:
        return render(request, "report/rules/where.html", {"form": where})
    owners = owners_able(unit)
    words = words_of(owners)
    form = RuleForm(request.POST or kept.take(request), unit=unit, owners=[(each, words[each]) for each in owners])
    if request.method == "POST" and form.is_valid():
        try:
            made = add_rule(actor=request.actor, unit=unit, **form.arguments())
        except ReportError as error:
            blame(form, error)
        else:
            messages.success(request, _("Aturan tersimpan."))
            return redirect(_table(TO_COME if made.since > today_in(unit) else IN_FORCE))
    return render(request, "report/rules/add.html", {"form": form, "unit": unit})


@requires(can_see_rules)
@require_http_methods(["GET", "POST"])
@never_cache
def end(request: ActorRequest, key: UUID) -> HttpResponse:
    """The end of a line; one that has not begun can be taken back whole."""
    line = rule_for(request.actor, key)
    if line is None:
        raise Http404
    may_edit_rules(request.actor, line.unit).demand()
    form = RuleEndForm(None if "remove" in request.POST else request.POST or kept.take(request), initial=_last(line))
    if request.method == "POST" and ("remove" in request.POST or form.is_valid()):
        try:
            if "remove" in request.POST:
                remove_rule(actor=request.actor, rule=line)
                messages.success(request, _("Aturan dihapus sebelum berlaku."))
            else:
                end_rule(actor=request.actor, rule=line, **form.cleaned_data)
                messages.success(request, _("Akhir aturan tersimpan."))
        except ReportError as error:
            if not form.is_bound:
                messages.error(request, str(error))
                return redirect(_table(IN_FORCE))
            blame(form, error)
        else:
            return redirect(_table(IN_FORCE))
    today = today_in(line.unit)
    return render(
        request,
        "report/rules/end.html",
        {
            "form": form,
            "line": as_lines([line])[0],
            "to_come": line.since > today,
            "over": line.until is not None and line.until <= today,
        },
    )


def _initial(units: list[str]) -> dict[str, str]:
    return {"wilayah": as_typed(units[0])} if len(units) == 1 and units[0] else {}


def _near(form: RuleUnitForm | RuleTryForm, units: list[str]) -> None:
    form.fields["wilayah"].within = tuple(units)  # type: ignore[attr-defined]


def _groups(request: ActorRequest, units: list[str]) -> list[tuple[str, str]]:
    """Groups that a complaint may be about: of the place that is asked about, else of the one unit that it can be."""
    where = RuleUnitForm(request.GET if "wilayah" in request.GET else None)
    _near(where, units)
    there = [where.cleaned_data["wilayah"]] if where.is_bound and where.is_valid() else units
    if len(there) != 1 or not there[0] or not any(covers(scope, there[0]) for scope in units):
        return []
    return partner_choices(there[0])


def _last(line: OwnerRule) -> dict[str, object]:
    return {"until": line.until or max(tomorrow(line.unit), line.since)}


def _table(state: str) -> str:
    return f"{reverse('report:rules')}?status={state}"

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rukun.guard import Actor, ActorRequest, covers, public
from rukun.people.actor import PersonActor
from rukun.people.forms.wewenang import QuestionForm
from rukun.people.kinds import CITY, DISTRICT, KELURAHAN, KINDS, RT, RW
from rukun.people.models import Position
from rukun.people.queries.directory import own_unit
from rukun.people.titles import CAPABILITIES, TITLES, Capability, Title, titles_with
from rukun.ui.templatetags.units import unit as in_words
from rukun.ui.units import find

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LEVELS: "dict[int, _StrPromise]" = {
    CITY: _("kota/kabupaten"),
    DISTRICT: _("kecamatan"),
    KELURAHAN: _("kelurahan"),
    RW: _("RW"),
    RT: _("RT"),
}


@dataclass(frozen=True)
class Answer:
    """To "may I?": ``because`` of which positions, title and unit, or the ``reason`` why not; ``holders`` who may."""

    capability: Capability
    unit: str
    allowed: bool
    because: "list[tuple[_StrPromise, str]]"
    reason: str
    holders: list[Title]


@public
@require_safe
@never_cache
def wewenang(request: ActorRequest) -> HttpResponse:
    """Who may do what, for anybody to read, and why oneself may or may not."""
    if "what" in request.GET:
        form = QuestionForm(request.GET)
    else:
        form = QuestionForm(initial={"where": _as_typed(own_unit(request.actor))})
    answer = None
    if form.is_bound and form.is_valid():
        answer = answer_to(request.actor, form.cleaned_data["what"], form.cleaned_data["where"])
    return render(
        request,
        "people/wewenang/wewenang.html",
        {
            "form": form,
            "answer": answer,
            "titles": [_told(title) for title in TITLES.values() if title.capabilities],
            "powerless": [title for title in TITLES.values() if not title.capabilities],
            "headers": [gettext("Jabatan"), *(capfirst(str(each.words)) for each in CAPABILITIES.values())],
            "rows": [
                [title.words, *(gettext("ya") if code in title.capabilities else None for code in CAPABILITIES)]
                for title in TITLES.values()
                if title.capabilities
            ],
        },
    )


def _as_typed(code: str) -> str:
    """What somebody would type for the unit: its words if they are understood again, else the code."""
    words = in_words(code) if code else ""
    return words if find(words) == code else code


def answer_to(actor: Actor, capability: str, unit: str) -> Answer:
    """Whether the actor may do this in a unit; without one, anywhere."""
    decision = actor.may(capability, unit) if unit else actor.holds(capability)
    return Answer(
        capability=CAPABILITIES[capability],
        unit=unit,
        allowed=decision.allowed,
        because=[(TITLES[each.title].words, each.unit) for each in _giving(actor, capability, unit)],
        reason="" if decision.allowed else str(decision.reason),
        holders=titles_with(capability),
    )


def _giving(actor: Actor, capability: str, unit: str) -> list[Position]:
    """The positions, open in this session, from which a right comes."""
    if not isinstance(actor, PersonActor):
        return []
    return [
        each
        for each in actor.positions
        if capability in TITLES[each.title].capabilities and actor.opens(each) and (not unit or covers(each.unit, unit))
    ]


def _told(title: Title) -> dict[str, Any]:
    """A title in words."""
    terms = []
    if title.years is not None:
        terms.append(ngettext("%d tahun", "%d tahun", title.years) % title.years)
    if title.terms is not None:
        terms.append(
            ngettext("paling banyak %d masa jabatan", "paling banyak %d masa jabatan", title.terms) % title.terms
        )
    return {
        "title": title,
        "levels": gettext(" atau ").join(str(LEVELS[level]) for level in title.levels),
        "kinds": ", ".join(str(KINDS[kind].words) for kind in title.kinds),
        "capabilities": [CAPABILITIES[code] for code in CAPABILITIES if code in title.capabilities],
        "terms": ", ".join(terms),
    }

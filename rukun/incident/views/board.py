"""The posko's board: one page for a shift, and whether anything changed on it since."""

import json
from hashlib import blake2s
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotModified, JsonResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rukun.guard import Actor, ActorRequest, Refused, requires
from rukun.incident import access
from rukun.incident.forms.board import BoardForm
from rukun.incident.queries import board as queries
from rukun.incident.queries.board import Board, Wanted
from rukun.incident.queries.pulse import Numbers, pulse_of
from rukun.people.forms.units import example
from rukun.territory.drawing import CellCount, Mark
from rukun.ui.middleware import POLICY

WALL = "dinding"
EVERY_SECONDS = 3
"""How often the page asks. What somebody changes is on another's screen within four seconds."""
HELD = ("incidents.see", "incidents.write", "incidents.verify", "reports.see", "reports.handle")
"""What the pieces of the page depend on: what is shown, which buttons there are, which reports are offered."""
AWAKE = POLICY.replace("screen-wake-lock=()", "screen-wake-lock=(self)")


@requires(access.can_see_board)
@require_safe
@never_cache
def board(request: ActorRequest) -> HttpResponse:
    """What is open in a unit, the most urgent first, beside a map; on the wall (``layar=dinding``) without controls."""
    actor = request.actor
    form, wanted, units = _asked(actor, request.GET)
    if wanted is None:
        return render(request, "incident/board/choose.html", {"units": units})
    pulse = pulse_of(wanted.unit)
    shown = queries.board(actor, wanted, pulse)
    wall = request.GET.get("layar") == WALL
    own = request.GET.get("wilayah", "")
    answer = render(
        request,
        "incident/board/board.html",
        {
            **_parts(actor, shown),
            "form": form,
            "narrowed": wanted.narrowed,
            "chips": _chips(form, request.GET, units),
            "opened": bool(form.errors),
            "units": units if own or len(units) > 1 else [],
            "wall": wall,
            "mark": _mark(actor, wanted, pulse),
            "every": EVERY_SECONDS,
            "points_json": json.dumps({"points": shown.points, "cells": shown.cells}, ensure_ascii=False),
            "marks": [Mark(each["lat"], each["lon"], each["kind"] or "point", each["label"]) for each in shown.points],
            "cells": [CellCount(int(each["id"]), each["count"]) for each in (shown.cells or [()])[-1]],
            "words_json": json.dumps(_words(), ensure_ascii=False),
            "query": _query(request.GET),
            "example": example(tuple(units))[0],
            "wall_query": _query(request.GET, layar="" if wall else WALL),
        },
    )
    answer.headers["Permissions-Policy"] = AWAKE
    return answer


@requires(access.can_see_board)
@require_safe
@never_cache
def changes(request: ActorRequest) -> HttpResponse:
    """304 while nothing on the board has changed since ``If-None-Match``; else all of it anew, as pieces of the page.

    It knows of a change by one number of each kelurahan. The tag tells no number: others' streets are none of an RW's.
    With ``kata`` it is where the page's own script comes back to after a button, and says what came of it.
    """
    told = "kata" in request.GET
    actor = request.actor
    _form, wanted, _units = _asked(actor, request.GET)
    if wanted is None:
        raise Refused(_("Pilih dulu papan wilayah mana yang dibuka."))
    pulse = pulse_of(wanted.unit)
    mark = _mark(actor, wanted, pulse)
    if request.headers.get("If-None-Match", "").removeprefix("W/") == mark and not told:
        same = HttpResponseNotModified()
        same.headers["ETag"] = mark
        return same
    shown = queries.board(actor, wanted, pulse)
    parts = _parts(actor, shown)
    answer = JsonResponse(
        {
            "rows": render_to_string("incident/board/rows.html", parts, request),
            "numbers": render_to_string("incident/board/numbers.html", parts, request),
            "points": shown.points,
            "cells": shown.cells,
            **({"said": [(each.level_tag, str(each)) for each in messages.get_messages(request)]} if told else {}),
        }
    )
    answer.headers["ETag"] = mark
    return answer


def _asked(actor: Actor, asked: QueryDict) -> tuple[BoardForm, Wanted | None, list[str]]:
    """The filter, what is wanted (``None``: a unit has to be chosen first), and the units whose boards there are.

    Raises ``Refused`` where the unit is not the actor's.
    """
    units = access.board_units(actor)
    form = BoardForm(asked if BoardForm.base_fields.keys() & asked.keys() else None)
    form.fields["wilayah"].within = tuple(units)  # type: ignore[attr-defined]
    wanted = form.wanted(units[0])
    if not (form.is_bound and form.cleaned_data.get("wilayah")) and len(units) > 1:
        return form, None, units
    if wanted.unit not in units:
        actor.may("incidents.see", wanted.unit).demand()
    return form, wanted, units


def _parts(actor: Actor, shown: Board) -> dict[str, Any]:
    return {
        "board": shown,
        "unit": shown.wanted.unit,
        "writes": actor.may("incidents.write", shown.wanted.unit).allowed,
        "verifies": actor.may("incidents.verify", shown.wanted.unit).allowed,
    }


def _mark(actor: Actor, wanted: Wanted, pulse: Numbers) -> str:
    """What stays the same as long as the pieces of the page do: an entity tag, as it stands in the header."""
    scopes = [actor.scopes(each) for each in HELD]
    asked = [wanted.unit, wanted.kind, wanted.level, get_language()]
    told = json.dumps([pulse.number, pulse.over, pulse.late, asked, scopes, actor.label])
    key = settings.SECRET_KEY.encode()[:32]
    return f'"{blake2s(told.encode(), key=key, digest_size=12, person=b"board").hexdigest()}"'


def _chips(form: BoardForm, asked: QueryDict, units: list[str]) -> list[tuple[str, str]]:
    """What the board is narrowed by, in words, each with the address without it."""
    found = []
    for name, words in form.narrowed():
        if name == "wilayah" and form.cleaned_data["wilayah"] in units:
            continue
        found.append((words, f"?{_query(asked, **{name: ''})}"))
    return found


def _query(asked: QueryDict, **changed: str) -> str:
    """What was asked for, as an address says it; ``changed`` instead, ``""`` leaving it away."""
    rest = asked.copy()
    for name, value in changed.items():
        rest.pop(name, None)
        if value:
            rest[name] = value
    return rest.urlencode()


def _words() -> dict[str, str]:
    """What the page's script says."""
    return {
        "late": _("lewat %s"),
        "left": _("%s lagi"),
        "ago": _("dibuka %s lalu"),
        "soon": _("kurang dari semenit"),
        "fresh": _("Diperbarui %s lalu"),
        "lost": _("Sambungan terputus. Papan ini menunjukkan keadaan pukul %s. Dicoba terus."),
        "back": _("Tersambung lagi. Yang berubah sementara itu diberi tanda."),
        "out": _("Anda tidak lagi masuk, atau papan ini bukan lagi milik Anda. Muat ulang halaman ini."),
        "new": _("Baru: %s"),
        "joined": _("Laporan digabungkan."),
        "undo": _("Lepas lagi"),
        "parted": _("Laporan dilepas lagi."),
        "failed": _("Belum tersimpan. Periksa sambungan, lalu coba lagi."),
        "sound_on": _("Bunyi menyala"),
        "sound_off": _("Bunyi mati"),
        "sound_wait": _("Tekan untuk menyalakan bunyi lagi"),
    }

"""What is stored about one person, for that person alone."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Case, F, Value, When
from django.utils import timezone

from rukun.journal import queries as journal
from rukun.journal.verbs import words_for
from rukun.people.models import Person
from rukun.people.strength import Strength

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FORMAT = "rukun.my-data.1"
TABLES = {
    "person": "people.Person",
    "positions": "people.Position",
    "ways_to_sign_in": "mfa.Authenticator",
    "sign_ins": "people.SignIn",
    "invitations": "people.Invitation",
    "recoveries": "people.Recovery",
    "api_keys": "people.ApiKey",
}
"""The parts of ``own_data`` that are this room's, and the table that each comes from."""


@dataclass(frozen=True)
class Part:
    """What a room above keeps of a person in one table.

    ``rows`` gives it as it is stored, for the file; ``lines`` the same in words, for the page. ``label`` is what the
    journal calls such a row, if it speaks of it, and then each row has its ``id``.
    """

    name: str
    table: str
    title: "_StrPromise"
    rows: Callable[[UUID], Sequence[Mapping[str, Any]]]
    lines: Callable[[Sequence[Mapping[str, Any]]], Sequence[str]]
    label: str = ""


PARTS: list[Part] = []
"""Parts of rooms above: filled in ``config/wiring.py``."""


def own_data(person: Person) -> dict[str, Any]:
    """Everything but the journal, part by part: for each table its rows as they are stored.

    Without secrets, and without other persons: who invited or asked is somebody else's data. A recovery's number is
    left out too, for until two have agreed it is not known to be this person's.
    """
    return {
        "person": {
            "id": person.pk,
            "name": person.name,
            "phone": person.phone,
            "unit": person.unit,
            "adult": person.adult,
            "has_password": person.has_usable_password(),
            "added_at": person.added_at,
            "last_login": person.last_login,
            "released_at": person.released_at,
        },
        "positions": list(
            person.positions.order_by("-since").values(
                "id",
                "title",
                "unit",
                "rank",
                "decree",
                "work_phone",
                "since",
                "until",
                organisation_name=F("organisation__name"),
            )
        ),
        "ways_to_sign_in": list(
            Authenticator.objects.filter(user=person).order_by("pk").values("type", "created_at", "last_used_at")
        ),
        "sign_ins": [
            {**row, "strength": Strength(row["strength"]).name.lower()}
            for row in person.sign_ins.order_by("-since").values("device", "strength", "since")
        ],
        "invitations": list(
            person.invitations.order_by("-made_at").values("id", "made_at", "expires_at", "ended_at", "used")
        ),
        "recoveries": list(
            person.recoveries.order_by("-asked_at").values(
                "id",
                "asked_at",
                "expires_at",
                "ended_at",
                confirmed=Case(When(confirmed_by="", then=Value(False)), default=Value(True)),
            )
        ),
        "api_keys": list(
            person.api_keys.order_by("-made_at").values(
                "id", "name", "capabilities", "unit", "made_at", "expires_at", "revoked_at", "used_at"
            )
        ),
        **{part.name: list(part.rows(person.pk)) for part in PARTS},
    }


def own_journal(person: Person) -> Iterator[dict[str, Any]]:
    """What the journal holds of somebody, newest first: what they or their keys did, and what was done to them."""
    own = {
        "person": [str(person.pk)],
        "position": _ids(person.positions),
        "invitation": _ids(person.invitations),
        "recovery": _ids(person.recoveries),
        "key": _ids(person.api_keys),
        **{part.label: [str(row["id"]) for row in part.rows(person.pk)] for part in PARTS if part.label},
    }
    labels = {f"person:{person.pk}", *(f"key:{key}" for key in own["key"])}
    for entry in journal.entries_about(labels, own):
        yield {
            "time": entry.time,
            "verb": entry.verb,
            "words": words_for(entry.verb),
            "unit": entry.unit,
            "by_me": entry.actor in labels,
            "about_me": entry.object_id in own.get(entry.object_label, ()),
        }


def own_data_as_json(person: Person) -> Iterator[str]:
    """The same as one JSON document, piece by piece: a posko officer's journal is long."""
    head = {"format": FORMAT, "made_at": timezone.now(), "installation": settings.INSTALLATION.name, **own_data(person)}
    yield _json(head, indent=1).removesuffix("\n}") + ',\n "journal": ['
    separator = "\n  "
    for entry in own_journal(person):
        yield separator + _json(entry)
        separator = ",\n  "
    yield "\n ]\n}\n"


def _ids(related: Any) -> list[str]:
    return [str(key) for key in related.values_list("pk", flat=True)]


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=indent)

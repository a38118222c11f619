"""Public warnings for other systems, beside the CAP feed."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from ninja import Router, Schema

from rukun.alarm.composing import shown, status_of
from rukun.alarm.queries import warnings as queries
from rukun.guard import ActorRequest, public
from rukun.ui.addresses import whole

router = Router(tags=["warnings"])


class WarningOut(Schema):
    """A warning that holds. Words are in the language of the request; cap is the same as CAP 1.2, in both languages.

    kind: kebakaran, banjir, cuaca_ekstrem, gempa, longsor, pohon_tumbang, bahan_berbahaya or evakuasi. status is
    Actual, Exercise or Test. urgency, severity and certainty are CAP's. areas are codes of RW.
    """

    identifier: str
    kind: str
    status: str
    message: str
    urgency: str
    severity: str
    certainty: str
    headline: str
    description: str
    instructions: list[str]
    areas: list[str]
    sent: datetime
    onset: datetime
    expires: datetime
    cap: str


@router.get("", response=list[WarningOut], summary="Warnings of hazards, fires and evacuations that hold now")
@public
def warnings(request: ActorRequest) -> list[WarningOut]:
    """The newest first, at most 100. Never of crime."""
    now = timezone.now()
    found = []
    for row in queries.holding(now)[: queries.MOST]:
        told = shown(row, now)
        assert row.published_at is not None, "only what is published holds"
        found.append(
            WarningOut(
                identifier=row.identifier,
                kind=row.kind,
                status=status_of(row),
                message=row.message,
                urgency=row.urgency,
                severity=row.severity,
                certainty=row.certainty,
                headline=told.headline,
                description=told.about,
                instructions=list(told.does),
                areas=row.areas,
                sent=row.published_at,
                onset=row.onset,
                expires=row.expires,
                cap=whole(reverse("cap:message", args=[row.identifier])),
            )
        )
    return found

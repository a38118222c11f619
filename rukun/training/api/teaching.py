"""Certificates for other systems: the same that anybody may learn from a code on the page."""

from datetime import datetime
from typing import Annotated

from django.http import HttpResponse
from ninja import Field, Router, Schema, Status

from rukun.guard import ActorRequest, public
from rukun.training.queries.verifying import verified

router = Router(tags=["training"])


class CertificateOut(Schema):
    """verdict is valid, renew (valid for a while: a newer version exists), outdated, expired or revoked.

    initials are all there is of the holder. organisation is theirs on the day of issue. until is the first moment at
    which it no longer counts.
    """

    code: str
    verdict: str
    words: str
    initials: str
    organisation: str
    course: str
    title: str
    version: int
    issued: datetime
    until: datetime
    revoked: datetime | None


class NoCertificateOut(Schema):
    """verdict is unknown, foreign (another installation's) or garbled; detail says what to do."""

    verdict: str
    detail: str


@router.get(
    "/certificates/{code}",
    response={200: CertificateOut, 404: NoCertificateOut},
    summary="Whether a certificate is valid",
)
@public
def certificate(
    request: ActorRequest, response: HttpResponse, code: Annotated[str, Field(max_length=300)]
) -> Status[CertificateOut] | Status[NoCertificateOut]:
    """Needs no key. Not to be kept: it may be revoked the next moment."""
    response.headers["Cache-Control"] = "no-store"
    found = verified(code)
    if not found.verdict.known or found.issued is None or found.until is None:
        return Status(404, NoCertificateOut(verdict=found.verdict.value, detail=found.words))
    return Status(
        200,
        CertificateOut(
            code=found.code,
            verdict=found.verdict.value,
            words=found.words,
            initials=found.initials,
            organisation=found.organisation,
            course=found.course,
            title=found.title,
            version=found.version,
            issued=found.issued,
            until=found.until,
            revoked=found.revoked,
        ),
    )

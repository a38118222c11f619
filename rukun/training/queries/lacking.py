"""Who has which course that duty needs, now and on a day to come."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from rukun.training.algo.fitness import CertificateSpan
from rukun.training.algo.lacking import VALID, CourseStanding, standing
from rukun.training.models import Certificate
from rukun.training.queries.fitness import rules
from rukun.ui.dates import first_moment


@dataclass(frozen=True)
class Training:
    """How somebody stands with every course that duty needs, by its code, in the order of the courses."""

    standings: Mapping[str, CourseStanding]

    @property
    def lacks(self) -> list[str]:
        """The courses that do not count on the day asked about."""
        return [code for code, each in self.standings.items() if each.code != VALID]


def training_of(persons: Collection[UUID], by: date) -> dict[UUID, Training]:
    """For each of these persons, as of the day ``by`` begins. One query."""
    papers: dict[UUID, list[CertificateSpan]] = {key: [] for key in persons}
    rows = Certificate.objects.filter(person__in=papers).values_list(
        "person_id", "course", "version", "issued_at", "expires_at", "revoked_at"
    )
    for key, course, version, issued, expires, revoked in rows:
        papers[key].append(CertificateSpan(course, version, issued, expires, revoked))
    now, then = timezone.now(), first_moment(by)
    return {
        key: Training({each.course: standing(each, own, now, then) for each in rules().courses})
        for key, own in papers.items()
    }

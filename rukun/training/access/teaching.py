"""Who teaches whom: the members of organisations in a trainer's units. Whose certificate it is may always see it."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from rukun.guard import Actor, Allowed, Decision, Denied
from rukun.people.access.own import may_see_own_data
from rukun.training.access.places import partnerships_counting
from rukun.training.models import Certificate, CourseClass, Membership
from rukun.training.ways import REPORTING

TEACH = "training.teach"


def can_teach(actor: Actor) -> Decision:
    """Whether there is any unit in which the actor trains people."""
    return actor.holds(TEACH)


def members_taught(actor: Actor) -> QuerySet[Membership]:
    """Whoever is a member, on leave or not, of an organisation that is in the actor's units or a partner there.

    Somebody whom an organisation invited, or who only asked to join, has not agreed or not been let in: no member yet.
    """
    return _of_organisations_in(actor.scopes(TEACH)).filter(
        left_at=None, accepted_at__isnull=False, consented_at__isnull=False, person__released_at=None
    )


def members_for_duty(actor: Actor) -> QuerySet[Membership]:
    """Those of them who could go on duty once they are trained: not of groups that report only."""
    return members_taught(actor).exclude(organisation__kind__in=REPORTING)


def taught_among(actor: Actor, persons: Collection[UUID]) -> set[UUID]:
    """Those of these persons whom the actor teaches. One query."""
    return set(members_taught(actor).filter(person__in=persons).values_list("person_id", flat=True))


def class_for(actor: Actor, key: UUID) -> CourseClass | None:
    """The class, for whoever teaches in its unit now."""
    return classes_visible_to(actor).filter(pk=key).first()


def classes_visible_to(actor: Actor) -> QuerySet[CourseClass]:
    return CourseClass.objects.filter(_inside("unit", actor.scopes(TEACH)))


def may_correct(actor: Actor, course_class: CourseClass) -> Decision:
    """Whether the actor may take back what a class says: whoever teaches in its unit now."""
    return actor.may(TEACH, course_class.unit)


def certificate_for(actor: Actor, key: UUID) -> Certificate | None:
    """The certificate with its holder, for themselves and those who teach them; ``None`` for everybody else."""
    found = Certificate.objects.select_related("person").filter(pk=key).first()
    if found is None or found.person.released_at is not None:
        return None
    own = f"person:{found.person_id}" == actor.label and may_see_own_data(actor).allowed
    return found if own or may_revoke(actor, found).allowed else None


def may_revoke(actor: Actor, certificate: Certificate) -> Decision:
    """Whether the actor teaches the holder: who has left since, or is in no organisation, by where they belong."""
    if not (anywhere := can_teach(actor)).allowed:
        return anywhere
    if actor.label == f"person:{certificate.person_id}":
        return Denied(_("Sertifikat Anda sendiri tidak Anda cabut sendiri. Minta pelatih lain."))
    scopes = actor.scopes(TEACH)
    if _of_organisations_in(scopes).filter(person=certificate.person_id).exists():
        return Allowed()
    return actor.may(TEACH, certificate.person.unit)


def _of_organisations_in(scopes: Collection[str]) -> QuerySet[Membership]:
    partners = partnerships_counting().filter(_inside("unit", scopes), organisation=OuterRef("organisation"))
    return Membership.objects.filter(_inside("organisation__unit", scopes) | Q(Exists(partners)))


def _inside(field: str, scopes: Collection[str]) -> Q:
    """What has its ``field`` in one of these units or below; ``""`` is everything, and no unit is nothing."""
    found = Q(pk__in=[])
    for scope in scopes:
        found |= Q(**{field: scope}) | Q(**{f"{field}__startswith": f"{scope}."}) if scope else Q(pk__isnull=False)
    return found

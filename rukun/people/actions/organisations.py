from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rukun.guard import Actor
from rukun.guard.ids import new_id
from rukun.journal import actions as journal
from rukun.people.actions.checking import a_name, a_unit, a_work_phone
from rukun.people.errors import (
    NamelessOrganisation,
    OrganisationInUse,
    OrganisationTaken,
    UnknownKind,
    WrongUnitOfOrganisation,
)
from rukun.people.kinds import DISTRICT, KELURAHAN, KINDS, OFFICES
from rukun.people.models import Organisation, Position
from rukun.people.titles import Title
from rukun.people.verbs import ORGANISATION_CHANGED, ORGANISATION_CLOSED, ORGANISATION_ESTABLISHED
from rukun.territory import queries as territory


def establish_organisation(
    *, actor: Actor, kind: str, name: str, unit: str, work_phone: str = "", organisation_id: UUID | None = None
) -> Organisation:
    """Put an organisation there. Raises ``Refused``, ``PeopleError``, ``NotAPhoneNumber``."""
    actor.may("people.manage", unit).demand()
    return _establish(actor, kind, name, unit, work_phone, organisation_id or new_id())


def _establish(actor: Actor, kind: str, name: str, unit: str, work_phone: str, key: UUID) -> Organisation:
    if kind not in KINDS:
        raise UnknownKind(sorted(KINDS))
    a_unit(unit)
    levels = KINDS[kind].levels
    if levels and len(unit.split(".")) not in levels:
        raise WrongUnitOfOrganisation(str(KINDS[kind].words), levels[-1])
    made = Organisation(
        id=key,
        kind=kind,
        name=a_name(name, NamelessOrganisation),
        unit=unit,
        work_phone=a_work_phone(work_phone),
    )
    with journal.atomic():
        try:
            with journal.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            raise OrganisationTaken from None
        journal.record(
            ORGANISATION_ESTABLISHED, actor=actor, unit=unit, about=("organisation", made.pk), codes={"kind": kind}
        )
    return made


def change_organisation(*, actor: Actor, organisation: Organisation, name: str, work_phone: str) -> None:
    """Another name or office number."""
    actor.may("people.manage", organisation.unit).demand()
    with journal.atomic():
        organisation.name = a_name(name, NamelessOrganisation)
        organisation.work_phone = a_work_phone(work_phone)
        try:
            with journal.atomic():
                organisation.save(update_fields=["name", "work_phone"])
        except IntegrityError:
            raise OrganisationTaken from None
        journal.record(
            ORGANISATION_CHANGED, actor=actor, unit=organisation.unit, about=("organisation", organisation.pk)
        )


def close_organisation(*, actor: Actor, organisation: Organisation) -> None:
    """It is no more. Who holds a position in it keeps it there: raises ``OrganisationInUse``. Twice is once."""
    actor.may("people.manage", organisation.unit).demand()
    with journal.atomic():
        now = timezone.now()
        locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if locked.closed_at is not None:
            return
        if Position.objects.filter(organisation=locked).exclude(until__lte=now).exists():
            raise OrganisationInUse
        locked.closed_at = now
        locked.save(update_fields=["closed_at"])
        journal.record(ORGANISATION_CLOSED, actor=actor, unit=locked.unit, about=("organisation", locked.pk))


_AT = {"polri": DISTRICT, "tni": DISTRICT, "pelindungan": KELURAHAN}
"""Where an organisation stands that is put there because somebody holds a position in it.

Those of other kinds stand at the position's unit.
"""


def usual_organisation(*, actor: Actor, title: Title, unit: str) -> Organisation | None:
    """The organisation that a title is held in where nobody names one: the nearest that covers the unit.

    One of government, police, army, RW and RT is put there if there is none (whoever may appoint a Bhabinkamtibmas
    thereby says that there is a Polsek above); of others there may be several, so ``None``.
    """
    if len(title.kinds) != 1:
        return None
    kind = title.kinds[0]
    parts = unit.split(".") if unit else []
    above = ["", *(".".join(parts[:depth]) for depth in range(1, len(parts) + 1))]
    covering = list(Organisation.objects.filter(kind=kind, closed_at=None, unit__in=above))
    if covering:
        nearest = max(covering, key=lambda each: len(each.unit))
        same = [each for each in covering if each.unit == nearest.unit]
        return nearest if len(same) == 1 else None
    if kind not in OFFICES | {"pelindungan"}:
        return None
    home = ".".join(unit.split(".")[: _AT.get(kind, len(unit.split(".")))])
    return _establish(actor, kind, _usual_name(kind, home), home, "", new_id())


def _usual_name(kind: str, unit: str) -> str:
    """In Indonesian, whoever looks on: it is stored."""
    place = territory.name_of(unit) or unit
    with override("id"):
        return {
            "polri": _("Polsek %s"),
            "tni": _("Koramil %s"),
            "kelurahan": _("Kelurahan %s"),
            "kecamatan": _("Kecamatan %s"),
            "pelindungan": _("Pelindungan perempuan dan anak %s"),
        }.get(kind, "%s") % place

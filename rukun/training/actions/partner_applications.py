"""A group applies to be a partner: anybody may, so everything that is sent is looked at."""

from collections.abc import Sequence
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import IntegrityError, connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from rukun.guard import Actor
from rukun.journal import actions as journal
from rukun.people.access import inside, organisation_for
from rukun.people.kinds import KELURAHAN
from rukun.people.phones import NotAPhoneNumber, normalise
from rukun.people.queries.organisations import open_organisations
from rukun.territory import queries as territory
from rukun.training.access.partners import may_apply_for
from rukun.training.actions.partner_papers import the_documents
from rukun.training.actions.partner_steps import a_line, a_text, end_as_lapsed, newest_state, note, put
from rukun.training.algo.receipts import hash_of, receipt_of
from rukun.training.algo.states import APPLIED, ENDED, VERIFIED, standing_at
from rukun.training.errors import partners as errors
from rukun.training.models import Document, Partnership, PartnershipState
from rukun.training.queries.partners import history_of, levels_of, spans_of, state_in_words, units_in_words
from rukun.training.verbs import PARTNER_APPLIED, PARTNER_ENDED
from rukun.training.ways import HELP, WAYS, Way

LONGEST_NAME, LONGEST_NUMBER = 120, 80
MOST_OPEN = 20
"""Applications of unregistered groups that may wait in a kelurahan: whoever floods it fills no more than these."""


def apply_for_partnership(
    *,
    actor: Actor,
    kind: str,
    name: str,
    unit: str,
    chair_name: str,
    chair_phone: str,
    legal_number: str = "",
    purpose: str = "",
    help_offered: Sequence[str] = (),
    documents: Sequence[tuple[str, bytes]] = (),
    organisation: UUID | None = None,
    application_id: UUID,
) -> tuple[Partnership, str]:
    """A group asks to be a partner; anybody may ask. Gives the partnership and the code to look its state up by.

    A second call with the same ``application_id`` stores nothing and gives the same; so the caller has to know that
    whoever sends that id was given it: it stands in public addresses later.
    ``organisation`` is one that is registered already: its board may apply, or whoever manages people there.
    ``documents`` are ``(file name, content)``. Raises ``Refused`` or a ``TrainingError``.
    """
    code = receipt_of(application_id, _receipt_key())
    if (known := Partnership.objects.filter(pk=application_id).first()) is not None:
        return known, _still(known, code)
    way = _way(kind)
    if organisation is not None:
        name = _registered(actor, organisation, kind)

    made = Partnership(
        id=application_id,
        kind=kind,
        organisation_id=organisation,
        name=a_line(name, "name", LONGEST_NAME, errors.NamelessPartner),
        unit=_unit(unit, way),
        legal_number=a_line(legal_number, "legal_number", LONGEST_NUMBER, errors.WithoutLegalNumber, way.agreement),
        purpose=a_text(purpose, "purpose", errors.WithoutPurpose, needed=way.agreement),
        help_offered=_help(help_offered),
        chair_name=a_line(chair_name, "chair_name", LONGEST_NAME, errors.NamelessChair),
        chair_phone=_phone(chair_phone),
        receipt_hash=hash_of(code),
        applied_by=actor.label,
        applied_at=timezone.now(),
    )
    papers = the_documents(documents)
    if organisation is None and _is_registered(made):
        raise errors.OrganisationKnown
    with journal.atomic():
        if organisation is None:
            _one_after_another(_kelurahan_of(made.unit))
            if _waiting_in(made.unit) >= MOST_OPEN:
                raise errors.TooManyApplications
        _close_lapsed_before(made)
        try:
            with journal.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            if (known := Partnership.objects.filter(pk=application_id).first()) is not None:
                return known, _still(known, code)
            raise errors.AlreadyPartner from None
        for each in papers:
            each.partnership, each.added_at = made, made.applied_at
        Document.objects.bulk_create(papers)
        PartnershipState.objects.create(partnership=made, state=APPLIED, since=made.applied_at, by=actor.label)
        journal.record(
            PARTNER_APPLIED,
            actor=actor,
            unit=made.unit,
            about=("partnership", made.pk),
            codes={"kind": kind, "documents": len(papers)},
        )
    return made, code


def withdraw_application(*, actor: Actor, code: str) -> Partnership | None:
    """Whoever has the receipt takes an application back that nobody has decided yet; ``None`` for an unknown code."""
    with journal.atomic():
        found = Partnership.objects.select_for_update().filter(receipt_hash=hash_of(code) or "-").first()
        if found is None:
            return None
        state = newest_state(found)
        if state != ENDED:
            if state != APPLIED:
                raise errors.NoSuchStep(state_in_words(state))
            put(found, ENDED, actor, "")
            note(PARTNER_ENDED, actor, found)
    return found


def _receipt_key() -> bytes:
    info = b"rukun.training.receipt.1"
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(settings.SECRET_KEY.encode())


def _still(known: Partnership, code: str) -> str:
    """The code, unless the installation's key is another by now and it is no longer that of this application."""
    return code if hash_of(code) == known.receipt_hash else ""


def _one_after_another(kelurahan: str) -> None:
    """Until this transaction ends no other application in the kelurahan is counted or stored.

    SQLite has but one writer at a time. There is no row to lock: the kelurahan may have no application yet.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"training.application {kelurahan}"])


def _kelurahan_of(unit: str) -> str:
    return ".".join(unit.split(".")[:KELURAHAN])


def _close_lapsed_before(made: Partnership) -> None:
    """A group whose agreement ran out applies anew: what was before ends now, and is no longer in its way."""
    if made.organisation_id is None:
        return
    before = Partnership.objects.select_for_update().filter(
        organisation=made.organisation_id, unit=made.unit, closed_at=None
    )
    for each in before:
        if standing_at(history_of(each), spans_of(each), made.applied_at) == ENDED:
            end_as_lapsed(each)


def _way(kind: str) -> Way:
    if kind not in WAYS:
        raise errors.UnknownWay
    return WAYS[kind]


def _registered(actor: Actor, key: UUID, kind: str) -> str:
    """The registered name of an organisation for which the actor may apply. Raises ``Refused``."""
    found = organisation_for(actor, key)
    may_apply_for(actor, key, found.unit if found else "").demand()
    if found is None or found.kind != kind:
        raise errors.OrganisationDiffers
    return found.name


def _is_registered(made: Partnership) -> bool:
    same = open_organisations(made.unit, made.kind).filter(unit=made.unit, name__iexact=made.name)
    return same.exists()


def _waiting_in(unit: str) -> int:
    """Applications in the unit's kelurahan of groups that are not registered yet, and not decided."""
    verified = PartnershipState.objects.filter(partnership=OuterRef("pk"), state=VERIFIED)
    here = inside(_kelurahan_of(unit))
    return Partnership.objects.filter(here, ~Exists(verified), organisation=None, closed_at=None).count()


def _unit(code: str, way: Way) -> str:
    levels = levels_of(way)
    if not journal.UNIT.fullmatch(code) or (code and not territory.is_empty() and not territory.exists(code)):
        raise errors.NoSuchUnitHere
    if not code or len(code.split(".")) not in levels:
        raise errors.WrongUnitOfPartner(units_in_words(levels))
    return code


def _help(given: Sequence[str]) -> list[str]:
    if not set(given) <= set(HELP):
        raise errors.UnknownHelp
    return [code for code in HELP if code in given]


def _phone(text: str) -> str:
    try:
        return normalise(text)
    except NotAPhoneNumber:
        raise errors.NotTheChairsNumber from None

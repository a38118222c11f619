"""Who may see a partnership and decide about it.

Everybody reads the register: name, kind, unit, state and dates of whoever was verified. The application, its papers and
its chair's number are for those alone who verify it; the board reads what was decided about its own group.
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rukun.guard import Actor, Allowed, Decision, Denied
from rukun.people.access import circles_with, holds_any
from rukun.people.access.own import may_see_own_data
from rukun.people.importing.checking import same_name
from rukun.people.queries import person_with_phone, positions_of
from rukun.training.access.duty import organisations_near
from rukun.training.algo.states import SUSPENDED, VERIFIED
from rukun.training.models import Document, Partnership, PartnershipState
from rukun.training.ways import AUTHORITIES, WAYS, Authority

KELURAHAN_SPEAKS = AUTHORITIES["kelurahan"].capability


def can_verify(actor: Actor) -> Decision:
    """Whether the actor speaks anywhere for an authority that verifies partners."""
    return holds_any(actor, *(each.capability for each in AUTHORITIES.values()))


def authorities_of(actor: Actor, partnership: Partnership) -> list[Authority]:
    """Those for which the actor may speak about this partnership, of those that verify groups of its kind."""
    return [
        AUTHORITIES[code]
        for code in WAYS[partnership.kind].verifiers
        if actor.may(AUTHORITIES[code].capability, partnership.unit).allowed
    ]


def sees_application(actor: Actor, partnership: Partnership) -> bool:
    """Whether the actor reads the application itself: purpose, chair and number, papers."""
    return bool(authorities_of(actor, partnership))


def sees_decisions(actor: Actor, partnership: Partnership) -> bool:
    """Whether the actor reads who decided what and why: the authorities, and the board of the group itself."""
    return sees_application(actor, partnership) or on_board(actor, partnership.organisation_id)


def on_board(actor: Actor, organisation: UUID | None) -> bool:
    """Whether the actor leads the organisation, by a position in that very organisation."""
    return organisation in {key for key, _unit in circles_with(actor, "members.manage")}


def is_chair(actor: Actor, partnership: Partnership) -> bool:
    held = [each for each in positions_of(actor) if each.organisation_id == partnership.organisation_id]
    return on_board(actor, partnership.organisation_id) and any(each.title == "ketua" for each in held)


def may_apply_for(actor: Actor, organisation: UUID, unit: str) -> Decision:
    """Whether the actor may apply for an organisation that is registered in ``unit``."""
    if on_board(actor, organisation):
        return Allowed()
    if actor.may("people.manage", unit).allowed:
        return Allowed()
    return Denied(_("Yang mengajukan atas nama organisasi terdaftar ialah pengurusnya, setelah masuk ke akun."))


def may_end(actor: Actor, partnership: Partnership) -> Decision:
    """An authority that verifies such groups, or the group's own chair."""
    if is_chair(actor, partnership):
        return Allowed()
    return may_decide(actor, partnership)


def may_decide(actor: Actor, partnership: Partnership) -> Decision:
    """Whether the actor speaks for any authority that verifies such groups there."""
    asked = [actor.may(AUTHORITIES[code].capability, partnership.unit) for code in WAYS[partnership.kind].verifiers]
    return next((each for each in asked if each.allowed), asked[0])


def may_agree(actor: Actor, partnership: Partnership) -> Decision:
    """Who makes the agreement: the kelurahan. Where there is none on paper, any verifier prolongs."""
    if WAYS[partnership.kind].agreement:
        return actor.may(KELURAHAN_SPEAKS, partnership.unit)
    return may_decide(actor, partnership)


def may_restore(actor: Actor, partnership: Partnership) -> Decision:
    """The authority in whose name it was suspended. The other may end it, or leave it as it is."""
    if not (anywhere := may_decide(actor, partnership)).allowed:
        return anywhere
    suspended = PartnershipState.objects.filter(partnership=partnership, state=SUSPENDED).last()
    if suspended is None or suspended.authority in {"", *(each.code for each in authorities_of(actor, partnership))}:
        return Allowed()
    words = AUTHORITIES[suspended.authority].words
    return Denied(_("Mitra ini ditangguhkan atas nama %s, jadi pihak itu juga yang mencabutnya.") % words)


def is_involved(actor: Actor, partnership: Partnership) -> bool:
    """Whether the actor applied for the group, or belongs to it or did a short while ago, as ``too_near`` counts.

    An invitation alone involves nobody: else a chair could put every authority out of reach by inviting it.
    """
    if not actor.label.startswith("person:"):
        return False
    if actor.label == partnership.applied_by:
        return True
    key = UUID(actor.label.removeprefix("person:"))
    return partnership.organisation_id in organisations_near({key})[key]


def is_named_chair(actor: Actor, partnership: Partnership) -> bool:
    """Whether the application names the actor as chair, by name and number. That may be a stranger's doing."""
    chair = person_with_phone(partnership.chair_phone) if partnership.chair_phone else None
    return chair is not None and actor.label == f"person:{chair.pk}" and same_name(chair.name, partnership.chair_name)


def partnership_for(actor: Actor, key: UUID) -> Partnership | None:
    """The partnership, or ``None`` both where there is none and where the actor may not see it.

    What was only applied for, or refused, is no matter of the public's.
    """
    found = Partnership.objects.select_related("organisation").filter(pk=key).first()
    if found is None:
        return None
    if PartnershipState.objects.filter(partnership=found, state=VERIFIED).exists():
        return found
    own = actor.label == found.applied_by and may_see_own_data(actor).allowed
    return found if own or sees_decisions(actor, found) else None


def may_read_chair_contact(actor: Actor, partnership: Partnership) -> Decision:
    """Whoever verifies it, as long as it is an application: later the number is the person's own."""
    if not partnership.chair_phone or partnership.closed_at is not None:
        return Denied(_("Nomor ketua hanya dapat dibaca selama pengajuan diperiksa."))
    return may_decide(actor, partnership)


def document_for(actor: Actor, partnership: Partnership, key: UUID) -> Document | None:
    """A paper of an application, for whoever verifies it. Its content is not read yet."""
    if not sees_application(actor, partnership):
        return None
    return Document.objects.defer("content").filter(partnership=partnership, pk=key).first()

"""The owner says that it is done, with proof; or that it cannot be done, with the reason. It is not closed by that."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.timezone import now

from rukun.commitment import access, follow
from rukun.commitment.actions.desk import (
    demand_seen,
    end_offer,
    happened,
    held,
    letters,
    moment,
    move,
    not_handed_away,
    snapshot,
)
from rukun.commitment.actions.desk import words as checked
from rukun.commitment.errors import ClaimTaken, NoPhoto, PhotoUsed, ReasonTooShort
from rukun.commitment.models import Claim, Commitment, Handoff, Step
from rukun.commitment.owners import acting_for
from rukun.commitment.verbs import CANNOT_BE_DONE, CONTESTED, OUTSIDE_ANSWERED, PROVEN, REJECTED
from rukun.evidence import actions as evidence
from rukun.evidence.queries import photos_of, used_before
from rukun.guard import Actor
from rukun.journal import actions as journal

LABEL = "claim"
"""What photos of proof are about, in ``evidence``."""
LEAST = 20
"""Letters of a reason."""
MOST_PHOTOS = evidence.MOST
Photos = Sequence[tuple[UUID, bytes]]


def claim(
    *,
    actor: Actor,
    commitment: Commitment,
    claim_id: UUID,
    outcome: str,
    kind: str,
    words: str = "",
    photos: Photos = (),
    read: bool = False,
    seen: int | None = None,
) -> Claim:
    """Say that it is done ("done", with a photo of how it is now or of signed minutes), or "cannot" (with a reason).

    ``claim_id`` is made with the form: sent twice, it is one. ``photos`` are ids and contents; ``read``: whoever sends
    them agrees that their metadata are read for when and where they were taken. Whoever was promised to, or somebody
    independent, confirms. Raises ``Refused``, ``CommitmentError``, ``EvidenceError``.
    """
    access.may_work(actor, commitment).demand()
    prepared = prepare(commitment, claim_id, outcome, kind, words, photos)
    if prepared.known:
        return prepared.known
    with journal.atomic():
        row = held(commitment)
        if sent := prepared.sent():
            return sent
        demand_seen(row, seen)
        access.may_work(actor, row).demand()
        not_handed_away(row)
        return lodge(row, prepared, actor=actor, organisation=acting_for(actor, access.owner_of(row)), read=read)


class Prepared:
    """What was claimed, its photos judged before anybody waits for a lock."""

    def __init__(
        self, commitment: Commitment, claim_id: UUID, outcome: str, kind: str, text: str, photos: Photos
    ) -> None:
        self.commitment, self.key = commitment.pk, claim_id
        self.outcome, self.kind, self.text = outcome, kind, checked(text)
        self.known = self.sent()
        self.pictures: dict[UUID, evidence.Prepared] = {}
        if self.known is not None:
            return
        if outcome == "cannot":
            if letters(self.text) < LEAST:
                raise ReasonTooShort(LEAST)
        elif not photos:
            raise NoPhoto
        if any(used_before(content, thing_of(commitment)) for _key, content in photos):
            raise PhotoUsed
        self.pictures = {key: evidence.prepare(content) for key, content in photos}

    def sent(self) -> Claim | None:
        """The very claim, if it was sent before; to be asked again of whoever holds the row. Raises ``ClaimTaken``."""
        found = Claim.objects.filter(pk=self.key).first()
        if found is not None and (found.commitment_id != self.commitment or found.verdict == "taken_back"):
            raise ClaimTaken
        return found


def prepare(commitment: Commitment, claim_id: UUID, outcome: str, kind: str, words: str, photos: Photos) -> Prepared:
    """Judge it before the transaction. Raises ``CommitmentError``, ``EvidenceError``."""
    if outcome not in ("done", "cannot"):
        raise ValueError(outcome)
    kind = Claim.REASON if outcome == "cannot" else kind if kind == Claim.MINUTES else Claim.PHOTO
    return Prepared(commitment, claim_id, outcome, kind, words, photos)


def lodge(
    row: Commitment,
    prepared: Prepared,
    *,
    actor: Actor,
    organisation: UUID | None,
    read: bool,
    handoff: Handoff | None = None,
) -> Claim:
    """Store a claim about a held row, in the caller's transaction; with ``handoff`` it is somebody outside's answer.

    What is ``read`` from photos is sealed beside them, and taken from the photos themselves. Where they were taken is
    compared where they show the thing itself, and not minutes about it; of a reason nothing is.
    """
    before, at = snapshot(row), moment(row)
    move(row, "claim")
    row.answered_at = row.answered_at or at
    if handoff is not None:
        end_offer(row, at, "answered")
    verb = OUTSIDE_ANSWERED if handoff else PROVEN if prepared.outcome == "done" else CANNOT_BE_DONE
    key = prepared.key
    made = Claim.objects.create(
        id=key, commitment=row, outcome=prepared.outcome, kind=prepared.kind, by=actor.label, at=at
    )
    done = prepared.outcome == "done"
    find = follow.PLACES.get(row.about_label) if prepared.kind == Claim.PHOTO else None
    lat, lon = (find(row.about_id) if find and read else None) or (None, None)
    shown = evidence.Claim(now(), lat, lon, since=_since(row))
    for photo_id, picture in prepared.pictures.items():
        evidence.add_photo(
            photo_id=photo_id,
            about=(LABEL, key),
            picture=picture,
            apart=not row.book,
            within=thing_of(row),
            capture=evidence.capture_told(picture) if read and done else None,
            claim=shown,
            whole=False,
        )
    made.doubtful = any(_doubtful(each) for each in photos_of(LABEL, [key]).get(key, []))
    made.step = happened(
        row, verb, actor=actor, at=at, text=prepared.text, organisation=organisation,
        facts={"outcome": prepared.outcome, "kind": prepared.kind, "photos": len(prepared.pictures)},
        undo=None if handoff else {**before, "claim": str(key)},
    )  # fmt: skip
    made.save(update_fields=["step", "doubtful"])
    return made


def thing_of(row: Commitment) -> tuple[str, UUID]:
    """What it is about: within that a file is known again, whatever few may know of it."""
    return row.about_label, row.about_id


def _since(row: Commitment) -> datetime:
    """From when on photos show what was done: since it was promised, or was said not to be done."""
    said = Step.objects.filter(commitment=row, verb__in=[REJECTED.name, CONTESTED.name]).order_by("-number").first()
    return said.at if said else row.made_at


def _doubtful(photo: evidence.Photo) -> bool:
    return bool(photo.repeats) or photo.DIFFERS in (photo.time_fit, photo.place_fit)

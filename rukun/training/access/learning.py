"""Who may take a quiz, and whose it is. Courses and cards are for everybody."""

from uuid import UUID

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from rukun.guard import Actor, Allowed, Decision, Denied
from rukun.people.access.own import may_see_own_data
from rukun.people.actor import PersonActor
from rukun.training.models import Attempt


def may_take_quizzes(actor: Actor) -> Decision:
    """Any grown-up who is surely the one whose account this is: what they answer stands for them."""
    own = may_see_own_data(actor)
    if not own.allowed:
        return own
    assert isinstance(actor, PersonActor)
    if not actor.person.adult:
        return Denied(_("Kuis dan sertifikat untuk yang berusia 18 tahun ke atas. Kartunya boleh dibaca siapa pun."))
    return Allowed()


def learner_of(actor: Actor) -> UUID:
    """Whose quizzes these are. Raises ``Refused``."""
    may_take_quizzes(actor).demand()
    assert isinstance(actor, PersonActor)
    return actor.person.pk


def owner_mark(actor: Actor) -> str:
    """By what a phone knows whose quiz it keeps: it tells nothing of the person, and stays the same."""
    if not isinstance(actor, PersonActor):
        return ""
    return salted_hmac("rukun.training.quiz_owner", str(actor.person.pk), algorithm="sha256").hexdigest()[:24]


def attempt_for(actor: Actor, key: UUID) -> Attempt | None:
    """One's own, or ``None`` both where there is none and where it is somebody else's."""
    if not may_take_quizzes(actor).allowed:
        return None
    return Attempt.objects.filter(pk=key, person=learner_of(actor)).first()

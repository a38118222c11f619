"""Who may change how they sign in."""

from django.utils.translation import gettext_lazy as _

from rukun.guard import Actor, Allowed, Decision, Denied, signed_in
from rukun.people.actor import PersonActor
from rukun.people.strength import Strength


def may_set_up(actor: Actor) -> Decision:
    """Whether this session may add or remove ways to sign in.

    One opened by a code alone may not: whoever has the number now would thereby become whoever had it before.
    """
    if not isinstance(actor, PersonActor):
        return signed_in(actor)
    if actor.strength >= Strength.INVITED:
        return Allowed()
    return Denied(
        _(
            "Anda masuk dengan kode sekali pakai saja. Untuk menambah cara masuk lain, "
            "minta undangan kepada pengurus wilayah atau koordinator Anda."
        )
    )

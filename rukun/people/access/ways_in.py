"""Who may change how they sign in."""

from django.utils.translation import gettext_lazy as _

from rukun.guard import Actor, Allowed, Decision, Denied, signed_in
from rukun.people.actor import PersonActor
from rukun.people.signin import means
from rukun.people.strength import Strength


def may_set_up(actor: Actor) -> Decision:
    """Whether this session may add or remove ways to sign in.

    One opened by a code alone may not: whoever has the number now would thereby become whoever had it before.
    Who has set up an authenticator must have shown it in this session: a password alone may not take it away.
    """
    if not isinstance(actor, PersonActor):
        return signed_in(actor)
    if actor.strength < Strength.INVITED:
        return Denied(
            _(
                "Anda masuk dengan kode sekali pakai saja. Untuk menambah cara masuk lain, "
                "minta undangan kepada pengurus wilayah atau koordinator Anda."
            )
        )
    if actor.strength < Strength.STRONG and means.of(actor.person) & {"passkey", "app"}:
        return Denied(
            _(
                "Akun ini dijaga dengan kunci sandi atau aplikasi autentikator. Untuk mengubah cara masuk, "
                "keluar, lalu masuk lagi dengan kunci sandi atau aplikasi itu."
            )
        )
    return Allowed()

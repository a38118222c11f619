"""What this room has for somebody's day: what waits for them, and which of its pages are theirs."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rukun.guard import Actor
from rukun.training.access.duty import can_see_duty, can_suspend
from rukun.training.access.members import can_see_members
from rukun.training.access.partners import can_verify
from rukun.training.access.teaching import can_teach
from rukun.training.algo.states import LEFT
from rukun.training.queries.duty import own_suspensions, reports_only, reviews_waiting
from rukun.training.queries.fitness import duty_status
from rukun.training.queries.members import Belonging, organisations_seen_by, own_memberships, waiting_for
from rukun.training.queries.partners import invitations_due, renewals_due
from rukun.training.queries.teaching import reminders_for
from rukun.training.todo import Todo


def todo_for(actor: Actor) -> list[Todo]:
    """What waits for the actor: first what is about themselves, then what others wait for."""
    own = own_memberships(actor)
    return [
        *_about_themselves(actor, own),
        *reminders_for(actor),
        *reviews_waiting(actor),
        *(
            Todo(
                ngettext(
                    "%(number)d orang ingin bergabung dengan %(name)s.",
                    "%(number)d orang ingin bergabung dengan %(name)s.",
                    number,
                )
                % {"number": number, "name": name},
                reverse("training:members", args=[key]),
            )
            for key, name, number in waiting_for(actor)
        ),
        *invitations_due(actor),
        *renewals_due(actor),
    ]


def pages_for(actor: Actor) -> list[Todo]:
    """The pages of this room that are for the actor and stand in no navigation."""
    pages = [
        (_("Tugas saya: keanggotaan, pelatihan, dan kode etik"), "own_duty", bool(own_memberships(actor))),
        (_("Anggota organisasi"), "member_organisations", _sees_members(actor)),
        (_("Siapa yang layak bertugas"), "duty", can_see_duty(actor).allowed),
        (_("Pelatihan: siapa kurang apa, dan kelas"), "training", can_teach(actor).allowed),
        (_("Mitra yang diperiksa"), "partners", can_verify(actor).allowed),
        (_("Penangguhan dari tugas"), "suspensions", can_suspend(actor).allowed),
    ]
    return [Todo(words, reverse(f"training:{name}")) for words, name, open_to in pages if open_to]


def _sees_members(actor: Actor) -> bool:
    """Whether there is a partner all of whose members they may see: a coordinator of a part of one has no list."""
    return can_see_members(actor).allowed and organisations_seen_by(actor).exists()


def _about_themselves(actor: Actor, own: list[Belonging]) -> list[Todo]:
    todo = [
        Todo(_("Anda ditangguhkan dari tugas. Baca alasannya, dan jawab."), reverse("training:own_duty"))
        for each in own_suspensions(actor)
        if each.in_force and not each.by_number and each.row.seen_at is None
    ]
    todo += [
        Todo(
            _("%s mengundang Anda bergabung. Baca, lalu setujui atau tolak.") % each.organisation_name,
            reverse("training:consent", args=[each.id]),
        )
        for each in own
        if each.accepted and not each.consented and each.state != LEFT
    ]
    active = [each for each in own if each.counts]
    if active and reports_only(active[0].person):
        return todo
    if active and (lacks := duty_status(active[0].person, timezone.now()).reasons):
        todo.append(
            Todo(
                ngettext(
                    "Anda belum layak bertugas: %d hal belum terpenuhi.",
                    "Anda belum layak bertugas: %d hal belum terpenuhi.",
                    len(lacks),
                )
                % len(lacks),
                reverse("training:own_duty"),
            )
        )
    return todo

"""Joining takes two, leaving takes one, and nobody is drawn in, kept in or let in by somebody else."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from rukun.guard import Refused
from rukun.guard.ids import new_id
from rukun.journal.models import Entry
from rukun.people.actions import give_position
from rukun.people.actions.invitations import invite, use_invitation
from rukun.people.actions.recovery import ask_recovery, confirm_recovery
from rukun.people.actor import PersonActor, actor_of
from rukun.people.errors import InvitationOver, LetInByOthers
from rukun.people.models import Organisation, Person, Position, Recovery
from rukun.people.strength import Strength
from rukun.people.tests.factories import SYSTEM, person
from rukun.training.access.members import may_be_let_in, membership_for
from rukun.training.actions import members as actions
from rukun.training.actions.conduct import SIGNED_ONCE_WITHIN
from rukun.training.actions.partners import end_partnership, restore_partnership, suspend_partnership
from rukun.training.algo.states import ACTIVE, CANDIDATE, LEFT, ON_LEAVE
from rukun.training.content import conduct
from rukun.training.errors.members import (
    AlreadyLeft,
    AnotherName,
    NewerConduct,
    NotGrownUp,
    NotYetMember,
    OnTheBoard,
    OwnLeave,
    TakesNoMembers,
)
from rukun.training.models import Applicant, CodeSigning, Membership, MembershipState, Partnership
from rukun.training.queries.members import roll_of
from rukun.training.tests.factories import KELURAHAN, candidate, chair, member, membership_of, partner

pytestmark = pytest.mark.django_db


def state_of(membership: Membership) -> str:
    newest = MembershipState.objects.filter(membership=membership).last()
    assert newest is not None
    return newest.state


def seats(who: Person, organisation: Organisation) -> list[str]:
    """The titles that somebody holds there now."""
    held = Position.objects.filter(person=who, organisation=organisation, until=None)
    return sorted(held.values_list("title", flat=True))


def verbs_about(membership: Membership) -> list[str]:
    found = Entry.objects.filter(object_label="membership", object_id=str(membership.pk)).order_by("pk")
    return [verb.removeprefix("training.") for verb in found.values_list("verb", flat=True)]


def asked(organisation: Organisation, name: str = "Dewi Lestari", phone: str = "0812-8000-0001") -> Applicant:
    actions.ask_to_join(
        organisation=organisation.pk, name=name, phone=phone, unit="", adult=True, applicant_id=new_id()
    )
    return Applicant.objects.get(organisation=organisation, name=name)


def test_it_takes_the_board_and_the_person_in_either_order() -> None:
    home = partner()
    board, first, second = chair(home), person(name="Sari Wulandari"), person(name="Yusuf Maulana")
    applied = actions.apply_to_join(actor=actor_of(first), organisation=home.pk)
    assert (state_of(applied), seats(first, home)) == (CANDIDATE, [])
    assert applied.pk == actions.apply_to_join(actor=actor_of(first), organisation=home.pk).pk
    actions.accept_member(actor=actor_of(board), membership=applied)
    assert (state_of(applied), seats(first, home)) == (ACTIVE, ["anggota"])
    invited = actions.invite_member(
        actor=actor_of(board), organisation=home.pk, name=" yusuf  MAULANA", phone=second.phone, unit="", adult=True
    )
    assert (invited.person_id, state_of(invited), seats(second, home)) == (second.pk, CANDIDATE, [])
    for other in (board, first):
        with pytest.raises(Refused):
            actions.consent(actor=actor_of(other), membership=invited)
    with pytest.raises(NotYetMember):
        actions.pause_membership(actor=actor_of(second), membership=invited)
    actions.consent(actor=actor_of(second), membership=invited)
    assert (state_of(invited), seats(second, home)) == (ACTIVE, ["anggota"])
    assert verbs_about(applied) == ["member_applied", "member_consented", "member_accepted", "member_active"]
    assert verbs_about(invited) == ["member_invited", "member_consented", "member_active"]
    for secret in ("Sari", "Yusuf", second.phone):
        assert secret not in str(list(Entry.objects.values_list()))


def test_whoever_was_invited_and_applies_has_agreed_and_the_chair_keeps_the_chair() -> None:
    home = partner()
    who = candidate(home)
    assert state_of(actions.apply_to_join(actor=actor_of(who), organisation=home.pk)) == ACTIVE
    assert seats(chair(home), home) == ["ketua"]


def test_two_of_the_board_who_accept_at_once_accept_once() -> None:
    home = partner()
    board = actor_of(chair(home))
    applied = actions.apply_to_join(actor=actor_of(person()), organisation=home.pk)
    one, two = Membership.objects.get(pk=applied.pk), Membership.objects.get(pk=applied.pk)
    actions.accept_member(actor=board, membership=one)
    actions.accept_member(actor=SYSTEM, membership=two)
    assert verbs_about(applied).count("member_accepted") == 1
    assert Membership.objects.get(pk=applied.pk).accepted_by == board.label
    assert Position.objects.filter(person=applied.person_id).count() == 1


def test_nobody_keeps_in_whoever_leaves_and_nothing_brings_them_back_but_they_themselves() -> None:
    home = partner()
    board, who = actor_of(chair(home)), member(home)
    held = membership_of(who, home)
    shown = Membership.objects.get(pk=held.pk)  # the board has the page open
    actions.leave(actor=actor_of(who), membership=held)
    for change in (actions.accept_member, actions.pause_membership, actions.resume_membership):
        with pytest.raises(AlreadyLeft):
            change(actor=board, membership=shown)
    actions.leave(actor=board, membership=shown)
    assert verbs_about(held).count("member_left") == 1
    assert (state_of(held), seats(who, home)) == (LEFT, [])
    again = actions.invite_member(
        actor=board, organisation=home.pk, name=who.name, phone=who.phone, unit="", adult=True
    )
    assert (again.pk != held.pk, state_of(again)) == (True, CANDIDATE)
    actions.leave(actor=actor_of(who), membership=again)
    assert not Membership.objects.filter(person=who, left_at=None).exists()


def test_a_leave_that_a_member_took_is_theirs_to_end_and_one_of_the_boards_never_binds_them() -> None:
    home = partner()
    board, who = actor_of(chair(home)), member(home)
    held = membership_of(who, home)
    actions.pause_membership(actor=actor_of(who), membership=held)
    actions.pause_membership(actor=board, membership=held)
    with pytest.raises(OwnLeave):
        actions.resume_membership(actor=board, membership=held)
    actions.resume_membership(actor=actor_of(who), membership=held)
    actions.resume_membership(actor=actor_of(who), membership=held)
    actions.pause_membership(actor=board, membership=held)
    actions.resume_membership(actor=actor_of(who), membership=held)
    actions.pause_membership(actor=board, membership=held)
    actions.resume_membership(actor=board, membership=held)
    assert [each.state for each in held.states.all()] == [CANDIDATE, ACTIVE, *[ON_LEAVE, ACTIVE] * 3]


def test_a_board_rules_over_its_own_members_and_not_over_each_other() -> None:
    home, other = partner(), partner(name="Mitra Lain")
    head, stranger, secretary, who = chair(home), chair(other), member(home, "Dewi"), member(home)
    give_position(actor=SYSTEM, person=secretary, title="sekretaris", unit=KELURAHAN, organisation=home)
    applied = actions.apply_to_join(actor=actor_of(person()), organisation=home.pk)
    lurah = person("lurah", KELURAHAN)
    for outsider in (stranger, lurah, who):
        for change in (actions.accept_member, actions.leave, actions.pause_membership):
            with pytest.raises(Refused):
                change(actor=actor_of(outsider), membership=applied)
        with pytest.raises(Refused):
            actions.invite_member(
                actor=actor_of(outsider), organisation=home.pk, name="X", phone="081280000002", unit="", adult=True
            )
    for change in (actions.leave, actions.pause_membership):
        with pytest.raises(OnTheBoard):
            change(actor=actor_of(secretary), membership=membership_of(head, home))
    actions.leave(actor=actor_of(secretary), membership=membership_of(who, home))
    actions.leave(actor=actor_of(head), membership=membership_of(head, home))
    assert seats(head, home) == []
    assert membership_for(actor_of(secretary), applied.pk) == applied
    assert membership_for(actor_of(stranger), applied.pk) is None


def test_nobody_under_eighteen_joins_on_any_way() -> None:
    home = partner()
    board, child = actor_of(chair(home)), person(name="Adi Saputra")
    invited = candidate(home, name="Budi Santoso")
    Person.objects.filter(pk__in=[child.pk, invited.pk]).update(adult=False)
    child.refresh_from_db()
    invited.refresh_from_db()
    with pytest.raises(NotGrownUp):
        actions.apply_to_join(actor=actor_of(child), organisation=home.pk)
    with pytest.raises(NotGrownUp):
        actions.invite_member(
            actor=board, organisation=home.pk, name=child.name, phone=child.phone, unit="", adult=True
        )
    with pytest.raises(NotGrownUp):
        actions.consent(actor=actor_of(invited), membership=membership_of(invited, home))
    with pytest.raises(NotGrownUp):
        actions.sign_code(actor=actor_of(child), version=conduct().version)
    with pytest.raises(NotGrownUp):
        actions.ask_to_join(
            organisation=home.pk, name="Adi", phone="081280000003", unit="", adult=False, applicant_id=new_id()
        )
    applicant = asked(home, child.name, child.phone)
    with pytest.raises(NotGrownUp):
        actions.answer_applicant(actor=board, applicant=applicant, accepted=True)
    assert not Membership.objects.filter(person=child).exists()
    assert state_of(membership_of(invited, home)) == CANDIDATE


def test_a_known_number_under_another_name_is_refused_without_telling_whose_it_is() -> None:
    home = partner()
    board, officer = actor_of(chair(home)), person("lurah", KELURAHAN, name="Hj. Hartati, S.Sos.")
    before = Membership.objects.count()
    with pytest.raises(AnotherName) as told:
        actions.invite_member(
            actor=board, organisation=home.pk, name="Joko Widodo", phone=officer.phone, unit="", adult=True
        )
    applicant = asked(home, "Joko Widodo", officer.phone)
    with pytest.raises(AnotherName):
        actions.answer_applicant(actor=board, applicant=applicant, accepted=True)
    assert "Hartati" not in str(told.value)
    assert Membership.objects.count() == before
    assert Applicant.objects.filter(pk=applicant.pk).exists(), "nothing is lost"
    actions.answer_applicant(actor=board, applicant=applicant, accepted=False)
    assert not Applicant.objects.exists()
    invited = actions.invite_member(
        actor=board, organisation=home.pk, name="hj hartati s sos", phone=officer.phone, unit="", adult=True
    )
    assert invited.person_id == officer.pk


def test_an_invitation_to_join_is_no_way_into_anybodys_account() -> None:
    """Only a newcomer whom this board made known, who holds nothing and never came in, is let in by it."""
    home, other = partner(), partner(name="Mitra Lain")
    board, stranger = actor_of(chair(home)), actor_of(chair(other))

    def invited(who: Person) -> Membership:
        return actions.invite_member(
            actor=board, organisation=home.pk, name=who.name, phone=who.phone, unit="", adult=True
        )

    lurah, resident, settled = person("lurah", KELURAHAN, password=""), person(password=""), person()
    for who in (lurah, resident, settled):
        membership = invited(who)
        assert not may_be_let_in(board, membership).allowed
        with pytest.raises(Refused):
            invite(actor=board, person=who)
    new = actions.invite_member(
        actor=board, organisation=home.pk, name="Dewi Lestari", phone="0812-8000-0009", unit="", adult=True
    )
    assert new.person.unit == KELURAHAN
    assert may_be_let_in(board, new).allowed
    both = actions.invite_member(
        actor=stranger, organisation=other.pk, name="Dewi Lestari", phone="0812-8000-0009", unit="", adult=True
    )
    assert not may_be_let_in(stranger, both).allowed
    _invitation, secret = invite(actor=board, person=new.person)
    with transaction.atomic():
        give_position(actor=SYSTEM, person=new.person, title="babinsa", unit=KELURAHAN)
        with pytest.raises(InvitationOver):
            use_invitation(secret=secret)
        transaction.set_rollback(True)
    assert use_invitation(secret=secret) == new.person
    Person.objects.filter(pk=new.person_id).update(last_login=timezone.now())
    with pytest.raises(Refused):
        invite(actor=board, person=Person.objects.get(pk=new.person_id))


def test_nobody_whom_a_board_let_in_gets_a_sealed_office_before_two_have_opened_the_account_anew() -> None:
    """A chair could make the number known that the next lurah will have, and keep the way in."""
    home = partner()
    board, invited = actor_of(chair(home)), "0812-8000-0009"
    new = actions.invite_member(
        actor=board, organisation=home.pk, name="Dewi Lestari", phone=invited, unit="", adult=True
    )
    _invitation, secret = invite(actor=board, person=new.person)
    who = use_invitation(secret=secret)
    Person.objects.filter(pk=who.pk).update(last_login=timezone.now())

    def becomes(title: str, unit: str = KELURAHAN, organisation: Organisation | None = None) -> Position:
        return give_position(actor=SYSTEM, person=who, title=title, unit=unit, organisation=organisation)

    becomes("ketua_rt", f"{KELURAHAN}.003.001")  # nothing sealed
    becomes("koordinator", organisation=home)  # by their own society, in their own society
    for title in ("lurah", "bhabinkamtibmas"):
        with pytest.raises(LetInByOthers, match="pemulihan akun"):
            becomes(title)
    Membership.objects.filter(pk=new.pk).update(made_at=timezone.now())
    with transaction.atomic():
        assert becomes("lurah").title == "lurah", "somebody who was known before the board asked them"
        transaction.set_rollback(True)
    Membership.objects.filter(pk=new.pk).update(made_at=who.added_at)
    sworn = [actor_of(person("lurah", KELURAHAN)), actor_of(person("sekretaris_kelurahan", KELURAHAN))]
    recovery = ask_recovery(actor=sworn[0], person=who, phone=who.phone)
    with pytest.raises(LetInByOthers):
        becomes("bhabinkamtibmas")
    confirm_recovery(actor=sworn[1], recovery=recovery)
    becomes("bhabinkamtibmas")
    Recovery.objects.all().delete()  # it is kept for ninety days
    becomes("kapolsek", "31.73.07")  # they were looked at


def test_an_invitation_ends_when_the_board_takes_the_newcomer_back() -> None:
    home = partner()
    board = actor_of(chair(home))
    new = actions.invite_member(
        actor=board, organisation=home.pk, name="Dewi", phone="081280000009", unit="", adult=True
    )
    _invitation, secret = invite(actor=board, person=new.person)
    actions.leave(actor=board, membership=new)
    with pytest.raises(InvitationOver):
        use_invitation(secret=secret)


def test_who_has_no_account_asks_once_and_what_they_wrote_goes_with_the_answer() -> None:
    home = partner()
    board = actor_of(chair(home))
    key = new_id()
    for _time in range(2):
        actions.ask_to_join(
            organisation=home.pk, name="Dewi  Lestari", phone="081280000001", unit="", adult=True, applicant_id=key
        )
    actions.ask_to_join(
        organisation=home.pk, name="Orang Lain", phone="+6281280000001", unit="", adult=True, applicant_id=new_id()
    )
    applicant = Applicant.objects.get()
    assert (applicant.name, applicant.phone) == ("Dewi Lestari", "+6281280000001")
    with pytest.raises(Refused):
        actions.answer_applicant(actor=actor_of(person("lurah", KELURAHAN)), applicant=applicant, accepted=True)
    joined = actions.answer_applicant(actor=board, applicant=applicant, accepted=True)
    assert joined is not None
    assert (joined.person.phone, state_of(joined), joined.consented_at) == ("+6281280000001", CANDIDATE, None)
    assert not Applicant.objects.exists()
    assert actions.answer_applicant(actor=board, applicant=applicant, accepted=True) is None
    assert may_be_let_in(board, joined).allowed
    assert "Dewi" not in str(list(Entry.objects.values_list()))


def test_new_members_join_a_partner_only_while_it_is_one() -> None:
    home = partner()
    board, who, waiting = actor_of(chair(home)), person(), candidate(home)
    partnership = Partnership.objects.get()
    suspend_partnership(actor=SYSTEM, partnership=partnership, reason="Diperiksa dulu.")

    def ways() -> list[Any]:
        return [
            lambda: actions.apply_to_join(actor=actor_of(who), organisation=home.pk),
            lambda: asked(home),
            lambda: actions.invite_member(
                actor=board, organisation=home.pk, name="Dewi", phone="081280000009", unit="", adult=True
            ),
        ]

    for way in ways():
        with pytest.raises(TakesNoMembers):
            way()
    actions.leave(actor=actor_of(waiting), membership=membership_of(waiting, home))
    restore_partnership(actor=SYSTEM, partnership=partnership, reason="Sudah jelas.")
    for way in ways()[:2]:
        way()
    with time_machine.travel(timezone.now() + timedelta(days=366)), pytest.raises(TakesNoMembers):
        ways()[2]()
    end_partnership(actor=SYSTEM, partnership=partnership, reason="Selesai.")
    with pytest.raises(TakesNoMembers):
        ways()[2]()


def test_the_code_of_conduct_is_signed_by_oneself_as_shown_and_anew_each_year() -> None:
    who = person()
    with pytest.raises(NewerConduct):
        actions.sign_code(actor=actor_of(who), version=conduct().version - 1)
    with pytest.raises(Refused):
        actions.sign_code(actor=SYSTEM, version=conduct().version)
    first = actions.sign_code(actor=actor_of(who), version=conduct().version)
    assert actions.sign_code(actor=actor_of(who), version=conduct().version) == first
    with time_machine.travel(timezone.now() + SIGNED_ONCE_WITHIN + timedelta(hours=1)):
        assert actions.sign_code(actor=actor_of(who), version=conduct().version) != first
    assert CodeSigning.objects.count() == 2
    assert Entry.objects.filter(verb="training.code_signed").count() == 2


def test_whoever_merely_has_a_members_number_now_does_nothing_in_their_name() -> None:
    home = partner()
    who = member(home)
    held = membership_of(who, home)
    by_code = PersonActor(who, Strength.CODE)
    tries = (
        lambda: actions.leave(actor=by_code, membership=held),
        lambda: actions.pause_membership(actor=by_code, membership=held),
        lambda: actions.sign_code(actor=by_code, version=conduct().version),
        lambda: actions.apply_to_join(actor=by_code, organisation=home.pk),
    )
    for each in tries:
        with pytest.raises(Refused):
            each()
    assert membership_for(by_code, held.pk) is None
    assert state_of(held) == ACTIVE


def test_the_roll_asks_as_much_for_many_as_for_one(django_assert_num_queries: Any) -> None:
    home = partner()
    for number in range(12):
        (member if number % 3 else candidate)(home, f"Anggota {number:02}")
    actions.apply_to_join(actor=actor_of(person()), organisation=home.pk)
    gone = membership_of(member(home), home)
    actions.leave(actor=SYSTEM, membership=gone)
    with django_assert_num_queries(3):
        roll = roll_of(home.pk)
    assert (len(roll.members), len(roll.asking), len(roll.invited), roll.left) == (8, 1, 5, 1)
    assert [number for _month, number in roll.growth] == [0] * 23 + [8]

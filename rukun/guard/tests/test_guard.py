import pytest
from django.http import HttpRequest, HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from rukun.guard import (
    ANYONE,
    ActorRequest,
    Allowed,
    Decision,
    Denied,
    Refused,
    System,
    covers,
    policy_of,
    public,
    requires,
    signed_in,
)
from rukun.guard.actor import Actor

codes = st.lists(st.sampled_from(["31", "73", "1001", "1"]), max_size=6).map(".".join)


def request_by(actor: Actor) -> ActorRequest:
    request = HttpRequest()
    request.actor = actor  # type: ignore[attr-defined]
    return request  # type: ignore[return-value]


@requires(signed_in)
def members_only(request: ActorRequest) -> HttpResponse:
    return HttpResponse("in")


@public
def open_door(request: ActorRequest) -> HttpResponse:
    return HttpResponse("in")


def test_a_view_wears_what_guards_it() -> None:
    assert policy_of(members_only) == "signed_in"
    assert policy_of(open_door) == "public"
    assert policy_of(test_a_view_wears_what_guards_it) is None


def test_a_guarded_view_refuses_with_a_reason_and_an_open_one_does_not() -> None:
    with pytest.raises(Refused) as refusal:
        members_only(request_by(ANYONE))
    assert "masuk" in str(refusal.value.reason)
    assert "masuk" not in str(refusal.value), "reasons are for screens, not for logs"
    assert open_door(request_by(ANYONE)).content == b"in"
    assert members_only(request_by(System("test"))).content == b"in"


def test_every_check_must_say_yes() -> None:
    def never(actor: Actor) -> Decision:
        return Denied("tidak")

    @requires(signed_in, never)
    def view(request: ActorRequest) -> HttpResponse:
        raise AssertionError

    with pytest.raises(Refused, match="refused"):
        view(request_by(System("test")))
    assert policy_of(view) == "signed_in never"


def test_requiring_nothing_is_a_mistake() -> None:
    with pytest.raises(TypeError):
        requires()


def test_a_decision_can_be_demanded() -> None:
    Allowed().demand()
    with pytest.raises(Refused):
        Denied("tidak").demand()


def test_nobody_holds_nothing_and_the_system_everything() -> None:
    assert not ANYONE.may("journal.read", "31").allowed
    assert ANYONE.scopes("journal.read") == ()
    assert System("tick").may("anything", "31").allowed
    assert System("tick").scopes("anything") == ("",)
    assert System("tick").label == "system:tick"


@given(codes, codes)
def test_a_scope_covers_itself_and_what_lies_below_and_nothing_beside(scope: str, rest: str) -> None:
    below = f"{scope}.{rest}".strip(".")
    assert covers(scope, scope)
    assert covers("", below)
    if rest and scope:
        assert covers(scope, below)
        assert not covers(below, scope)
        assert not covers(scope, scope + "9")

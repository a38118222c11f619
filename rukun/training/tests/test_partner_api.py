"""The register for other systems."""

from typing import Any

import pytest
from django.test import RequestFactory

from rukun.guard.ids import new_id
from rukun.territory.errors import NoSuchUnit
from rukun.territory.tests.towns import listed
from rukun.training.algo.states import ENDED, VERIFIED
from rukun.training.api import partners as api
from rukun.training.errors.partners import UnknownWay
from rukun.training.tests.partnering import KELURAHAN, OTHER, RW, apply, partner

pytestmark = pytest.mark.django_db
REQUEST: Any = RequestFactory().get("/")


def test_the_register_lists_partners_with_state_and_dates_and_nothing_of_people() -> None:
    made = partner()
    night = partner("siskamling", unit=RW, name="Siskamling", chair_phone="081270000111")
    apply(name="Diajukan")
    listed_now = api.partners(REQUEST)
    assert [each.name for each in listed_now.partners] == ["Mitra Kampung", "Siskamling"]
    assert listed_now.next is None
    first = listed_now.partners[0]
    agreement = made.agreements.get()
    assert first.dict() == {
        "id": made.pk,
        "name": "Mitra Kampung",
        "kind": "ormas",
        "words": "Organisasi kemasyarakatan (ormas)",
        "unit": KELURAHAN,
        "state": VERIFIED,
        "since": agreement.since,
        "until": agreement.until,
    }
    assert [each.id for each in api.partners(REQUEST, unit=RW).partners] == [night.pk]
    assert [each.id for each in api.partners(REQUEST, kind="ormas").partners] == [made.pk]
    assert api.partners(REQUEST, state=ENDED).partners == []
    assert api.partner(REQUEST, id=night.pk).unit == RW


def test_it_comes_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "PER_PAGE", 2)
    for number in range(3):
        partner("pokdar", name=f"Pokdar {number}", chair_phone=f"08127000020{number}")
    first = api.partners(REQUEST)
    assert (len(first.partners), first.next) == (2, 2)
    second = api.partners(REQUEST, page=2)
    assert (len(second.partners), second.next) == (1, None)


def test_what_was_never_verified_is_not_there_and_wrong_questions_are_said() -> None:
    asked = apply()
    for absent in (asked.pk, new_id()):
        with pytest.raises(api.PartnerNotThere):
            api.partner(REQUEST, id=absent)
    with pytest.raises(UnknownWay):
        api.partners(REQUEST, kind="lmk")
    listed(f"kode,nama\n31,Jakarta\n31.73,Jakarta Barat\n31.73.07,Palmerah\n{KELURAHAN},Palmerah\n")
    with pytest.raises(NoSuchUnit):
        api.partners(REQUEST, unit=OTHER)

"""What somebody wrote is taken back: it stays in its place, but nothing rests on it any more."""

from uuid import UUID

import pytest

from rukun.guard import Refused
from rukun.guard.ids import new_id
from rukun.incident.actions.levels import EvidenceRef, judge, refuse, verify
from rukun.incident.actions.observing import withdraw_observation
from rukun.incident.errors_levels import EvidenceWithdrawn, LevelWaitsOnIt, NoReason
from rukun.incident.models import Incident, Observation
from rukun.incident.queries.evidence import evidence_of
from rukun.incident.tests.factories import (
    AG,
    REASON,
    again,
    incident,
    judged,
    observation,
    officer,
    seen,
    town,
    two_houses,
)
from rukun.incident.tests.test_situation_pages import as_client, of, page, sent
from rukun.incident.words import opened

pytestmark = pytest.mark.django_db
WHY = "Keliru, yang terlihat pawai obor."


def words_of(key: UUID) -> dict[str, str]:
    return opened("Observation", key, Observation.objects.get(pk=key).content)


def test_what_is_withdrawn_proves_nothing_and_a_level_that_rests_on_it_has_to_be_judged_anew() -> None:
    town()
    desk, police = two_houses()
    row, kept = incident(desk), observation
    wrong, right = kept(desk, row), kept(desk, row, "Ada letusan petasan.")
    step = judged(desk, row, AG, evidence=[EvidenceRef("observation", wrong.pk)])
    with pytest.raises(Refused):
        withdraw_observation(actor=officer("babinsa", "Joko Susilo"), incident=row, observation=wrong, reason=WHY)
    with pytest.raises(NoReason):
        withdraw_observation(actor=desk, incident=row, observation=wrong, reason="salah")
    withdraw_observation(actor=desk, incident=row, observation=wrong, reason=WHY)
    withdraw_observation(actor=desk, incident=row, observation=wrong, reason="Dikirim dua kali saja.")
    assert (again(row).level, again(row).verified) == (AG, False), "nobody changed the level"
    assert words_of(wrong.pk)["withdrawal"] == WHY
    assert [each.key for each in evidence_of(police, row)] == [f"observation:{right.pk}"]
    with pytest.raises(EvidenceWithdrawn):
        verify(actor=police, incident=row, step=step)
    with pytest.raises(EvidenceWithdrawn):
        judged(desk, row, Incident.GN, evidence=[EvidenceRef("observation", wrong.pk)])
    refuse(actor=police, incident=row, step=step, reason=REASON)
    fresh = judge(
        actor=desk, incident=row, step_id=new_id(), version=again(row).version, level=AG, reason=REASON,
        evidence=[EvidenceRef("observation", right.pk)],
    )  # fmt: skip
    verify(actor=police, incident=row, step=fresh)
    assert again(row).verified


def test_the_page_shows_it_as_withdrawn_and_the_office_that_leads_may_erase_words_about_somebody() -> None:
    town()
    desk, police = two_houses()  # the Bhabinkamtibmas leads where people fight
    row = incident(desk)
    told = observation(desk, row, "Anak Pak Slamet ikut.")
    step = judged(desk, row, AG, evidence=[EvidenceRef("observation", told.pk), seen(desk, row)])
    with pytest.raises(LevelWaitsOnIt):  # else one person could keep it from ever being confirmed
        withdraw_observation(actor=police, incident=row, observation=told, reason="Di dalamnya ada nama.")
    verify(actor=police, incident=row, step=step)
    there = of(row, "amati", told.pk, "tarik")
    assert there not in page(as_client(officer("babinsa", "Joko Susilo")), of(row))
    client = as_client(police)
    assert there in page(client, of(row))
    assert "belum diisi" in sent(client, there, reason="")
    sent(client, there, reason="Di dalamnya ada nama warga.", erase="on")
    shown = page(client, of(row))
    assert "Pengamatan ditarik" in shown
    assert "Di dalamnya ada nama warga." in shown
    assert "Slamet" not in shown
    assert "dasar tingkat AG sudah ditarik" in shown
    assert there not in shown, "nothing is left to take back"
    assert "text" not in words_of(told.pk)

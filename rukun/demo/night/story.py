"""What happens in the night at the bridge, scene by scene. A scene that a visitor played already is left to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rukun.alarm.actions.answering import answer as answer_call
from rukun.alarm.queries.rings import rings_about
from rukun.demo.cast import CAST, KELURAHAN, RW_03, receipt_code
from rukun.demo.night import standing, talking
from rukun.demo.provider.phones import PHONES, with_number
from rukun.guard import ANYONE, Actor
from rukun.guard.ids import new_id
from rukun.incident.access import incidents_visible_to
from rukun.incident.actions import closing, joining, levels, measures, observing, opening, ringing, spots, states
from rukun.incident.actions.levels import EvidenceRef
from rukun.incident.queries.joinable import offers_for
from rukun.incident.queries.ringing import ring_offer
from rukun.notify.channels import SMS, WHATSAPP
from rukun.people.actor import actor_of
from rukun.people.queries import person_with_id
from rukun.report.actions.intake import Draft, file_report
from rukun.territory import queries as territory

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PLACE, KIND, LEAD = "Jembatan Kali Contoh", "tawuran", "bhabinkamtibmas"
PG, AG = 1, 2
CHECK, GATHER = "periksa", "kumpul"
MEETING = "Pos RW 03"
"""Where those on duty meet: not at the bridge."""
NUMBERS = 5000
"""Receipt codes of the night's reports begin after this one of the demo's, see ``cast.receipt_code``."""


@dataclass
class Night:
    """One playing of the night. ``begun`` is when; what happened before belongs to another one."""

    begun: datetime

    def cast(self, key: str) -> Actor:
        person = person_with_id(CAST[key].person_id)
        assert person is not None, key
        return actor_of(person)

    @property
    def incident(self) -> Any:
        """The night's situation, whoever opened it; ``None`` before."""
        found = incidents_visible_to(self.cast("petugas_posko")).filter(kind=KIND, opened_at__gte=self.begun)
        return found.filter(unit__startswith=RW_03).order_by("opened_at").first()

    @property
    def ring(self) -> Any:
        """What rings for it, as its page shows it; ``None`` where nothing does."""
        rings = rings_about("incident", self.incident.pk) if self.incident else []
        return next((each for each in rings if each.ringing), None)


@dataclass(frozen=True)
class Scene:
    """``minute`` counts from 01.40. ``play`` returns whether there was something left to do."""

    minute: float
    who: str
    words: "_StrPromise"
    play: Callable[[Night], bool]


def _place() -> tuple[float, float]:
    found = next(each for each in territory.territory().gazetteer.places if each.name == PLACE)
    return found.lat, found.lon


def _stand(night: Night) -> bool:
    standing.stand(night.cast("ketua_ormas"))
    return True


def _by_whatsapp(night: Night) -> bool:
    words = "tawuran: ramai di kedua ujung jembatan, ada yang membawa bambu, belum saling serang"
    talking.report(PHONES["tamu"], WHATSAPP, words, PLACE)
    return True


def _by_sms(night: Night) -> bool:
    talking.report(PHONES["warga"], SMS, "lapor tawuran, banyak orang teriak di jembatan, kami takut keluar", PLACE)
    return True


def _by_page(night: Night) -> bool:
    lat, lon = _place()
    draft = Draft(
        id=new_id(), code=receipt_code(NUMBERS + int(night.begun.timestamp()) % 10**6), category=KIND, unit=RW_03,
        lat=lat, lon=lon, place=PLACE, happened=timezone.now(), happened_about="now",
        words="Dua kelompok saling tantang di jembatan. Warung sudah menutup pintu.",
    )  # fmt: skip
    file_report(actor=ANYONE, draft=draft, source="resident", channel="web")
    return True


def _open(night: Night) -> bool:
    if night.incident is not None:
        return False
    opening.open_incident(
        actor=night.cast("petugas_posko"), incident_id=new_id(), kind=KIND, unit=RW_03, place=PLACE, point=_place(),
        happened_at=timezone.now(), lead=LEAD, text="Tiga laporan warga dari jembatan dalam sepuluh menit.",
    )  # fmt: skip
    return True


def _join(night: Night) -> bool:
    posko, incident = night.cast("petugas_posko"), night.incident
    offers = offers_for(posko, [incident])[incident.pk]
    for each in offers:
        joining.join_report(actor=posko, incident=incident, report_id=each.report)
    return bool(offers)


def _see(night: Night) -> bool:
    observing.observe(
        actor=night.cast("ketua_rw"), incident=night.incident, observation_id=new_id(), source="seen",
        text="Sekitar lima belas orang di ujung timur, lebih banyak di ujung barat. Bambu dan batu di trotoar.",
        seen_at=timezone.now(),
    )  # fmt: skip
    return True


def _raise(night: Night) -> bool:
    incident = night.incident
    if incident.level >= AG:
        return False
    levels.judge(
        actor=night.cast("ketua_rw"), incident=incident, step_id=new_id(), version=incident.version, level=AG,
        reason="Dua kelompok berhadapan dan membawa benda keras; tanpa kehadiran petugas bisa pecah.",
        evidence=_evidence(incident),
    )  # fmt: skip
    return True


def _ring_officers(night: Night) -> bool:
    if night.ring is not None or night.incident.verified:
        return False
    ringing.ring_for(
        actor=night.cast("ketua_rw"), incident=night.incident, ring_id=new_id(), measure_id=new_id(), message=CHECK
    )
    return True


def _verify(night: Night) -> bool:
    bhabin, incident = night.cast("bhabinkamtibmas"), night.incident
    _answer(night, "bhabinkamtibmas", "comes")
    step = incident.steps.filter(state="waiting").first()
    if step is None:
        return False
    levels.verify(actor=bhabin, incident=incident, step=step)
    return True


def _ring_duty(night: Night) -> bool:
    ring = night.ring
    if ring is not None and not ring.row.narrow:
        return False
    posko = night.cast("petugas_posko")
    if not standing.wait():
        raise talking.NobodyAnsweredError
    points = [each.name for each in ring_offer(posko, night.incident).points]
    ringing.ring_for(
        actor=posko, incident=night.incident, ring_id=new_id(), measure_id=new_id(), message=GATHER,
        meeting=MEETING if MEETING in points else points[0],
    )  # fmt: skip
    return True


def _come(night: Night) -> bool:
    """Those on duty answer: one on the page, the others by telephone, of whom one cannot come."""
    if night.ring is None:
        return False
    played = _answer(night, "koordinator", "comes")
    silent = [each.called.person for each in night.ring.people if each.role == "duty" and not each.answer]
    for key, words in zip(silent, ("1", "2", "1"), strict=False):
        person = person_with_id(key)
        phone = with_number(person.phone) if person is not None else None
        if phone is not None:
            talking.answer(phone, words)
            played = True
    return played


def _calm(night: Night) -> bool:
    incident = night.incident
    measures.record_measure(
        actor=night.cast("petugas_posko"), incident=incident, measure_id=new_id(), kind="call_110",
        done_at=timezone.now(),
    )  # fmt: skip
    observing.observe(
        actor=night.cast("bhabinkamtibmas"), incident=incident, observation_id=new_id(), source="seen",
        text="Kedua kelompok disapa bersama pengurus RW dan diajak pulang untuk sahur. Benda keras diletakkan sendiri.",
        seen_at=timezone.now(),
    )  # fmt: skip
    return True


def _disperse(night: Night) -> bool:
    incident = night.incident
    observing.observe(
        actor=night.cast("ketua_rw"), incident=incident, observation_id=new_id(), source="seen",
        text="Ujung barat kosong, ujung timur tinggal warga yang pulang. Tidak ada yang terluka.",
        seen_at=timezone.now(),
    )  # fmt: skip
    incident = night.incident
    if incident.state == "calming":
        return False
    states.set_state(actor=night.cast("petugas_posko"), incident=incident, version=incident.version, state="calming")
    return True


def _all_safe(night: Night) -> bool:
    ring = night.ring
    if ring is None:
        return False
    ringing.end_ring(actor=night.cast("petugas_posko"), incident=night.incident, ring=ring.row, ending="safe")
    return True


def _lower(night: Night) -> bool:
    incident = night.incident
    if incident.level != AG:
        return False
    if not incident.steps.filter(state="waiting").exists():
        levels.judge(
            actor=night.cast("petugas_posko"), incident=incident, step_id=new_id(), version=incident.version, level=PG,
            reason="Kedua ujung jembatan kosong setelah diajak pulang; sebab perselisihannya masih ada.",
            evidence=_evidence(incident),
        )  # fmt: skip
        incident = night.incident
    step = incident.steps.filter(state="waiting").first()
    if step is not None:
        levels.verify(actor=night.cast("bhabinkamtibmas"), incident=incident, step=step)
    return True


def _remember(night: Night) -> bool:
    incident = night.incident
    if incident.level != PG or getattr(incident, "hot_spot", None) is not None:
        return False
    lat, lon = _place()
    spots.make_spot(
        actor=night.cast("petugas_posko"), incident=incident, spot_id=new_id(), unit=RW_03, name=PLACE,
        friction="grudge", places=[{"name": PLACE, "lat": lat, "lon": lon}], sides=[RW_03, f"{KELURAHAN}.005"],
        calendar=["ramadan", "weekend"], about="Saling tantang antara remaja kedua sisi setiap menjelang sahur.",
        helps="Kehadiran petugas dan pengurus RW di kedua ujung; kegiatan bersama; lampu jembatan menyala.",
    )  # fmt: skip
    return True


def _propose(night: Night) -> bool:
    incident = night.incident
    if incident.closed_at is not None or incident.endings.exists():
        return False
    closing.propose_closing(
        actor=night.cast("petugas_posko"), incident=incident, version=incident.version, closing="done",
        happened="Dua kelompok berhadapan di jembatan menjelang sahur, bubar sebelum ada kekerasan.",
        done="Polisi ditelepon. Bhabinkamtibmas dan pengurus RW mengajak kedua sisi pulang; regu berjaga di pos.",
        lessons="Lampu timur jembatan perlu menyala sebelum pukul satu.", harm={}, followups=[],
    )  # fmt: skip
    return True


def _confirm(night: Night) -> bool:
    incident = night.incident
    proposed = incident.endings.filter(confirmed_at=None, refused_at=None).first()
    if incident.closed_at is not None or proposed is None:
        return False
    closing.confirm_closing(actor=night.cast("bhabinkamtibmas"), incident=incident, closing=proposed.pk)
    return True


def _answer(night: Night, key: str, what: str) -> bool:
    """Somebody of the cast answers on the page, unless they have."""
    ring = night.ring
    mine = [each for each in ring.people if each.called.person == CAST[key].person_id] if ring is not None else []
    if not mine or mine[0].answer:
        return False
    answer_call(actor=night.cast(key), called=mine[0].called, answer=what)
    return True


def _evidence(incident: Any) -> list[EvidenceRef]:
    """All that was seen there lately."""
    return [EvidenceRef("observation", each.pk) for each in incident.observations.all()]


SCENES = (
    Scene(0, "ketua_ormas", _("Empat anggota Mitra Kampung berjaga di Pos Jembatan."), _stand),
    Scene(2, "warga", _("Seorang warga melapor lewat WhatsApp: ramai di kedua ujung jembatan."), _by_whatsapp),
    Scene(5, "warga", _("Laporan kedua datang lewat SMS."), _by_sms),
    Scene(7, "warga", _("Laporan ketiga datang dari halaman lapor."), _by_page),
    Scene(9, "petugas_posko", _("Posko membuka kejadian di papan."), _open),
    Scene(10, "petugas_posko", _("Posko menggabungkan ketiga laporan; tanda terimanya tetap sendiri-sendiri."), _join),
    Scene(11, "ketua_rw", _("Ketua RW 03 melihat sendiri dari jauh, dan mencatatnya."), _see),
    Scene(12, "ketua_rw", _("Ketua RW 03 menilai: ambang gangguan. Belum diverifikasi."), _raise),
    Scene(13, "ketua_rw", _("Kentongan untuk posko dan petugas saja, sebab belum diverifikasi."), _ring_officers),
    Scene(17, "bhabinkamtibmas", _("Bhabinkamtibmas menjawab, memeriksa, dan memastikan tingkatnya."), _verify),
    Scene(
        19, "petugas_posko", _("Kentongan untuk yang sedang berjaga: berkumpul di pos, bukan di jembatan."), _ring_duty
    ),
    Scene(21, "koordinator", _("Jawaban masuk: siap, siap, tidak bisa."), _come),
    Scene(28, "bhabinkamtibmas", _("110 ditelepon. Petugas dan pengurus RW mengajak kedua sisi pulang sahur."), _calm),
    Scene(40, "ketua_rw", _("Jembatan kosong. Keadaan mereda."), _disperse),
    Scene(45, "petugas_posko", _("Kentongan diakhiri. Tingkatnya masih AG, jadi belum ada kata aman."), _all_safe),
    Scene(
        50,
        "petugas_posko",
        _("Tingkat diturunkan menjadi PG, dipastikan orang kedua. Yang dipanggil diberi tahu: sudah reda."),
        _lower,
    ),
    Scene(55, "petugas_posko", _("Jembatan masuk peta kerawanan, untuk dibicarakan kedua sisi."), _remember),
    Scene(65, "petugas_posko", _("Posko mengusulkan kejadian ditutup, dengan pelajarannya."), _propose),
    Scene(70, "bhabinkamtibmas", _("Bhabinkamtibmas memastikan. Pelapor diberi tahu."), _confirm),
)

"""What can be warned of, and the words for it in both languages. A closed list: what is not in it has no warning.

The sentences are ready-made, so that nothing of a person, no house and no rumour can slip in, and everybody reads
the same in a hurry. They say what to do first, then what to keep away from, then whom to call.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from rukun.alarm.algo.cap.message import Category, Certainty, Language, ResponseType, Severity, Urgency

Words: TypeAlias = tuple[str, str]
"""Indonesian, English."""

EMERGENCY_NUMBERS = "112 / 113 / 110"
SAFETY_NEEDS: ResponseType = "Evacuate"
"""Category Safety is for evacuation alone: without this it could carry a brawl."""


@dataclass(frozen=True)
class Detail:
    """What more can be told, chosen from a list instead of typed."""

    code: str
    words: Words


@dataclass(frozen=True)
class Kind:
    """``event`` is a noun for headlines, ``tells`` says what happens, ``does`` what to do.

    With ``needs_detail`` a warning says which of ``details`` it is.
    """

    code: str
    category: Category
    event: Words
    tells: Words
    does: tuple[Words, ...]
    responses: tuple[ResponseType, ...]
    urgency: Urgency
    severity: Severity
    certainty: Certainty
    details: tuple[Detail, ...] = ()
    needs_detail: bool = False

    def detail(self, code: str) -> Detail | None:
        return next((each for each in self.details if each.code == code), None)


def said(words: Words, language: Language) -> str:
    return words[0] if language == "id-ID" else words[1]


_HELP: Words = ("Butuh pertolongan: telepon 112.", "If you need help, call 112.")
_FIRE_BRIGADE: Words = (
    "Telepon Damkar 113 atau 112. Jangan menunggu orang lain yang menelepon.",
    "Call the fire brigade on 113, or 112. Do not wait for somebody else to call.",
)
_NEIGHBOURS: Words = (
    "Bantu anak, orang lanjut usia, dan tetangga yang sulit berjalan.",
    "Help children, elderly people and neighbours who find it hard to walk.",
)

_ALL = (
    Kind(
        "kebakaran",
        "Fire",
        ("kebakaran", "fire"),
        ("Ada kebakaran.", "There is a fire."),
        (
            (
                "Menjauhlah dari api dan asap. Bila ada asap, merunduk dan tutup hidung dengan kain basah.",
                "Move away from fire and smoke. In smoke, keep low and cover your nose with a wet cloth.",
            ),
            _NEIGHBOURS,
            (
                "Jangan kembali ke dalam untuk mengambil barang. Beri jalan kepada mobil pemadam.",
                "Do not go back in for belongings. Keep the way free for fire engines.",
            ),
            _FIRE_BRIGADE,
        ),
        ("Evacuate", "Avoid"),
        "Immediate",
        "Severe",
        "Observed",
        (
            Detail("permukiman", ("Yang terbakar bangunan.", "Buildings are burning.")),
            Detail("lahan", ("Yang terbakar lahan atau sampah.", "Open land or waste is burning.")),
            Detail("asap", ("Asapnya tebal; tutup pintu dan jendela.", "The smoke is thick; close doors and windows.")),
        ),
    ),
    Kind(
        "banjir",
        "Met",
        ("banjir", "flood"),
        ("Air naik, atau akan segera naik.", "Water is rising, or soon will be."),
        (
            (
                "Pindahlah ke tempat yang lebih tinggi sebelum jalan tergenang. Bawa obat, dokumen, dan air minum.",
                "Move to higher ground before the streets are under water. Take medicine, papers and drinking water.",
            ),
            (
                "Matikan listrik dari meteran selagi tangan dan lantai kering.",
                "Switch off the electricity at the meter while your hands and the floor are dry.",
            ),
            (
                "Jangan berjalan atau berkendara melewati air yang mengalir. Jauhi kali, selokan, dan tiang listrik.",
                "Do not walk or drive through flowing water. Keep away from rivers, drains and power poles.",
            ),
            _NEIGHBOURS,
            _HELP,
        ),
        ("Prepare", "Evacuate", "Avoid"),
        "Expected",
        "Moderate",
        "Likely",
        (
            Detail("kali", ("Air kali meninggi.", "The river is rising.")),
            Detail("betis", ("Airnya setinggi betis.", "The water is calf-deep.")),
            Detail("lutut", ("Airnya setinggi lutut.", "The water is knee-deep.")),
            Detail("pinggang", ("Airnya setinggi pinggang atau lebih.", "The water is waist-deep or deeper.")),
            Detail("rob", ("Air laut pasang masuk ke permukiman.", "High tide is coming into the neighbourhood.")),
        ),
    ),
    Kind(
        "cuaca_ekstrem",
        "Met",
        ("cuaca ekstrem", "severe weather"),
        ("Cuaca buruk sedang atau akan segera terjadi.", "There is severe weather, or soon will be."),
        (
            (
                "Tetaplah di dalam bangunan yang kokoh sampai reda, jauh dari jendela.",
                "Stay inside a solid building until it is over, away from windows.",
            ),
            (
                "Jangan berteduh di bawah pohon, papan reklame, atau tiang listrik.",
                "Do not shelter under trees, billboards or power poles.",
            ),
            (
                "Cabut alat listrik bila ada petir. Ikuti kabar cuaca dari BMKG.",
                "Unplug electrical devices in a thunderstorm. Follow the weather office, BMKG.",
            ),
            _HELP,
        ),
        ("Shelter", "Monitor"),
        "Expected",
        "Moderate",
        "Likely",
        (
            Detail("hujan", ("Hujan sangat lebat.", "Very heavy rain.")),
            Detail("angin", ("Angin kencang atau puting beliung.", "Strong wind or a whirlwind.")),
            Detail("petir", ("Hujan disertai petir.", "Thunderstorm.")),
            Detail("panas", ("Panas sekali: minumlah, dan berteduh.", "Great heat: drink, and stay in the shade.")),
        ),
    ),
    Kind(
        "gempa",
        "Geo",
        ("gempa bumi", "earthquake"),
        ("Gempa terasa di sini. Gempa susulan mungkin terjadi.", "An earthquake was felt here. Others may follow."),
        (
            (
                "Selama berguncang: merunduk, lindungi kepala, dan berpegangan di bawah meja yang kuat.",
                "While it shakes: get down, protect your head, and hold on under a strong table.",
            ),
            (
                "Sesudah reda: keluar dengan tenang lewat tangga, ke tempat terbuka. Jangan memakai lift.",
                "When it stops: leave calmly by the stairs for an open place. Do not use lifts.",
            ),
            (
                "Jauhi bangunan yang retak, kaca, dan tiang listrik. Jangan percaya ramalan gempa; kabar resmi: BMKG.",
                "Keep away from cracked buildings, glass and power poles. Do not believe predictions; BMKG has facts.",
            ),
            _HELP,
        ),
        ("Shelter", "Evacuate", "Monitor"),
        "Immediate",
        "Severe",
        "Observed",
        (
            Detail("rusak", ("Ada bangunan yang rusak.", "Buildings are damaged.")),
            Detail(
                "tsunami",
                (
                    "BMKG memperingatkan tsunami: segera menjauh dari pantai, ke tempat tinggi.",
                    "BMKG warns of a tsunami: leave the shore at once for high ground.",
                ),
            ),
        ),
    ),
    Kind(
        "longsor",
        "Geo",
        ("tanah longsor", "landslide"),
        ("Tanah longsor, atau akan longsor.", "Ground has slipped, or is about to."),
        (
            (
                "Pergilah sekarang dari lereng, tebing, tanggul, dan tepi kali.",
                "Leave slopes, cliffs, embankments and river banks now.",
            ),
            (
                "Retakan baru, pohon yang miring, dan suara gemuruh adalah tanda: jangan menunggu.",
                "New cracks, leaning trees and a rumbling sound are signs: do not wait.",
            ),
            (
                "Jangan mendekat untuk melihat atau menggali sendiri. Longsoran bisa menyusul.",
                "Do not come near to look or to dig by yourself. More may slide.",
            ),
            _HELP,
        ),
        ("Evacuate", "Avoid"),
        "Immediate",
        "Severe",
        "Likely",
        (
            Detail("tanggul", ("Tanggul jebol atau retak.", "An embankment has burst or cracked.")),
            Detail("jalan", ("Jalan tertutup.", "A road is blocked.")),
        ),
    ),
    Kind(
        "pohon_tumbang",
        "Met",
        ("pohon tumbang", "fallen trees"),
        ("Ada pohon tumbang. Yang lain mungkin menyusul.", "Trees have fallen. Others may follow."),
        (
            (
                "Jangan mendekat. Pilihlah jalan lain, dan jangan parkir di bawah pohon.",
                "Do not come near. Take another way, and do not park under trees.",
            ),
            (
                "Anggaplah setiap kabel yang putus masih beraliran listrik. Laporkan ke PLN 123.",
                "Take every broken cable as live. Report it to the power company PLN on 123.",
            ),
            (
                "Jangan memotong pohonnya sendiri. Ada yang tertimpa: telepon 112.",
                "Do not cut the tree yourself. If somebody is trapped, call 112.",
            ),
        ),
        ("Avoid",),
        "Immediate",
        "Minor",
        "Observed",
        (
            Detail("jalan", ("Jalan tertutup.", "A road is blocked.")),
            Detail("kabel", ("Kabel listrik putus.", "Power cables are down.")),
        ),
    ),
    Kind(
        "bahan_berbahaya",
        "Env",
        ("kebocoran gas atau bahan berbahaya", "leak of gas or dangerous substances"),
        ("Gas atau bahan berbahaya bocor.", "Gas or a dangerous substance is leaking."),
        (
            (
                "Menjauhlah menyamping dari arah angin, bukan searah dengannya. Tutup hidung dan mulut dengan kain.",
                "Move away sideways to the wind, not along with it. Cover nose and mouth with a cloth.",
            ),
            (
                "Jangan menyalakan api, rokok, sakelar, atau mesin di dekatnya.",
                "Light no fire or cigarette, and use no switch or engine nearby.",
            ),
            (
                "Jangan menyentuh bahannya. Jangan kembali sebelum petugas menyatakan aman.",
                "Do not touch it. Do not go back before officers say that it is safe.",
            ),
            _FIRE_BRIGADE,
        ),
        ("Evacuate", "Avoid"),
        "Immediate",
        "Severe",
        "Observed",
        (
            Detail("gas", ("Yang bocor gas.", "The leak is of gas.")),
            Detail("cairan", ("Yang tumpah cairan.", "A liquid has been spilt.")),
            Detail(
                "asap",
                ("Asapnya beracun; tutup pintu dan jendela.", "The smoke is poisonous; close doors and windows."),
            ),
        ),
    ),
    Kind(
        "evakuasi",
        "Safety",
        ("evakuasi", "evacuation"),
        ("Warga di wilayah ini diminta mengungsi.", "People in this area are asked to leave."),
        (
            (
                "Tinggalkan rumah sekarang dengan tenang. Ikuti petunjuk petugas dan pengurus RW.",
                "Leave home now, calmly. Follow the officers and the neighbourhood board (RW).",
            ),
            (
                "Bawa obat, dokumen, air minum, dan telepon. Matikan listrik dan gas, kunci rumah.",
                "Take medicine, papers, drinking water and your phone. Switch off electricity and gas, lock the door.",
            ),
            _NEIGHBOURS,
            (
                "Jangan kembali sebelum petugas menyatakan aman.",
                "Do not go back before officers say that it is safe.",
            ),
            _HELP,
        ),
        ("Evacuate",),
        "Immediate",
        "Severe",
        "Likely",
        (
            # Only hazards: nobody is sent out of their home by a warning because of other people.
            Detail("banjir", ("Sebabnya banjir.", "The cause is a flood.")),
            Detail("kebakaran", ("Sebabnya kebakaran.", "The cause is a fire.")),
            Detail("longsor", ("Sebabnya tanah longsor.", "The cause is a landslide.")),
            Detail("gempa", ("Sebabnya gempa bumi.", "The cause is an earthquake.")),
            Detail("bahan_berbahaya", ("Sebabnya kebocoran bahan berbahaya.", "The cause is a dangerous leak.")),
            Detail("bangunan", ("Sebabnya bangunan yang tidak aman.", "The cause is an unsafe building.")),
        ),
        needs_detail=True,
    ),
)

KINDS = MappingProxyType({kind.code: kind for kind in _ALL})
CATEGORIES = frozenset({"Geo", "Met", "Fire", "Env", "Rescue", "Safety"})
"""Categories of our profile; Safety only with ``SAFETY_NEEDS``. Never Security."""

ENDED: tuple[Words, ...] = (
    (
        "Peringatan ini dicabut. Tetaplah berhati-hati, dan ikuti petunjuk petugas di tempat.",
        "This warning is over. Stay careful, and follow the officers on the spot.",
    ),
    _HELP,
)
DRILL: Words = (
    "Ini latihan. Tidak ada bahaya. Jangan menelepon nomor darurat untuk latihan ini.",
    "This is an exercise. There is no danger. Do not call emergency numbers for it.",
)
CRIMES = (
    r"tawuran|bentrok\w*|kerusuhan|rusuh|begal|maling|copet|jambret|rampok\w*|perampok\w*|pencuri\w*|penjahat|kriminal\w*|"
    r"pelaku|tersangka|buron\w*|teroris\w*|narkoba|preman|geng|demo(?:nstrasi)?|unjuk rasa|pembunuh\w*|penculik\w*|"
    r"riots?|brawls?|gangsters?|thie(?:f|ves)|thefts?|robber\w*|burglar\w*|crimes?|criminals?|suspects?|fugitives?|"
    r"terroris\w*|murder\w*|kidnap\w*|protests?|patrols?|patroli|ronda|penyekatan"
)
"""Words that have no place in a warning: it is for hazards, never against people."""

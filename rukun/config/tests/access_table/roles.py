"""Who asks, and what belongs to whom by the table of titles (``people.titles``), each group in its own words."""

from typing import Final

ROLES = (
    "anonim", "warga", "ketua_rt", "ketua_rw", "petugas_posko", "babinsa", "bhabinkamtibmas", "kapolsek", "lurah",
    "sekretaris", "administrator", "koordinator", "ketua_ormas", "anggota", "pelatih", "fkdm", "satpol_pp",
    "petugas_pelindungan", "camat",
    "mantan_lurah",  # the office has ended, the session is open
    "lurah_dengan_kode",  # signed in by a one-time code alone
    "kunci_lurah",  # an API key with all that a lurah can give it
    "kunci_mati",  # such a key, after the office ended
)  # fmt: skip
KEYS = {"kunci_lurah", "kunci_mati"}
NOBODY = {"anonim", *KEYS}
"""To pages a key is nobody."""
BY_CODE = {"lurah_dengan_kode"}
REST: Final[set[str]] = set()
"""Whoever is in no other group of the same answer. It is this very set that says so, no other that is empty."""

WIDE = {"administrator", "kapolsek", "camat"}
"""Their area holds the neighbouring kelurahan too: what they may do here they may do there."""
ADMIN = {"administrator"}
MANAGE = {"lurah", "sekretaris", "administrator"}
INVITE = {*MANAGE, "koordinator"}
READ = {
    "ketua_rt", "ketua_rw", "petugas_posko", "babinsa", "bhabinkamtibmas", "kapolsek", "lurah", "sekretaris", "camat",
    "administrator",
}  # fmt: skip
"""Read the journal."""
WRITE = {"ketua_rw", "petugas_posko", "babinsa", "bhabinkamtibmas", "lurah", "sekretaris"}
SEALED = {"petugas_posko", "babinsa", "bhabinkamtibmas", "lurah"}
"""Read notes and private numbers."""
SEE = {*READ, "pelatih"}
"""See the persons in their units."""
SEE_HERE = SEE - {"ketua_rt", "ketua_rw"}
"""Those of them whose unit is the whole kelurahan, where Mitra Kampung has its seat."""
CIRCLES = {"koordinator", "ketua_ormas", "fkdm", "satpol_pp"}
"""See persons of their own organisation, or of their part of it, alone."""
SEE_SOME = SEE | CIRCLES

# Partners, training, duty
CHAIR = {"ketua_ormas"}
"""The board of Mitra Kampung."""
MEMBER = {"anggota"}
"""Whose membership, quiz, certificate and suspension are those of RT 02."""
INVITED = {"warga"}
"""Whom Mitra Kampung has invited, and who has not agreed. They also applied for a group of their own."""
BELONG = {"ketua_ormas", "koordinator", *MEMBER, *INVITED}
"""Have an open membership in Mitra Kampung."""
FOR_KELURAHAN = {"lurah", "sekretaris"}
FOR_POLSEK = {"bhabinkamtibmas", "kapolsek"}
FOR_RW = {"ketua_rw"}
VERIFY = FOR_KELURAHAN | FOR_POLSEK | FOR_RW
"""Speak for an authority that verifies some kind of group."""
VERIFY_ORMAS = FOR_KELURAHAN | FOR_POLSEK
VERIFY_RONDA = FOR_RW | FOR_POLSEK
SUSPEND = FOR_KELURAHAN | FOR_POLSEK
"""Keep somebody from duty; each of the two reviews what the other did."""
OVER_BOTH = {"kapolsek"}
"""Of those who verify and suspend, who does so in the neighbouring kelurahan too."""
TEACH = {"bhabinkamtibmas", "pelatih"}
DUTY = {
    "ketua_rw", "petugas_posko", "babinsa", "bhabinkamtibmas", "kapolsek", "lurah", "sekretaris", "pelatih",
    *CIRCLES,
}  # fmt: skip
"""See who is fit for duty: in their units, or in their own organisation."""

# Reports
HANDLE = {"petugas_posko", "babinsa", "bhabinkamtibmas", "lurah", "sekretaris"}
"""Work on reports, see what waits for a first look, and two of them together open an original."""
TELL = HANDLE | {"ketua_rt", "ketua_rw"}
"""Take down what somebody tells them."""
READ_REPORTS = TELL | {"kapolsek"}
"""Read the ordinary ones."""
IDENTIFY = {"lurah", "bhabinkamtibmas"}
"""Open how to reach whoever reported."""
PROTECT = {"petugas_pelindungan"}
HEAR = {"lurah", "bhabinkamtibmas", "kapolsek"}
"""Read complaints about members."""
OVER_THEM = {"camat"}
"""Reads complaints about the kelurahan."""
ASK = READ_REPORTS | PROTECT | HEAR | OVER_THEM
"""Read reports of some kind."""
OWE = {"lurah", "sekretaris", "petugas_posko"}
"""Act for the kelurahan, whose everything is that no rule gives to somebody else; its posko does, whoever sent them."""
WATCH = {"lurah", "sekretaris", "camat", "kapolsek"}
"""See how promises are kept, and what is late."""
RULE = {"lurah", "sekretaris"}
"""Say who receives which reports."""
CALENDAR = OVER_THEM | ADMIN
"""Say which days are worked on: nobody whose own time they count."""
ENTER_HERE = CALENDAR | {"lurah", "sekretaris", "bhabinkamtibmas", "petugas_posko"}
"""Say what happens in the whole kelurahan on a night: a match, an event."""
ENTER = ENTER_HERE | {"ketua_rw"}
"""Say so somewhere."""
OUTLINED = {"ketua_ormas", "koordinator", "anggota", "fkdm"}
"""Active members of a partner that is verified."""

# Situations and the kentongan
BOARD_WRITE = {"ketua_rw", "petugas_posko", "babinsa", "bhabinkamtibmas", "kapolsek", "lurah", "sekretaris"}
"""Open situations, judge them, ring for them, hand over the posko's shift."""
BOARD = BOARD_WRITE | {"camat"}
"""See the posko's board."""
BOARD_VERIFY = BOARD_WRITE - {"ketua_rw"}
"""Say whether it is so what others judged."""
OTHER_HOUSES = {"bhabinkamtibmas", "babinsa", "kapolsek"}
"""Of those who do, the ones of another house than the lurah, who judged; the posko's desk is the kelurahan's."""
SET_ALARMS = {"ketua_rw", "petugas_posko", "lurah", "sekretaris"}
"""Set the kentongan up, and hold drills."""

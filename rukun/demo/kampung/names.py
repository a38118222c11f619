"""What streets and places are called: flowers, trees and birds; no person, no real place."""

KELURAHAN = "Kampung Contoh"
RIVER = "Kali Contoh"
BRIDGE = "Jembatan Kali Contoh"
MAIN_STREET = "Jalan Raya Contoh"

STREETS = {
    1: ("Mawar", "Kenanga", "Cempaka", "Dahlia", "Anggrek", "Seruni", "Soka", "Alamanda"),
    2: ("Mahoni", "Cemara", "Waru", "Angsana", "Akasia", "Sengon", "Pinus", "Damar"),
    3: ("Teratai", "Kemuning", "Kantil", "Aster", "Kamboja", "Sedap Malam", "Bakung", "Tanjung"),
    4: ("Sawo", "Rambutan", "Jambu", "Nangka", "Belimbing", "Kecapi", "Duku", "Sirsak"),
    5: ("Merpati", "Kutilang", "Nuri", "Kenari", "Gelatik", "Jalak", "Perkutut", "Pipit"),
    6: ("Camar", "Bangau", "Kuntul", "Belibis", "Walet", "Raja Udang", "Pecuk", "Trinil"),
    7: ("Kelapa", "Pinang", "Bambu", "Salam", "Randu", "Lontar", "Melinjo", "Turi"),
    8: ("Murai", "Kepodang", "Tekukur", "Punai", "Parkit", "Rangkong", "Srigunting", "Puyuh"),
}
"""Of each RW, one theme: a street and the gang that leave it share a name."""

COLLECTORS = {
    "west": "Jalan Flamboyan",
    "west north": "Jalan Melati",
    "west south": "Jalan Ketapang",
    "east": "Jalan Cendrawasih",
    "east north": "Jalan Elang",
    "bank west": "Jalan Tepi Kali Barat",
    "bank east": "Jalan Tepi Kali Timur",
    "border north-west": "Jalan Beringin",
    "border north-east": "Jalan Trembesi",
    "border west": "Jalan Jati",
    "border south-west": "Jalan Meranti",
    "border south-east": "Jalan Bintaro",
}

"""Open311 GeoReport v2, as https://wiki.open311.org/GeoReport_v2/ says it, for programs that other cities' apps speak.

Whoever has no key reads what the public may know: see ``queries.open311``.
"""

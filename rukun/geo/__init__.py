"""Pure geometry and graphs: points, rings, streets as arrays. Knows no Django and nothing of the neighbourhood.

Angles are degrees (WGS 84), lengths metres. A pair is always (longitude, latitude), x before y; only functions
that people call with words spell ``lat, lon``.
"""

"""Jadwal ronda: who stands when, fairly; and who is on duty at this moment.

A *watch* is a group that keeps watch: a partner organisation, by persons or by households. Its *posts* have *shifts*,
each shift *needs* so many people by the kind of night. A *roster* is a span of nights for which *duties* are proposed,
edited, published and lived with: swapped, stood in for, attended.
"""

"""Persons, their positions, and how they sign in."""

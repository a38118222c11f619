"""Writes of this room, one module for each topic."""

"""Buku mutasi: what happened, in order, so that nobody can rewrite it. Start reading at ``actions.py``."""

"""Laporan warga: a resident's words come in, sealed, and a receipt goes out. Start reading at ``actions/intake.py``."""

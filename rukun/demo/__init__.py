"""Kampung Contoh: a made-up kelurahan to look around in. Mounted in demo mode only."""

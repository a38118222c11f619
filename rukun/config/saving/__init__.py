"""Backup and restore: one archive with database and files, the keys in another."""

"""Backup and restore: one archive with database and files, the keys in another."""

FORMAT = "rukun.backup.1"
FOLDERS = ("files", "heads")

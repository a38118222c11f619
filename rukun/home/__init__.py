"""The front door, and each role's day."""

"""Thin: what a request asks for is checked and handed to actions and queries."""

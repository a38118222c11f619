"""Upkeep of what the framework itself stores: sessions and results of background work."""

from datetime import timedelta

from django.core.management import call_command

from rukun.clock.jobs import Job


def forget_sessions() -> None:
    """Delete sessions that have expired."""
    call_command("clearsessions")


def forget_task_results() -> None:
    """Delete results of background work after a week; arguments are ids, but an error's text may say more."""
    call_command("prune_db_task_results", min_age_days=7, failed_min_age_days=7, verbosity=0)


def show_life() -> None:
    """Nothing to do: that this job ran is what `rukun check` wants to know of the worker."""


JOBS = [
    Job("clock.show_life", timedelta(minutes=1), show_life),
    Job("clock.forget_sessions", timedelta(hours=1), forget_sessions),
    Job("clock.forget_task_results", timedelta(days=1), forget_task_results),
]

"""CP-SAT in a thread of its own, while the caller is told how it goes and may stop it."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from rukun.roster.algo.modelling import Key, Model
from rukun.roster.algo.outcome import Progress, Report

TOLD_EVERY = 0.5
MOST_KEPT = 10.0
GOOD = "max_lp"
"""The strategy that proves these models optimal fastest, by far: their linear relaxation is nearly whole-numbered."""
BEYOND = ("max_lp", "pseudo_costs", "reduced_costs", "quick_restart")
PATIENCE, AT_LEAST = 0.4, 4.0
"""Part of its time, and seconds, in which one worker alone tries, which gives the same roster for the same seed."""


@dataclass(frozen=True)
class Found:
    """What a run of the solver gave; ``value`` says something only where it is ``solved``."""

    status: str  # optimal, feasible, infeasible, unknown
    value: dict[Key, bool]
    objective: float
    bound: float

    @property
    def solved(self) -> bool:
        """Whether ``value`` is a solution: of a model without choices it is empty."""
        return self.status in {"optimal", "feasible"}


class Clock:
    """The time of the whole solution, and whether it was cancelled."""

    def __init__(self, seconds: float, report: Report | None, seed: int, workers: int) -> None:
        self.begun = time.monotonic()
        self.end = self.begun + seconds
        self.report, self.seed, self.workers = report, seed, max(1, workers)
        self.cancelled = False
        self.part, self.parts = 0, 0
        self.known: tuple[float, float, float] | None = None
        """Objective and bound of the parts that are done, and what the current model leaves out; ``None``: it counts
        something else."""
        self._told, self._kept = 0.0, 0.0
        self._last: tuple[float | None, float | None] = None, None

    def keep(self, part: float) -> None:
        """Keep a part of all the time for later: it is not ``left``."""
        self._kept = min(MOST_KEPT, part * (self.end - self.begun))

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.begun

    @property
    def left(self) -> float:
        return 0.0 if self.cancelled else max(0.0, self.end - self._kept - time.monotonic())

    def tell(self, objective: float | None = None, bound: float | None = None, *, at_once: bool = False) -> bool:
        """Report, if it is time; ``False`` when the caller wants to stop."""
        now = time.monotonic()
        if self.cancelled or self.report is None or (not at_once and now - self._told < TOLD_EVERY):
            return not self.cancelled
        self._told = now
        whole, low = self._last
        if self.known is not None:
            done, done_bound, left_out = self.known
            whole = whole if objective is None else done + objective + left_out
            low = low if bound is None else done_bound + bound + left_out
            self._last = whole, low
        if not self.report(Progress(self.seconds, self.part, self.parts, whole, low)):
            self.cancelled = True
        return not self.cancelled


class _Watch(cp_model.CpSolverSolutionCallback):
    """Keeps the latest figures, for whoever reports them."""

    def __init__(self) -> None:
        super().__init__()
        self.objective: float | None = None

    def on_solution_callback(self) -> None:
        self.objective = self.objective_value


def run(model: Model, clock: Clock, seconds: float, begin: Mapping[Key, bool] | None = None) -> Found:
    """Solve for so many seconds at most. ``begin``: a roster that is better than none, for the second try."""
    seconds = min(seconds, clock.left)
    alone = min(seconds, max(AT_LEAST, seconds * PATIENCE))
    found = _run(model, clock, alone, 1)
    if found.status in {"optimal", "infeasible"} or clock.cancelled or alone == seconds:
        return found
    if found.solved or begin:
        model.hint(found.value or begin or {})
    second = _run(model, clock, seconds - alone, clock.workers)
    if second.status in {"optimal", "infeasible"}:
        return second
    best = min((each for each in (found, second) if each.solved), key=lambda each: each.objective, default=second)
    return Found(best.status, best.value, best.objective, max(found.bound, second.bound))


def _run(model: Model, clock: Clock, seconds: float, workers: int) -> Found:
    solver, watch = cp_model.CpSolver(), _Watch()
    parameters = solver.parameters
    parameters.max_time_in_seconds = max(seconds, 0.01)
    parameters.random_seed = clock.seed
    parameters.num_workers = workers
    parameters.subsolvers.extend([GOOD] if workers == 1 else BEYOND[:workers])
    parameters.catch_sigint_signal = False  # it would leave Ctrl-C killing the whole process, long after the search
    low: list[float] = []
    solver.best_bound_callback = low.append
    ended: list[Any] = []

    def work() -> None:
        try:
            ended.append(solver.solve(model.model, watch))
        except BaseException as error:  # noqa: BLE001  it is raised again where somebody waits for it
            ended.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.05)
        if not clock.tell(watch.objective, low[-1] if low else None):
            break
    while thread.is_alive():  # asked to stop: again and again, as a search that is about to begin does not hear it
        solver.stop_search()
        thread.join(0.05)
    if isinstance(ended[0], BaseException):
        raise ended[0]
    status = {cp_model.OPTIMAL: "optimal", cp_model.FEASIBLE: "feasible", cp_model.INFEASIBLE: "infeasible"}.get(
        ended[0], "unknown"
    )
    if ended[0] == cp_model.MODEL_INVALID:
        raise ValueError(model.model.validate())
    if status in {"optimal", "feasible"}:
        value = {key: bool(solver.value(var)) for key, var in model.x.items()}
        return Found(status, value, solver.objective_value, solver.best_objective_bound)
    return Found(status, {}, float("inf"), solver.best_objective_bound if status == "unknown" else float("-inf"))

"""Figures with their floors and budgets, and how times are taken on a machine that is shared with others."""

from __future__ import annotations

import gc
import json
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement. `floor` is what the same run measured for the bare minimum; the ratio is against it.

    `budget` is for the ratio where there is a floor, else for the value.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    budget: float | None = None
    detail: str = ""

    @property
    def ratio(self) -> float | None:
        return round(self.value / self.floor, 3) if self.floor else None

    @property
    def ok(self) -> bool | None:
        if self.budget is None:
            return None
        return (self.value if self.ratio is None else self.ratio) <= self.budget

    def line(self) -> str:
        fields = {"name": self.name, "value": _short(self.value), "unit": self.unit, "floor": _short(self.floor)}
        fields |= {"ratio": self.ratio, "budget": self.budget, "ok": self.ok}
        return json.dumps(fields | ({"detail": self.detail} if self.detail else {}), ensure_ascii=False)


Figures = Iterator[Figure]


def _short(value: float | None) -> float | None:
    return value if value is None or isinstance(value, int) else round(value, 3)


def cpu(call: Callable[[], object]) -> float:
    """Milliseconds of this process's CPU that `call` takes: others on the machine do not count."""
    started = time.process_time()
    call()
    return 1000 * (time.process_time() - started)


def pairs(measure: Callable[[A], float], ours: A, floor: A, times: int) -> tuple[float, float]:
    """Medians of both, taken in turn, so that whatever else the machine does meets both alike."""
    found: tuple[list[float], list[float]] = ([], [])
    for number in range(times):
        order = ((0, ours), (1, floor)) if number % 2 else ((1, floor), (0, ours))
        for index, what in order:
            found[index].append(measure(what))
    return statistics.median(found[0]), statistics.median(found[1])


def microseconds(call: Callable[[], object], times: int = 200, rounds: int = 7) -> float:
    """The least CPU time per call of several rounds."""
    gc.collect()
    return min(1000 * cpu(lambda: [call() for _ in range(times)]) / times for _ in range(rounds))

"""Faults for any port: `faulty(inner, Fault("commit", 2, After.FAIL))` does the second commit, and then fails.

What can go wrong around a call is four things: it fails and did nothing, it fails although it was done (a lost
answer), the process dies before it, or after it. Code that survives all four at every call survives a crash anywhere.
"""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar, cast

from chalicelib.ports import Unavailable

T = TypeVar("T")


class Crash(BaseException):
    """The process died here: no `except Exception` may catch it, and nothing after it runs."""


class Mode(StrEnum):
    FAIL = "fail"
    FAIL_AND_PERSIST = "fail_and_persist"
    CRASH_BEFORE = "crash_before"
    CRASH_AFTER = "crash_after"


@dataclass(frozen=True, slots=True)
class Fault:
    """The `nth` call (from 1) of `method`; `error` is what it raises unless it is a crash."""

    method: str
    nth: int
    mode: Mode
    error: type[Exception] = Unavailable


@dataclass
class Faulty:
    """`calls` counts what was asked for, so a test can first run through and then break every call in turn."""

    inner: Any
    plan: tuple[Fault, ...] = ()
    calls: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __getattr__(self, name: str) -> Any:
        member = getattr(self.inner, name)
        if not callable(member) or name.startswith("_"):
            return member

        def call(*args: Any, **kwargs: Any) -> Any:
            with self.lock:
                self.calls[name] += 1
                nth = self.calls[name]
            fault = next((fault for fault in self.plan if (fault.method, fault.nth) == (name, nth)), None)
            if fault is None:
                return member(*args, **kwargs)
            where = f"{name} #{nth}"
            if fault.mode is Mode.CRASH_BEFORE:
                raise Crash(where)
            if fault.mode is Mode.FAIL:
                raise fault.error(where)
            result = member(*args, **kwargs)
            if hasattr(result, "__next__"):
                list(result)
            raise Crash(where) if fault.mode is Mode.CRASH_AFTER else fault.error(where)

        return call


def faulty(inner: T, *plan: Fault) -> T:
    """`inner` with faults, typed as `inner`."""
    return cast(T, Faulty(inner, plan))

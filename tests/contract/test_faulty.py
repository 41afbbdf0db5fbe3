"""The faults themselves: a fake that does not fail as promised would prove nothing."""

from __future__ import annotations

import contextlib

import pytest

from chalicelib.ports import CaseStore, Unavailable
from tests.contract.changes import CODE, NOW, new_case
from tests.fakes.faulty import Crash, Fault, Mode, faulty
from tests.fakes.store import MemoryCases


@pytest.mark.parametrize(
    ("mode", "error", "written"),
    [
        (Mode.FAIL, Unavailable, False),
        (Mode.FAIL_AND_PERSIST, Unavailable, True),
        (Mode.CRASH_BEFORE, Crash, False),
        (Mode.CRASH_AFTER, Crash, True),
    ],
)
def test_each_fault_does_what_its_name_says(mode: Mode, error: type[BaseException], written: bool) -> None:
    inner = MemoryCases()
    cases: CaseStore = faulty(inner, Fault("commit", 1, mode))
    with pytest.raises(error):
        cases.commit(new_case())
    assert (inner.load(CODE) is not None) is written
    cases.commit(new_case())
    assert inner.load(CODE) is not None


def test_only_the_nth_call_fails() -> None:
    cases: CaseStore = faulty(MemoryCases(), Fault("load", 2, Mode.FAIL))
    assert cases.load(CODE) is None
    with pytest.raises(Unavailable):
        cases.load(CODE)
    assert cases.load(CODE) is None
    assert cases.due_shards == 16
    assert list(cases.due(NOW, 0)) == []


def test_a_crash_is_not_caught_by_those_who_catch_everything() -> None:
    cases: CaseStore = faulty(MemoryCases(), Fault("load", 1, Mode.CRASH_BEFORE))

    def careless() -> None:
        with contextlib.suppress(Exception):
            cases.load(CODE)

    with pytest.raises(Crash):
        careless()

"""`load-agencies`, `load-calendar`, `load-policy`: make a validated part of data/ the system's current one.

Each takes its own part and leaves the others as they are loaded now. A changed calendar moves the due days of open
cases: each case gets an event that shows old and new (calendar.md section 3).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from chalicelib.domain.reference import Reference, build, to_payload
from chalicelib.domain.reference_parse import ReferenceError_
from infra.operator.connect import add_stack_option, connect
from infra.operator.data_files import add_data_option, read_reference


def configure(parser: argparse.ArgumentParser) -> None:
    add_data_option(parser)
    add_stack_option(parser)


def run(args: argparse.Namespace) -> int:
    """0 loaded (or nothing to load), 1 refused, with one line per problem."""
    try:
        new = read_reference(args.data)
    except ReferenceError_ as error:
        print(error, file=sys.stderr)
        return 1
    if not connect(args):
        return 1
    from chalicelib import wiring

    old = wiring.services().deps.reference.current()
    chosen = compose(old, new, args.command)
    if chosen.version == old.version:
        print(f"version {old.version} is loaded already")
        return 0
    save(chosen)
    print(f"{old.version} -> {chosen.version}")
    if chosen.calendar.version != old.calendar.version:
        print(f"deadlines recomputed: {recompute()} open cases moved")
    return 0


def compose(old: Reference, new: Reference, command: str) -> Reference:
    """`old` with the part that `command` names taken from `new`."""
    calendar = new.calendar if command == "load-calendar" else old.calendar
    directory = new.directory if command == "load-agencies" else old.directory
    policies = new.policies if command == "load-policy" else old.policies
    return build(calendar.days, calendar.years, calendar.open_days, directory, policies)


def save(reference: Reference) -> None:
    """Store it as current; the earlier versions stay readable for the record. Needs the functions' environment."""
    from chalicelib import wiring

    wiring.services().deps.reference.save(to_payload(reference), reference.version, wiring.now())


def recompute() -> int:
    """Count the due days of all open cases anew; returns how many cases changed. Safe to repeat."""
    from chalicelib import wiring
    from chalicelib.domain.case import SYSTEM
    from chalicelib.domain.commands import RecomputeDeadlines
    from chalicelib.domain.errors import ActionNotAllowed

    act = wiring.services().act
    moved = 0
    for code, version in list(_open_cases()):
        try:
            moved += act.run(code, SYSTEM, RecomputeDeadlines()).version > version
        except ActionNotAllowed:
            continue
    return moved


def _open_cases() -> Iterator[tuple[str, int]]:
    from chalicelib import wiring
    from chalicelib.domain.queues import QUEUES

    cases = wiring.services().deps.cases
    for queue in QUEUES:
        cursor = ""
        while True:
            entries, cursor = cases.queue(queue, after=cursor, limit=100)
            for entry in entries:
                case = cases.load(entry.code)
                if case is not None:
                    yield case.code, case.version
            if not cursor:
                break

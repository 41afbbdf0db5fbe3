"""`load-agencies`, `load-calendar`, `load-policy`: make a validated part of data/ the system's current one.

Each takes its own part and leaves the others as they are loaded now. Then every open case is looked at again: a changed
calendar moves due days (calendar.md section 3), agencies that ended are succeeded (agencies.md section 1), and the
next check of a case may come on another day. A crash in between: the same command again does the rest.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

from chalicelib.domain.commands import Command, RecomputeDeadlines, Succeed, Tick
from chalicelib.domain.reference import Reference, build, to_payload
from chalicelib.domain.reference_parse import ReferenceError_
from infra.operator.connect import add_stack_option, connect
from infra.operator.data_files import add_data_option, read_reference

# A function may believe the old data for a minute (ports.ReferenceStore), and write by them until then.
UNTIL_KNOWN = 65
REVISITS: dict[str, Command] = {
    "load-agencies": Succeed(),
    "load-calendar": RecomputeDeadlines(),
    "load-policy": Tick(),
}
_WORDS = {
    "load-agencies": "{changed} of {seen} open cases have other agencies now; {to_reassign} wait for a person",
    "load-calendar": "deadlines recomputed: {changed} of {seen} open cases moved",
    "load-policy": "{changed} of {seen} open cases had steps due",
}


def configure(parser: argparse.ArgumentParser) -> None:
    add_data_option(parser)
    add_stack_option(parser)


def run(args: argparse.Namespace) -> int:
    """0 loaded and all open cases looked at, 1 refused or not finished, with one line per problem."""
    try:
        new = read_reference(args.data)
    except ReferenceError_ as error:
        print(error, file=sys.stderr)
        return 1
    if not connect(args):
        return 1
    return load(new, args.command, show=show)


def load(
    new: Reference,
    command: str,
    *,
    sleep: Callable[[float], None] = time.sleep,
    show: Callable[[], None] = lambda: None,
) -> int:
    """The part of `new` that `command` names; `show` writes the pages that name what was loaded.

    Loading the same again is no error: it finishes what a crash left.
    """
    from chalicelib import wiring

    old = wiring.services().deps.reference.current()
    chosen = compose(old, new, command)
    if chosen.version == old.version:
        print(f"version {old.version} is loaded already")
    else:
        save(chosen)
        print(f"{old.version} -> {chosen.version}; waiting until every function knows it", flush=True)
        sleep(UNTIL_KNOWN)
    status = revisit(command)
    show()
    return status


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


def revisit(command: str) -> int:
    """Look at every open case again; 1 if some failed. Safe to repeat."""
    from chalicelib import wiring
    from chalicelib.usecases.revisit import Revisit

    services = wiring.services()
    counts = Revisit(services.deps, services.act, services.sweep.outbox)(REVISITS[command])
    print(_WORDS[command].format(**counts))
    if counts["failed"]:
        print(f"{counts['failed']} cases could not be looked at: run {command} again", file=sys.stderr)
    return int(counts["failed"] > 0)


def show() -> None:
    """Names, ends and successors on the pages of agencies and fields; what is there already is not written again."""
    from chalicelib.wiring_publication import publisher

    if publisher().publish_empty()["busy"]:
        print("loaded, but the publisher is busy: pages show it as cases change, or after the next deployment")

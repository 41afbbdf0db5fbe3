#!/usr/bin/env python3
"""The operator's command line. Each command is one file in `infra/operator/` with `configure(parser)` and `run(args)`.

A command is imported only when it is called, so that `due-date` and `check-data` need nothing but Python itself.
"""

from __future__ import annotations

import argparse
import importlib
import sys

COMMANDS = {
    "due-date": ("infra.operator.due_date", "explain a time limit in working days"),
    "check-data": ("infra.operator.check_data", "validate the files in data/"),
    "load-agencies": ("infra.operator.load", "load agencies, fields, places and officers"),
    "load-calendar": ("infra.operator.load", "load the calendar and recompute open deadlines"),
    "load-policy": ("infra.operator.load", "load the policy versions"),
    "rebuild": ("infra.operator.rebuild", "write all published pages again from the ledger"),
    "rotate-keys": ("infra.operator.rotate_keys", "add a newer key; older ones stay for reading"),
}


def main(argv: list[str]) -> int:
    """Exit status: 0 done, 1 refused, 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="manage.py", description="Hồi Âm: operator's commands")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, (module, summary) in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=summary, description=summary)
        if argv[:1] == [name]:
            importlib.import_module(module).configure(subparser)
    args = parser.parse_args(argv)
    return int(importlib.import_module(COMMANDS[args.command][0]).run(args))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

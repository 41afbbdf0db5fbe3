"""`rebuild`: every published page written again from the ledger; gives the same bytes when nothing was wrong."""

from __future__ import annotations

import argparse
import json

from infra.operator.connect import add_stack_option, connect


def configure(parser: argparse.ArgumentParser) -> None:
    add_stack_option(parser)


def run(args: argparse.Namespace) -> int:
    if not connect(args):
        return 1
    from chalicelib.wiring_publication import publisher

    print(json.dumps(publisher().rebuild()))
    return 0

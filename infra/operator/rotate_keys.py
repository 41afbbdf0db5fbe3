"""`rotate-keys`: new secrets, links and case keys use a new key from now on; what older keys made stays readable."""

from __future__ import annotations

import argparse

from infra.operator.connect import add_stack_option, connect


def configure(parser: argparse.ArgumentParser) -> None:
    add_stack_option(parser)


def run(args: argparse.Namespace) -> int:
    if not connect(args):
        return 1
    from chalicelib import wiring

    print(f"key {wiring.ring().rotate()} is current")
    return 0

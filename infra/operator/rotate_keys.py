"""`rotate-keys`: a newer key for secrets, links and case keys; what older keys made stays valid until they retire."""

from __future__ import annotations

import argparse

from infra.operator.connect import add_stack_option, connect


def configure(parser: argparse.ArgumentParser) -> None:
    add_stack_option(parser)
    parser.add_argument("--retire", metavar="KID", help="end the links and secrets that this key signed")


def run(args: argparse.Namespace) -> int:
    if not connect(args):
        return 1
    from chalicelib import wiring

    if args.retire:
        wiring.ring().retire(args.retire)
        print(f"links and secrets of key {args.retire} end within an hour; what it wrapped stays readable")
        return 0
    print(f"key {wiring.ring().rotate()} added: in use in an hour, when every function knows it")
    return 0

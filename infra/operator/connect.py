"""Where the operator's commands act: the stack whose outputs the deployment wrote down."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

LOCAL = Path(".local") / "outputs.json"


def add_stack_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--outputs",
        type=Path,
        default=LOCAL,
        help="outputs file of the deployment (default: the local system's; AWS: .build/outputs-STACK.json)",
    )


def connect(args: argparse.Namespace) -> bool:
    """Set the functions' environment for chalicelib.config; False (and a word why) without outputs."""
    from infra.deploy import environment
    from infra.stack import Target

    if not args.outputs.exists():
        print(f"{args.outputs}: no such file; deploy first, or start the local system (make run)", file=sys.stderr)
        return False
    outputs = json.loads(args.outputs.read_text("utf-8"))
    target = Target(region=outputs.get("Region") or None, stack="", endpoint=outputs.get("Endpoint") or None)
    os.environ.update(environment(target, outputs))
    return True

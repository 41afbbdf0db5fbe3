"""`python -m tests.bench [NAME...]`: measure against the budgets of the design, one JSON line per figure.

Non-zero only when the bench itself fails; whether a budget holds stands in each line's `ok`. Each part runs in a
process of its own, so that none measures what another left behind.
"""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys
import time

# Name -> module, in the order in which they run. CPU and counts first: the local system is the loudest neighbour.
PARTS = {
    "package": "deployment",
    "submission": "submission",
    "write_units": "life",
    "sweep": "sweep",
    "publication": "publication",
    "pure": "pure",
    "suggestions": "suggestions",
    "local": "local",
}


def measure(part: str) -> None:
    """Print the figures of one part as they are found."""
    for figure in importlib.import_module(f"tests.bench.{PARTS[part]}").measure():
        print(figure.line(), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of: {', '.join(PARTS)}")
    names = parser.parse_args().names
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    if len(names) == 1:
        measure(names[0])
        return 0
    failed = 0
    for name in names or PARTS:
        started = time.monotonic()
        status = subprocess.run([sys.executable, "-m", "tests.bench", name], check=False).returncode
        print(f"bench: {name} took {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
        failed |= status
    return int(failed != 0)


if __name__ == "__main__":
    sys.exit(main())

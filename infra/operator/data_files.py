"""The reference files on disk: the only place where commands read them."""

from __future__ import annotations

import argparse
from pathlib import Path

from chalicelib.domain.reference import Reference
from chalicelib.domain.reference_parse import FILES, Problem, ReferenceError_, parse_reference

DATA = Path(__file__).resolve().parents[2] / "data"


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """`--data`: another folder with the same files."""
    parser.add_argument("--data", type=Path, default=DATA, metavar="FOLDER", help="folder of the reference files")


def read_reference(folder: Path = DATA) -> Reference:
    """The validated reference of a folder. Raises ReferenceError_; a missing file is one of its problems."""
    texts = {}
    for name in FILES:
        try:
            texts[name] = (folder / name).read_bytes().decode("utf-8")
        except FileNotFoundError:
            continue
        except UnicodeDecodeError as error:
            raise ReferenceError_([Problem(name, 0, "not_utf8", str(error))]) from error
    return parse_reference(texts)

"""`check-data`: validates the reference files, and says what they hold."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime

from chalicelib.domain.deadlines import VIETNAM
from chalicelib.domain.reference_parse import ReferenceError_
from chalicelib.domain.watch import year_to_announce
from infra.operator.data_files import add_data_option, read_reference


def configure(parser: argparse.ArgumentParser) -> None:
    add_data_option(parser)


def run(args: argparse.Namespace) -> int:
    """0 when everything may be loaded; 1 with one line per problem on stderr."""
    try:
        found = read_reference(args.data)
    except ReferenceError_ as error:
        print(error, file=sys.stderr)
        return 1
    directory, calendar = found.directory, found.calendar
    years = ", ".join(str(year.year) + ("" if year.official else " (tạm tính)") for year in calendar.years)
    print(f"version {found.version}")
    print(f"calendar {calendar.version}: {years}; {len(calendar.days)} days, {len(calendar.open_days)} open")
    missing = year_to_announce(found, datetime.now(VIETNAM).date())
    if missing:
        print(f"calendar: no official notice for {missing} on file; deadlines that reach into it are provisional")
    print(
        f"directory {directory.version}: {len(directory.agencies)} agencies, {len(directory.fields)} fields, ", end=""
    )
    print(f"{len(directory.places)} places, {len(directory.officers)} officers")
    print(f"policies {found.policies.version}: {', '.join(policy.id for policy in found.policies.versions)}")
    return 0

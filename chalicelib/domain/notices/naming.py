"""Who hears of naming and honours: letters without addresses, which `notices` looks up.

The right of reply begins with a letter to the agency and to its head; leaders find what waits for them on their list.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.domain import events as e
from chalicelib.domain.record import record
from chalicelib.domain.vocabulary import Role

NOTIFYING = frozenset({e.NamingProposed, e.NamingReplied, e.NamingDecided, e.NamingRetired, e.Honoured})


@record
class Letter:
    """`role` NAMED: with a link by which the agency may look at its naming and reply, wherever the case is by then."""

    name: str
    role: Role
    agency: str = ""


def letters(fact: e.Fact) -> Iterator[Letter]:
    """An agency's letters go to its head as well."""
    match fact:
        case e.NamingProposed(agency=code):
            yield Letter("naming_notice", Role.NAMED, code)
        case e.NamingReplied():
            yield Letter("to_review", Role.FOCAL)
        case e.NamingDecided(agency=code, named=True):
            yield Letter("named", Role.NAMED, code)
        case e.NamingDecided(agency=code):
            yield Letter("not_named", Role.AGENCY, code)
        case e.NamingRetired(agency=code, reason=reason):
            yield Letter("naming_withdrawn" if reason == "wrong" else "naming_retired", Role.AGENCY, code)
        case e.Honoured(whom="submitter"):
            yield Letter("submitter_honoured", Role.SUBMITTER)
        case e.Honoured(agency=code):
            yield Letter("honoured", Role.AGENCY, code)
        case e.ItemReturned(type="naming_reply", agency=code):
            yield Letter("item_returned", Role.NAMED, code)
        case _:
            return

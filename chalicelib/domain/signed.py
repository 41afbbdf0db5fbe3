"""What a leader has signed about a case: agencies named and honoured, submitters honoured. From events alone.

Before a leader has decided, nothing of a naming is public, and nothing ever is of one that was not followed but that
fact: to publish a proposal, or a reply to it, would be to name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from chalicelib.domain import events as e
from chalicelib.domain.deadlines import vietnam_date
from chalicelib.domain.named import BE_NAMED, PRIVATE_CLOCKS
from chalicelib.domain.record import record
from chalicelib.domain.story import Story
from chalicelib.domain.vocabulary import REPLY

NAMED, HONOURED = "named", "honoured"


def signed(events: Sequence[e.Event]) -> dict[int, e.Event]:
    """Number of an event whose words the public may read -> the event that made them public: the decision to name, what
    it was proposed with, the reply that passed review, and what ended it; and why somebody is honoured.
    """
    let_through = {x.fact.item for x in events if isinstance(x.fact, e.ItemPublished) and x.fact.type == REPLY}
    found: dict[int, e.Event] = {}
    for event in events:
        match event.fact:
            case e.NamingDecided(named=True, proposal=proposal):
                replies = [x for x in events if isinstance(x.fact, e.NamingReplied) and x.fact.proposal == proposal]
                found |= {x.seq: event for x in replies if x.seq in let_through}
                found |= {proposal: event, event.seq: event}
            case e.NamingRetired() | e.Honoured():
                found[event.seq] = event
            case _:
                pass
    return found


def quiet(fact: e.Fact) -> bool:
    """Steps of a naming that are not public, though events of their kind are."""
    if isinstance(fact, (e.ItemPublished, e.ItemReturned)):
        return fact.type == REPLY
    return isinstance(fact, e.StepReached) and fact.clock in PRIVATE_CLOCKS


@record
class Mark:
    """`agency` was named, until the last day `until`, or honoured, on the day `on`. `ended`: it is named no more."""

    kind: str
    agency: str
    on: date
    failure: str = ""
    until: date | None = None
    ended: bool = False


def marks(events: Sequence[e.Event], story: Story) -> list[Mark]:
    """Of all agencies in this case, in the order of the decisions; none of a case that may not be shown."""
    if story.gone:
        return []
    over = {x.fact.proposal for x in events if isinstance(x.fact, e.NamingRetired)}
    found = []
    for event in events:
        on = vietnam_date(event.at)
        match event.fact:
            case e.NamingDecided(named=True) as fact:
                found.append(Mark(NAMED, fact.agency, on, fact.failure, fact.until, fact.proposal in over))
            case e.Honoured(agency=agency) if agency:
                found.append(Mark(HONOURED, agency, on))
            case _:
                pass
    return found


def spoken_of(events: Sequence[e.Event]) -> frozenset[str]:
    """The agencies ever named or honoured in this case, and "" when its submitter was."""
    facts = [event.fact for event in events]
    named = {fact.agency for fact in facts if isinstance(fact, e.NamingDecided) and fact.named}
    return frozenset(named | {fact.agency for fact in facts if isinstance(fact, e.Honoured)})


def name_is_public(events: Sequence[e.Event], story: Story) -> bool:
    """Whether the submitter is honoured by name: the consent stands at this moment, and has since a leader's decision.

    A consent that was taken back and given again brings no name back: that is another leader's decision.
    """
    shown = False
    for event in events:
        match event.fact:
            case e.Honoured(whom="submitter"):
                shown = True
            case e.ConsentChanged(consents=given) if BE_NAMED not in given:
                shown = False
            case _:
                pass
    return shown and story.case.be_named and not story.hidden

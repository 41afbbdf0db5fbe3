"""One agency's naming in one case, as the head of the case remembers it.

R1-14, R1-28: agencies are named by what failed. No source lets a machine do that (requirements.md, section G), so a
naming is proposed, the agency may reply, and a leader decides and signs.
"""

from __future__ import annotations

from datetime import date

from chalicelib.domain.record import record

PROPOSED, STANDS, ENDED = "proposed", "stands", "ended"
REPLY_CLOCK, DECISION_CLOCK = "naming_reply", "naming_decision"
NAMING_CLOCKS = (REPLY_CLOCK, DECISION_CLOCK)
REPLY_REVIEW = "naming_review"  # beside the usual review: that one is public, and this one would tell of a proposal
BE_NAMED = "be_named"
"""The submitter's consent to be honoured by name."""
PRIVATE_CLOCKS = (*NAMING_CLOCKS, REPLY_REVIEW)
STEP = "propose_naming"
"""The ladder's step that proposes."""
KEPT = 4  # namings of different agencies that one head remembers


def notice_keys(agency: str) -> tuple[str, str]:
    """The letters with the right of reply, to the agency and to its head, as `Notice.key` names them."""
    return f"naming_notice-named-{agency}", f"naming_notice-named-{agency}-head"


@record
class Naming:
    """`item`: number of the event that proposed it; `arming`: day since which the delay counts, so that nobody is
    proposed twice for the same; `by`: the officer who proposed it, "" for the ladder; `reply`: number of the event
    that replied, 0 while there is none; `returned`: the reply came back because of personal data, and may come again;
    `until`: the last day on which the agency stands named.
    """

    item: int
    agency: str
    failure: str
    state: str = PROPOSED
    arming: date | None = None
    by: str = ""
    reply: int = 0
    returned: bool = False
    until: date | None = None

    @property
    def open(self) -> bool:
        """The agency may still look at it."""
        return self.state != ENDED

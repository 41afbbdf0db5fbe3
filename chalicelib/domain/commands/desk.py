"""What the focal office may ask for while others handle the case."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from chalicelib.domain.commands.asking import REASON_LIMIT, Command, Spec, ask, choice, day, line, reference, text
from chalicelib.domain.record import record


@record
class Review(Command):
    """QĐ 31/2021 art. 46: an answer that is unsuitable or off the point is returned before publication."""

    name: ClassVar[str] = "review"
    item: int = ask(0, Spec("item", True))
    decision: str = choice("decision")
    reason: str = choice("return_reason", required=False)
    note: str = text(REASON_LIMIT, required=False)


@record
class GrantExtension(Command):
    name: ClassVar[str] = "grant_extension"


@record
class RefuseExtension(Command):
    name: ClassVar[str] = "refuse_extension"
    note: str = text(REASON_LIMIT, required=False)


@record
class Urge(Command):
    name: ClassVar[str] = "urge"
    note: str = text(REASON_LIMIT, required=False)


@record
class Escalate(Command):
    name: ClassVar[str] = "escalate"
    ground: str = choice("ground")
    note: str = text(REASON_LIMIT)


@record
class RecordDirective(Command):
    """R2-02: directives are issued through the Office, which records them for the leader."""

    name: ClassVar[str] = "record_directive"
    leader: str = line(100)
    date: dt.date | None = day(required=True)
    number: str = line(50)
    content: str = text()


@record
class HandOver(Command):
    """R1-10 to R1-12: to the Government Office, with its class, by a letter that has a date and a number."""

    name: ClassVar[str] = "hand_over"
    up_class: str = choice("up_class")
    date: dt.date | None = day(required=True)
    number: str = line(50)
    content: str = text(REASON_LIMIT, required=False)


@record
class FollowUp(Command):
    """What the Government Office said since: public, and the next time limit begins."""

    name: ClassVar[str] = "follow_up"
    content: str = text()


@record
class PostNationally(Command):
    """R1-09 (section G): the answer to a case of the national portals stands there, too."""

    name: ClassVar[str] = "post_nationally"
    date: dt.date | None = day(required=True)


@record
class CiteAnswer(Command):
    """R1-19: an answer that is public already is used as such."""

    name: ClassVar[str] = "cite_answer"
    of: str = reference("case")
    content: str = text(REASON_LIMIT, required=False)


@record
class InviteOpinion(Command):
    """R1-15: associations, experts, scientists, press. `title` is how the opinion will be signed in public."""

    name: ClassVar[str] = "invite_opinion"
    email: str = ask("", Spec("email", True, 200, sealed=True))
    title: str = line(150)


@record
class Withhold(Command):
    """R4-60: everything is public but what the law keeps back; what is kept back is counted with its ground.

    `passage`: only these words, copied from the part as it is published, wherever they stand in it.
    """

    name: ClassVar[str] = "withhold"
    part: str = choice("part")
    ground: str = choice("withhold_ground")
    passage: str = text(REASON_LIMIT, required=False, blank=False)


@record
class Disclose(Command):
    """A whole part again, or the passage that the event numbered `withheld` kept back."""

    name: ClassVar[str] = "disclose"
    part: str = choice("part", required=False)
    withheld: int = ask(0, Spec("item", False, choices="passages"))


@record
class Undo(Command):
    """Of this officer's last decision, which the use case looks up."""

    name: ClassVar[str] = "undo"


@record
class GrantWithdrawal(Command):
    name: ClassVar[str] = "grant_withdrawal"


@record
class DeclineWithdrawal(Command):
    name: ClassVar[str] = "decline_withdrawal"
    note: str = text(REASON_LIMIT)


@record
class ProposeNaming(Command):
    """Evasion and non-cooperation are no matter of clocks: a person must see them. `agency`: else the lead."""

    name: ClassVar[str] = "propose_naming"
    failure: str = choice("failure")
    agency: str = ask("", Spec("agency", False, choices="agency_of_case"))
    content: str = text(REASON_LIMIT)


@record
class RevealIdentity(Command):
    name: ClassVar[str] = "reveal_identity"
    note: str = text(REASON_LIMIT)


@record
class Close(Command):
    name: ClassVar[str] = "close"
    note: str = text(REASON_LIMIT, required=False)

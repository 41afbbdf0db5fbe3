"""What the public reads of a case beyond its bounded head: one walk over the events, without any typed text.

A document has no clock. "Today" is the day of the case's last event: what is certain on that day stays certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from chalicelib.domain import events as e
from chalicelib.domain.apply import apply
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.deadlines import vietnam_date
from chalicelib.domain.record import record
from chalicelib.domain.vocabulary import (
    FINAL,
    TEXT_HIDDEN,
    Kind,
    RedirectReason,
    RefusalReason,
    Role,
    Status,
    Timeliness,
)

# A petition may be a denunciation, and vanish. Until an officer has looked, nothing tells what it is about or who sent
# it: neither its page nor the sums, which anybody may ask for every minute.
ONCE_SEEN = frozenset(
    {"subtype", "channel", "submitter_type", "ownership", "from_province", "field", "subindex", "place"}
)


@record
class Story:
    """`clock` is the publication clock that runs, or ran last until `ended_on`.

    `texts` is the event that wrote the public text. `agency_late`: the lead agency handed in the published answer
    after its time; review is not its day (design, section 2: nobody is blamed for another's days). `named`, `honoured`:
    agencies, each time; "" for the submitter. `unseen`: no officer has written its public text or decided on
    it; what made it vanish does not count, since it showed nothing then.
    """

    case: Case
    today: date
    clock: Clock | None = None
    ended_on: date | None = None
    texts: int = 0
    refusal: str = ""
    agency_late: bool = False
    returned_by: tuple[str, ...] = ()
    handed_in_late: frozenset[int] = frozenset()
    restricted: bool = False
    purged: bool = False
    language: str = ""
    redirection: str = ""
    named: tuple[str, ...] = ()
    honoured: tuple[str, ...] = ()
    unseen: bool = False

    @property
    def vanished(self) -> bool:
        """It has no page and no row at this moment: an inspector's, a state secret, or a legal complaint."""
        case = self.case
        complaint = case.status is Status.REDIRECTED and self.redirection == RedirectReason.LEGAL_COMPLAINT
        return case.status is Status.RESTRICTED or bool(case.purge) or complaint

    @property
    def gone(self) -> bool:
        """Neither page nor row, whatever stood there when it was known less well."""
        return self.restricted or self.purged or self.vanished

    @property
    def hidden(self) -> bool:
        """No typed text of it is ever published."""
        return self.gone or self.case.status in TEXT_HIDDEN

    @property
    def open(self) -> bool:
        """Somebody of the administration still owes something."""
        return self.case.status not in FINAL and self.case.status is not Status.ANSWERED

    @property
    def last_day(self) -> date:
        """The last day that may count against the clock."""
        return self.ended_on or self.today

    @property
    def overdue_on(self) -> date | None:
        """The first day over, once it has begun."""
        if self.clock is None or self.clock.paused or self.last_day <= self.clock.due_on:
            return None
        return date.fromordinal(self.clock.due_on.toordinal() + 1)

    @property
    def timeliness(self) -> Timeliness:
        """due_soon and overdue come from the sweep's events, or from any later event that proves the day."""
        case = self.case
        if case.status in (Status.ANSWERED, Status.CLOSED) and case.answered_on:
            return Timeliness.LATE if case.late else Timeliness.ON_TIME
        if not self.open or self.clock is None or self.ended_on:
            return Timeliness.NONE
        if self.clock.paused:
            return Timeliness.PAUSED
        if self.overdue_on or self.promise_broken:
            return Timeliness.OVERDUE
        return Timeliness.DUE_SOON if self.clock.steps else Timeliness.ON_TIME

    @property
    def promise_broken(self) -> bool:
        """An answer that only promised a day, and that day is over."""
        promise = self.case.clock("promise")
        return promise is not None and self.today > promise.due_on

    @property
    def agency_overdue(self) -> bool:
        """Overdue while the lead agency holds it."""
        return self.timeliness is Timeliness.OVERDUE and self.case.holder == (Role.AGENCY, self.case.lead)

    @property
    def noindex(self) -> bool:
        """Who is accused stays out of search engines until there is a finding: the published answer."""
        found = self.case.status in (Status.ANSWERED, Status.CLOSED) and self.case.answered_on is not None
        return self.hidden or (self.case.kind is Kind.CONDUCT and not found)


def tell(events: Sequence[e.Event], upto: int = 0) -> Story | None:
    """The story after the events with seq <= `upto` (0: all); None without any.

    A case that an event restricted, and none released, is restricted at once, however far the publication has come:
    what waits in the outbox when a denunciation is recognised must never appear. So is one with a state secret in it.
    """
    story: Story | None = None
    for event in events:
        if upto and event.seq > upto:
            break
        story = _next(story, event)
    if story is None:
        return None
    return replace(
        story,
        restricted=_last(events, e.Restricted, e.Released) is e.Restricted,
        purged=_last(events, e.PurgeAsked, e.PurgeRejected) is e.PurgeAsked,
    )


def _last(events: Sequence[e.Event], *kinds: type) -> type | None:
    """Which of these happened last, of all events: what is known by now counts for what is published late."""
    return next((type(event.fact) for event in reversed(events) if type(event.fact) in kinds), None)


def _next(story: Story | None, event: e.Event) -> Story:
    day = _day_of(event)
    case = apply(story.case if story else None, event)
    if story is None:
        return Story(case, day, case.clock("publication"), unseen=True)
    story = replace(story, case=case, today=max(story.today, day))
    story = _with_names(_with_fact(_with_clock(story, day), event), event.fact)
    return replace(story, unseen=False) if story.unseen and _looked_at(story) else story


def _looked_at(story: Story) -> bool:
    case = story.case
    waits = case.status in (Status.RECEIVED, Status.AWAITING_SUPPLEMENT)
    return bool(case.texts) or not (waits or story.vanished)


def _with_names(story: Story, fact: e.Fact) -> Story:
    match fact:
        case e.NamingDecided(named=True):
            return replace(story, named=(*story.named, fact.agency))
        case e.Honoured():
            return replace(story, honoured=(*story.honoured, fact.agency))
        case _:
            return story


def _day_of(event: e.Event) -> date:
    """A step that a late run took is about its own day, but the run proves today as well."""
    return vietnam_date(event.at)


def _with_clock(story: Story, day: date) -> Story:
    clock = story.case.clock("publication")
    if clock is not None:
        return replace(story, clock=clock, ended_on=None)
    if story.clock is not None and story.ended_on is None:
        return replace(story, ended_on=day)
    return story


def _with_fact(story: Story, event: e.Event) -> Story:
    fact = event.fact
    match fact:
        case e.TextsWritten():
            return replace(story, texts=event.seq, language=fact.language)
        case e.Refused():
            return replace(story, refusal=fact.reason)
        case e.RefusalContested():
            return replace(story, refusal="")
        case e.CaseReturned():
            return replace(story, returned_by=(*story.returned_by, fact.agency))
        case e.Undone():
            return replace(story, refusal="", redirection="")
        case e.Purged():
            return replace(story, refusal=RefusalReason.STATE_SECRET.value)
        case e.Redirected():
            return replace(story, redirection=fact.reason)
        case e.AnswerGiven() if story.clock and story.ended_on is None and story.today > story.clock.due_on:
            return replace(story, handed_in_late=story.handed_in_late | {event.seq})
        case e.ItemPublished() if fact.type == "answer":
            return replace(story, agency_late=story.agency_late or fact.item in story.handed_in_late)
        case _:
            return story

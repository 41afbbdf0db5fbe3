"""What the focal office must not keep to itself: denunciations, anonymous information, state secrets.

Luật Tố cáo 2018: only the inspectorate reads a denunciation, and another recipient on file one that is against the
inspectorate or a leader. Art. 25(2): anonymous text that can be checked goes there as information.
"""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import apply
from chalicelib.domain.case import Case
from chalicelib.domain.decide.context import Context, event, refuse, resume
from chalicelib.domain.decide.intake import first_clocks
from chalicelib.domain.decide.review import OUTLIVES
from chalicelib.domain.directory import OfficerRole
from chalicelib.domain.vocabulary import PAST_INSPECTORATE, Against, RestrictGround, Status

_GO_ON = frozenset({"forwarding", "publication", "legal_transfer", *OUTLIVES})


def restrict(ctx: Context, case: Case, command: c.Restrict) -> tuple[e.Event, ...]:
    """Nothing of it is public and nothing is deleted. An inspector may only pass it on to the other recipient."""
    ground = command.ground or (RestrictGround.ANONYMOUS if case.anonymous else RestrictGround.DENUNCIATION).value
    against = command.against or Against.OTHER.value
    past = against in PAST_INSPECTORATE
    if case.status is Status.RESTRICTED and past == bool(case.against):
        raise refuse("against", "same_recipient")
    to = _alternate(ctx) if past else ctx.policy.inspectorate_agency(ctx.today)
    return (event(ctx, case, e.Restricted(to, ground, against), clocks=()),)


def _alternate(ctx: Context) -> str:
    """A queue that nobody on file may open would be a denunciation lost."""
    officers = ctx.directory.officers_with(OfficerRole.INSPECTORATE_ALTERNATE, ctx.today)
    if not officers:
        raise refuse("against", "nobody_on_file")
    return officers[0].id


def acknowledge(ctx: Context, case: Case, command: c.AcknowledgeDenunciation) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.DenunciationAcknowledged()),)


def note(ctx: Context, case: Case, command: c.Note) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.Noted()),)


def interrupted(events: Sequence[e.Event]) -> Case | None:
    """The case as it was before the inspectorate had it."""
    before, case = None, None
    for event_ in events:
        before = before if case and case.status is Status.RESTRICTED else case
        case = apply(case, event_)
    return before


def release(ctx: Context, case: Case, before: Case | None) -> tuple[e.Event, ...]:
    """No denunciation: back to the focal office, and the limits go on as if it had never been taken for one. To
    restrict must wash no delay away, and the page must not tell of it. `before`: see `interrupted`.
    """
    kept = resume(ctx, tuple(clock for clock in before.clocks if clock.name in _GO_ON)) if before else ()
    names = {clock.name for clock in kept}
    fresh = first_clocks(ctx, ctx.policy_of(case), case.kind, ctx.today)
    clocks = (*kept, *(clock for clock in fresh if clock.name not in names))
    return (event(ctx, case, e.Released(), clocks=clocks),)


def purge(ctx: Context, case: Case, command: c.Purge) -> tuple[e.Event, ...]:
    """Locked from now on: no page, no links, nobody but the focal officers; erased when a second one confirms."""
    return (event(ctx, case, e.PurgeAsked(ctx.actor.id)),)


def confirm_purge(ctx: Context, case: Case, command: c.ConfirmPurge) -> tuple[e.Event, ...]:
    if command.decision == "reject":
        return (event(ctx, case, e.PurgeRejected(ctx.actor.id)),)
    return (event(ctx, case, e.Purged(ctx.actor.id), clocks=()),)

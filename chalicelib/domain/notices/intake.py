"""Who hears of what happens at intake: inspectors, a second officer, submitters of cases that are joined, split, or of
a decision that is taken back.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.domain import events as e
from chalicelib.domain.case import Case
from chalicelib.domain.decide.context import Context
from chalicelib.domain.directory import OfficerRole
from chalicelib.domain.notices.addressees import Notice, to_agency, to_officer
from chalicelib.domain.vocabulary import HANDLING, RestrictGround, Role, Status

JOINED = {e.SplitUp: "split_up", e.TookIn: "took_in", e.Linked: "linked_again", e.RepeatNoted: "repeat_noted"}


def of_intake(ctx: Context, before: Case | None, case: Case, fact: e.Fact) -> Iterator[Notice]:
    match fact:
        case e.Restricted(ground=ground):
            moved = before is not None and before.status is Status.RESTRICTED
            if ground == RestrictGround.DENUNCIATION and not moved:
                yield Notice("guidance", Role.SUBMITTER)
            role = Role.INSPECTORATE_ALTERNATE if case.against else Role.INSPECTORATE
            for officer in ctx.directory.officers_with(OfficerRole(role.value), ctx.today):
                yield to_officer("new_denunciation", role, officer)
        case e.PurgeAsked(officer=first):
            officers = [o for o in ctx.directory.officers_with(OfficerRole.FOCAL, ctx.today) if o.id != first]
            for officer in officers:
                yield to_officer("purge_asked", Role.FOCAL, officer)
        case e.PurgeRejected() if case.lead and case.status in HANDLING:
            yield to_agency(ctx, "forwarded", case.lead)
            for code in case.coordinating:
                yield to_agency(ctx, "coordinate", code, role=Role.COORDINATING)
        case _:
            return


def of_office(ctx: Context, before: Case | None, case: Case, fact: e.Fact) -> Iterator[Notice]:
    """What the focal office does to cases that belong together, or takes back."""
    match fact:
        case e.SplitUp():
            # One letter lists the parts with their secrets (`usecases.letters`), instead of one from each part.
            yield Notice(JOINED[e.SplitUp], Role.SUBMITTER)
        # Of a hundred duplicates the first one's submitter hears once; the public page counts them.
        case e.TookIn() if case.merged == len(fact.codes):
            yield Notice(JOINED[e.TookIn], Role.SUBMITTER)
        case e.RepeatNoted() if case.repeats == 1:
            yield Notice(JOINED[e.RepeatNoted], Role.SUBMITTER)
        case e.Linked(again=True):
            yield Notice(JOINED[e.Linked], Role.SUBMITTER)
        case e.StepReached(clock="acknowledgement") if case.lead:
            yield to_agency(ctx, "acknowledgement_overdue", case.lead, digest=True)
        case e.Undone(what="forwarded") if before:
            yield from _recalled(ctx, before, case)
        case e.Undone():
            yield Notice("undone", Role.SUBMITTER)
        case _:
            return


def _recalled(ctx: Context, before: Case, case: Case) -> Iterator[Notice]:
    """Who had it need do nothing; who has it again, after a reassignment was taken back, gets new links."""
    again = (case.lead, *case.coordinating) if case.status in HANDLING else ()
    yield from (to_agency(ctx, "recalled", code) for code in (before.lead, *before.coordinating) if code not in again)
    if again:
        yield to_agency(ctx, "forwarded", case.lead)
        yield from (to_agency(ctx, "coordinate", code, role=Role.COORDINATING) for code in case.coordinating)

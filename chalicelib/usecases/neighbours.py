"""What a command needs beyond its case's head, before it is written: other cases, and texts that must be opened.

Each case is one transaction, so the other ones come first: a crash in between leaves the officer's command undone, and
doing it again finds what is there. The other way round the command would be done and nobody would repeat it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import SYSTEM, Actor, Case
from chalicelib.domain.errors import ActionNotAllowed, FieldError, InvalidFields, NotFound
from chalicelib.domain.petition import Petition, Submitter
from chalicelib.domain.reading import may_open
from chalicelib.domain.vocabulary import Channel, Status, SubmitterType
from chalicelib.usecases.deps import Deps
from chalicelib.usecases.passages import Passages
from chalicelib.usecases.submit import Submit

F = TypeVar("F")
Run = Callable[[str, Actor, c.Command], Case]


@dataclass(frozen=True, slots=True)
class Neighbours:
    deps: Deps
    submit: Submit
    run: Run

    def __call__(self, case: Case, actor: Actor, command: c.Command) -> c.Command:
        """The command as it is to be decided, once the other cases know. Raises InvalidFields."""
        match command:
            case c.Merge():
                return self._merge(case, actor, command)
            case c.Link():
                return self._link(case, actor, command)
            case c.Split():
                return self._split(case, actor, command)
            case c.ConfirmPurge(decision="confirm"):
                return self._erase(case, command)
            case c.Withhold(passage=words) if words:
                return Passages(self.deps).withhold(case, command)
            case c.Disclose(withheld=number) if number in case.passages:
                return Passages(self.deps).disclose(case, command)
            case _:
                return command

    def _target(self, case: Case, actor: Actor, field: str, code: str) -> Case:
        target = self.deps.cases.load(code)
        if target is None or not may_open(target, actor):
            raise InvalidFields([FieldError(field, "no_case")])
        if target.code == case.code:
            raise InvalidFields([FieldError(field, "same_case")])
        return target

    def _merge(self, case: Case, actor: Actor, command: c.Merge) -> c.Merge:
        target = self._target(case, actor, "into", command.into)
        # Whoever was merged into this case before comes along.
        codes = [case.code, *(code for fact in self._facts(case, e.TookIn) for code in fact.codes)]
        known = {code for fact in self._facts(target, e.TookIn) for code in fact.codes}
        new = tuple(code for code in codes if code not in known)
        try:
            self.run(target.code, SYSTEM, c.TakeIn(new))
        except ActionNotAllowed as refused:
            # Into a case that was refused, withdrawn or merged itself nobody would ever get an answer.
            raise InvalidFields([FieldError("into", "not_open")]) from refused
        return command

    def _link(self, case: Case, actor: Actor, command: c.Link) -> c.Link:
        target = self._target(case, actor, "to", command.to)
        if target.answered_on is None or target.status not in (Status.ANSWERED, Status.CLOSED):
            return command
        if all(fact.code != case.code for fact in self._facts(target, e.RepeatNoted)):
            self.run(target.code, SYSTEM, c.NoteRepeat(case.code))
        return replace(command, answered=True)

    def _facts(self, case: Case, kind: type[F]) -> list[F]:
        return [event.fact for event in self.deps.cases.events(case.code) if isinstance(event.fact, kind)]

    def _split(self, case: Case, actor: Actor, command: c.Split) -> c.Split:
        """The same submitter and the same start of the clocks. Each part has its own key: made once, however often."""
        first = self.deps.cases.events(case.code)[0]
        body = next(iter(self.deps.vault.open(case, [first.body.id] if first.body else []).values()), None)
        if body is None or not isinstance(first.fact, e.Received):
            raise NotFound(case.code)
        given = body["submitter"]
        submitter = Submitter(**{**given, "type": SubmitterType(given["type"])})
        codes = []
        for number, (title, content) in enumerate(command.parts, 1):
            part = _part(case, first.fact, submitter, title, content)
            # No header can hold a line feed, so nobody outside can take this key first.
            codes.append(self.submit.part(part, actor, f"\nsplit\n{case.code}\n{number}", case.code))
        return replace(command, codes=tuple(codes))

    def _erase(self, case: Case, command: c.ConfirmPurge) -> c.ConfirmPurge:
        """Erased first, recorded then: two persons have said so, and confirming again after a crash records it."""
        ids = [id_ for event in self.deps.cases.events(case.code) for id_ in getattr(event.fact, "files", ())]
        self.deps.files.erase(ids)
        self.deps.vault.erase(case)
        self.deps.deliveries.forget(case.code)
        return command


def _part(case: Case, fact: e.Received, submitter: Submitter, title: str, content: str) -> Petition:
    return Petition(
        kind=case.kind,
        title=title,
        content=content,
        submitter=submitter,
        notice_version=fact.notice_version,
        subtype=case.subtype,
        field=case.field,
        agency=case.named,
        place=case.place,
        language=case.language,
        consents=fact.consents,
        channel=Channel.BULK,
        received_on=case.received_on,
        anonymous=case.anonymous,
        ownership=case.ownership,
        from_province=case.from_province,
    )

"""What a focal officer is told beside a case: guesses, cases like it, personal data that still stands in its texts.

Similar cases are looked for among the newest published ones, by what is public of them. That costs the list pages (one
GET per 50 cases), then the documents of those few whose titles share something with this case; sealed texts are not
opened for it. A case that was restricted a moment ago may still have its page: its head is asked first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.domain.case import Case
from chalicelib.domain.decide.conduct import same_office, superior_of
from chalicelib.domain.events import Supplemented
from chalicelib.domain.queues import queue_of
from chalicelib.domain.reading import may_open
from chalicelib.domain.suggest.classify import Classification, Classifier, Suggestion
from chalicelib.domain.suggest.found import NOTHING, Similar, Suggestions
from chalicelib.domain.suggest.personal import search
from chalicelib.domain.suggest.similar import Story, most_similar, worth_reading
from chalicelib.domain.vocabulary import TEXT_HIDDEN, Kind, Role
from chalicelib.ports import Site, Unavailable
from chalicelib.usecases.deps import Deps
from chalicelib.usecases.read import Dossier

PAGES = 4
"""List pages read: 150 to 200 cases."""
_GUESSED = frozenset({"triage", "waiting"})


@dataclass(frozen=True, slots=True)
class Suggest:
    deps: Deps
    site: Site

    def __call__(self, dossier: Dossier) -> Suggestions:
        """Nothing for anybody but a focal officer: guesses about people are no agency's and no submitter's business."""
        if dossier.actor.role is not Role.FOCAL or dossier.case.status in TEXT_HIDDEN:
            return NOTHING
        classifier = self._classifier()
        personal = search(texts_of(dossier), classifier.place_names)
        first = dossier.texts.get(1, {})
        if queue_of(dossier.case) not in _GUESSED or "content" not in first:
            return Suggestions(None, (), personal)
        added = [dossier.texts[e.seq].get("content", "") for e in _supplements(dossier)]
        title, content = str(first.get("title", "")), "\n".join([first["content"], *added])
        guesses = classifier.classify(title, content, place=dossier.case.place)
        field = dossier.case.field or (guesses.fields[0].value if guesses.fields else "")
        own = Story(dossier.case.code, title, content, field, dossier.case.place)
        return Suggestions(self._led(guesses, dossier.case), self._similar(own, dossier), personal)

    def _classifier(self) -> Classifier:
        reference, today = self.deps.reference.current(), self.deps.context_today()
        policy = reference.policies.policy_on(today)
        return Classifier(reference.directory, today, policy.inspectorate_agency(today), policy.standing_agency(today))

    def _led(self, guesses: Classification, case: Case) -> Classification:
        """Once an officer confirmed which office is complained of, a guess that `forward` would refuse is none."""
        directory, today, about = self.deps.reference.current().directory, self.deps.context_today(), case.complained_of
        if case.kind is not Kind.CONDUCT or not about:
            return guesses
        superior = superior_of(directory, today, case, about)
        best = max((guess.score for guess in guesses.leads), default=1.0)
        first = [Suggestion(superior, best, ("rule.superior",))] if superior else []
        allowed = [guess for guess in guesses.leads if not same_office(directory, today, case, about, guess.value)]
        return replace(guesses, leads=(*first, *(guess for guess in allowed if guess.value != superior)))

    def _similar(self, own: Story, dossier: Dossier) -> tuple[Similar, ...]:
        """A site that does not answer costs the officer a hint, not the case."""
        try:
            wanted = worth_reading(own, self._titles())
            stories = {code: story for code in wanted if (story := self._story(code))}
        except Unavailable:
            return ()
        found = most_similar(own, stories.values())
        return tuple(Similar(m, stories[m.code].title) for m in found if self._still_open(m.code, dossier))

    def _titles(self) -> list[Story]:
        """The newest published titles."""
        found: dict[str, Story] = {}
        for page in self._pages():
            for row in page["rows"]:
                if row.get("title") and not row.get("moved_to"):
                    found.setdefault(row["code"], Story(row["code"], row["title"], "", _id(row.get("field"))))
        return list(found.values())

    def _pages(self) -> Iterator[Mapping[str, Any]]:
        """The newest page, then numbered ones backwards; the newest repeats the end of the one before."""
        newest = self._read("ho-so")
        if newest is None:
            return
        yield newest
        for number in range((newest.get("pages") or 1) - 1, max(0, (newest.get("pages") or 1) - PAGES), -1):
            page = self._read(f"danh-sach/{number}")
            if page is None:
                return
            yield page

    def _story(self, code: str) -> Story | None:
        document = self._read(f"ho-so/{code}")
        if document is None or not document.get("title"):
            return None
        place = _id(document.get("place"))
        return Story(code, document["title"], document.get("content") or "", _id(document.get("field")), place)

    def _read(self, key: str) -> Mapping[str, Any] | None:
        found = self.site.read(f"{key}.json")
        document: Mapping[str, Any] | None = json.loads(found.body) if found else None
        return document

    def _still_open(self, code: str, dossier: Dossier) -> bool:
        case = self.deps.cases.load(code)
        return case is not None and case.status not in TEXT_HIDDEN and may_open(case, dossier.actor)


def texts_of(dossier: Dossier) -> dict[str, str]:
    """Where personal data would hurt: the original, the public text as it stands, and what waits for review."""
    first, written = dossier.texts.get(1, {}), dossier.texts.get(dossier.case.texts, {})
    found = {
        "original.title": first.get("title"),
        "original.content": first.get("content"),
        "public.title": written.get("public_title"),
        "public.content": written.get("public_content"),
    }
    for item in dossier.case.pending:
        body = dossier.texts.get(item.item, {})
        found[f"pending.{item.item}"] = body.get("content") or body.get("reason")
    return {part: text for part, text in found.items() if text}


def _supplements(dossier: Dossier) -> list[Any]:
    return [e for e in dossier.events if isinstance(e.fact, Supplemented) and e.seq in dossier.texts]


def _id(named: Mapping[str, Any] | None) -> str:
    return str(named["id"]) if named else ""

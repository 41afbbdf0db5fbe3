"""A case's own two objects, JSON and Vietnamese HTML: written when something happens, removed when restricted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from chalicelib.domain.errors import InvalidFields
from chalicelib.domain.events import Event
from chalicelib.domain.kin import named_by
from chalicelib.domain.passages import redacted
from chalicelib.domain.published import ever_public, public_bodies, public_files
from chalicelib.domain.story import Story, tell
from chalicelib.ports import CaseStore, Files, ReferenceStore, Site, Vault
from chalicelib.publishing.documents import case_document
from chalicelib.publishing.gone import gone_of
from chalicelib.publishing.namings import name_alone
from chalicelib.publishing.objects import Objects, recall
from chalicelib.publishing.shapes import Attachments, Doc, Texts


@dataclass(frozen=True, slots=True)
class CasePages:
    """Implements `usecases.publish.CasePages`. Opens the public texts and no other."""

    site: Site
    vault: Vault
    files: Files
    reference: ReferenceStore
    cases: CaseStore

    def write(self, events: Sequence[Event], upto: int, sequence: int, *, force: bool = False) -> None:
        """Show the case after the event numbered `upto`, under the ledger number `sequence`. At most two PUTs.

        `sequence` 0: the page that is there, as it shows the case and under its own number; none is made.
        Raises `Conflict` when a later holder has been here (a stale one must not turn pages back), unless `force`d.
        """
        key = f"ho-so/{events[0].code}"
        if not force or not sequence:
            version, number = self._shown(key)
            upto, sequence = max(upto, version), sequence or number
        if not sequence:
            return
        story = tell(events, upto)
        if story is None or story.gone:
            self.site.remove(key)
            self.site.remove(f"{key}.json")
            self._withdraw(events, story)
            return
        seen = [event for event in events if event.seq <= upto]
        texts, files = self.texts(seen, story), self.attachments(seen, story)
        gone = gone_of(named_by(seen), self.cases)
        document = case_document(seen, texts, self.reference.current(), files, sequence, gone)
        if document is not None:
            Objects(self.site, sequence, force).page(key, document, sequence)
        # Last, and only by the holder whose page was taken: one that comes late must not take away what is public now.
        self._withdraw(seen, story)

    def recall(self, cases: Sequence[Sequence[Event]]) -> None:
        """Of cases of which something public was taken back: their pages, and files that are not public any more."""
        recall(self.site, [f"ho-so/{events[0].code}" for events in cases])
        for events in cases:
            gone = _not_public(events, tell(events))
            if gone:
                self.files.recall(gone)

    def _shown(self, key: str) -> tuple[int, int]:
        """(event that the page shows already, its ledger number): rows of one case may be numbered out of order (clocks
        differ).
        """
        current = self.site.read(f"{key}.json")
        return (int(json.loads(current.body).get("version", 0)), current.sequence) if current else (0, 0)

    def _withdraw(self, events: Sequence[Event], story: Story | None) -> None:
        """Whatever took them back (withheld, restricted, refused, erased): files that are not public are not there."""
        gone = _not_public(events, story)
        if gone:
            self.files.withdraw(gone)

    def texts(self, events: Sequence[Event], story: Story) -> Texts:
        """The public texts by event number, without the passages kept back; what was erased is missing."""
        wanted = public_bodies(events, story)
        opened = self.vault.open(story.case, list(wanted.values())) if wanted else {}
        return redacted(events, name_alone({seq: opened[id_] for seq, id_ in wanted.items() if id_ in opened}))

    def attachments(self, events: Sequence[Event], story: Story) -> Attachments:
        """The public files, made public. A file that cannot be cleaned of its metadata is left out: it must neither
        be published as it is nor keep the answer from being published.
        """
        ids = public_files(events, story)
        found: dict[str, Doc] = {}
        for file in self.files.info(ids) if ids else []:
            with suppress(InvalidFields):
                href = self.files.publish(file)
                found[file.id] = {"name": file.name, "size": file.size, "type": file.type, "href": href}
        return found


def _not_public(events: Sequence[Event], story: Story | None) -> list[str]:
    public = set(public_files(events, story)) if story else set()
    return [id_ for id_ in ever_public(events) if id_ not in public]

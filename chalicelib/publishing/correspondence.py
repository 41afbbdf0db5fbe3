"""What became of the letters about a case, as the desk reads it: never an address, never who the submitter is."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain.deliveries import Letter
from chalicelib.domain.reference import Reference
from chalicelib.domain.undelivered import Addressee
from chalicelib.domain.vocabulary import Role
from chalicelib.messages import both
from chalicelib.publishing.names import agency_name
from chalicelib.publishing.shapes import Doc


def letters_view(letters: Sequence[Letter], code: str, reference: Reference) -> list[Doc]:
    """`[{seq, notice, to, name, label, state, state_label, on, reason}]` of docs/documents.md."""
    return [
        {
            "seq": letter.seq,
            "notice": letter.name,
            "to": letter.key,
            "name": _name(letter.to, reference),
            "label": _filled(both(f"mail.{letter.name}.subject"), code=code),
            "state": letter.state.value,
            "state_label": both(f"delivery.{letter.state.value}"),
            "on": letter.on.isoformat(),
            "reason": letter.reason or None,
        }
        for letter in letters
    ]


def _name(to: Addressee, reference: Reference) -> dict[str, str]:
    if to.role == Role.SUBMITTER:
        return both("delivery.submitter")
    officer = next((found for found in reference.directory.officers if found.id == to.id), None)
    if reference.directory.has_agency(to.id):
        name = dict(agency_name(reference, to.id))
    elif officer:
        name = {"vi": officer.title_vi, "en": officer.title_en}
    else:
        name = both(f"role.{to.role}")
    if not to.head:
        return name
    return {lang: text.replace("{name}", name[lang]) for lang, text in both("delivery.head").items()}


def _filled(texts: dict[str, str], **values: str) -> dict[str, str]:
    for name, value in values.items():
        texts = {lang: text.replace(f"{{{name}}}", value) for lang, text in texts.items()}
    return texts

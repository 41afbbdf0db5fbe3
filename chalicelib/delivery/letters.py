"""Letters as people read them: subject, plain text and simple HTML, from the catalogues.

A mail holds title, code, due date and the link. It never holds the petition's text or a person: mailboxes are shared,
forwarded and searched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from chalicelib.delivery.digests import digest
from chalicelib.delivery.paper import BUTTON, Facts, due_day, facts, whole
from chalicelib.messages import Translate, translator
from chalicelib.ports import LetterItem, LetterRow


class CatalogueLetters:
    """The `Letters` port."""

    def compose(self, lang: str, sections: Sequence[tuple[str, Sequence[LetterItem]]]) -> tuple[str, str, str]:
        t = translator(lang)
        if sum(len(items) for _, items in sections) > 1:
            return digest(t, lang, sections)
        [(name, [item])] = sections
        blocks = [_Block(facts(t, lang, item), _lines(t, lang, item), t(f"mail.{name}.action"), item.link)]
        if item.overview:
            blocks.append(_Block([], [], t("mail.overview"), item.overview))
        return t(f"mail.{name}.subject", code=item.code), *_body(t, lang, t(f"mail.{name}.text"), blocks)


@dataclass(frozen=True, slots=True)
class _Block:
    """What is said about one thing, a list perhaps, and the link for it."""

    facts: Facts
    lines: Sequence[str]
    action: str
    link: str


def _body(t: Translate, lang: str, intro: str, blocks: Sequence[_Block]) -> tuple[str, str]:
    """(plain text, HTML): the intro, then the blocks."""
    text, html = [intro, ""], [f"<p>{escape(intro)}</p>"]
    for block in blocks:
        text += [*(f"{label}: {value}" for label, value in block.facts), *(f"- {line}" for line in block.lines)]
        text += [f"{block.action}: {block.link}", ""] if block.link else [""]
        rows = "".join(f"<tr><td>{escape(a)}&nbsp;&nbsp;</td><td><b>{escape(b)}</b></td></tr>" for a, b in block.facts)
        items = "".join(f"<li>{escape(line)}</li>" for line in block.lines)
        button = f'<a href="{escape(block.link, quote=True)}" style="{BUTTON}">{escape(block.action)}</a>'
        html.append(f"<table>{rows}</table>" if rows else "")
        html.append(f"<ul>{items}</ul>" if items else "")
        html.append(f"<p>{button}</p>" if block.link else "")
    return whole(t, lang, text, html)


def _lines(t: Translate, lang: str, item: LetterItem) -> list[str]:
    return [_line(t, lang, row) for row in item.rows]


def _line(t: Translate, lang: str, row: LetterRow) -> str:
    words = {name: t(word) if word.startswith("failure.") else word for name, word in row.words}
    label = t(row.label, **words) if row.label else ""
    day = due_day(t, lang, row.due_on, provisional=row.provisional) if row.due_on else ""
    if not row.code:
        return ": ".join(part for part in (label, row.text, day) if part)
    due = f"{t('mail.due')}: {day}" if day else ""
    over = t("mail.decisions.over") if row.over else ""
    return " · ".join(part for part in (row.code, row.text, label, due, over) if part)

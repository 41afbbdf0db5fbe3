"""Letters as people read them: subject, plain text and simple HTML, from the catalogues.

A mail holds title, code, due date and the link. It never holds the petition's text or a person: mailboxes are shared,
forwarded and searched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from chalicelib.messages import Translate, translator
from chalicelib.ports import LetterItem, LetterRow

_STYLE = "font-family:system-ui,'Segoe UI',Roboto,sans-serif;line-height:1.55;color:#1d1b18;max-width:36rem"
_BUTTON = "display:inline-block;background:#a3242b;color:#fff;padding:.6em 1.2em;border-radius:4px;text-decoration:none"


class CatalogueLetters:
    """The `Letters` port."""

    def compose(self, name: str, lang: str, items: Sequence[LetterItem]) -> tuple[str, str, str]:
        t = translator(lang)
        action = t(f"mail.{name}.action")
        intro = t(f"mail.{name}.text")
        blocks = [_Block(_facts(t, lang, item), _lines(t, lang, item), action, item.link) for item in items]
        overview = next((item.overview for item in items if item.overview), "")
        if overview:
            blocks.append(_Block([], [], t("mail.overview"), overview))
        return _subject(t, name, items), *_body(t, lang, intro, blocks)


Facts = list[tuple[str, str]]


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
        text += [f"{block.action}: {block.link}", ""]
        rows = "".join(f"<tr><td>{escape(a)}&nbsp;&nbsp;</td><td><b>{escape(b)}</b></td></tr>" for a, b in block.facts)
        items = "".join(f"<li>{escape(line)}</li>" for line in block.lines)
        button = f'<a href="{escape(block.link, quote=True)}" style="{_BUTTON}">{escape(block.action)}</a>'
        html.append(f"<table>{rows}</table>" if rows else "")
        html.append(f"<ul>{items}</ul>" if items else "")
        html.append(f"<p>{button}</p>")
    for line in (t("mail.warning"), t("mail.footer")):
        text.append(line)
        html.append(f'<p style="color:#5d574d;font-size:.9em">{escape(line)}</p>')
    page = f'<!doctype html><html lang="{lang}"><body style="{_STYLE}">{"".join(html)}</body></html>'
    return "\n".join(text), page


def _lines(t: Translate, lang: str, item: LetterItem) -> list[str]:
    return [_line(t, lang, row) for row in item.rows]


def _line(t: Translate, lang: str, row: LetterRow) -> str:
    label = t(row.label) if row.label else ""
    if not row.code:
        return ": ".join(part for part in (label, row.text) if part)
    due = f"{t('mail.due')}: {_day(row.due_on, lang)}" if row.due_on else ""
    return " · ".join(part for part in (row.code, row.text, due, label) if part)


def _subject(t: Translate, name: str, items: Sequence[LetterItem]) -> str:
    if len(items) == 1:
        return t(f"mail.{name}.subject", code=items[0].code)
    subject = t(f"mail.{name}.subject", code="").strip(" :")
    return t("mail.digest.subject", n=len(items), subject=subject)


def _facts(t: Translate, lang: str, item: LetterItem) -> Facts:
    facts = []
    if item.code:
        facts.append((t("mail.code"), item.code))
    if item.secret:
        facts.append((t("mail.secret"), item.secret))
    if item.title:
        facts.append((t("mail.title"), item.title))
    elif item.kind:
        facts.append((t("mail.kind"), t(f"kind.{item.kind}")))
    if item.due_on:
        label = t("mail.due_of", clock=t(f"event.clock.{item.clock}")) if item.clock else t("mail.due")
        facts.append((label, _day(item.due_on, lang)))
    return facts


def _day(day: date, lang: str) -> str:
    return f"{day:%d/%m/%Y}" if lang == "vi" else f"{day.day} {day:%B} {day.year}"

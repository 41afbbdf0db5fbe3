"""Letters as people read them: subject, plain text and simple HTML, from the catalogues.

A mail holds title, code, due date and the link. It never holds the petition's text or a person: mailboxes are shared,
forwarded and searched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from chalicelib.messages import Translate, translator
from chalicelib.ports import LetterItem

_STYLE = "font-family:system-ui,'Segoe UI',Roboto,sans-serif;line-height:1.55;color:#1d1b18;max-width:36rem"
_BUTTON = "display:inline-block;background:#a3242b;color:#fff;padding:.6em 1.2em;border-radius:4px;text-decoration:none"


class CatalogueLetters:
    """The `Letters` port."""

    def compose(self, name: str, lang: str, items: Sequence[LetterItem], *, secret: str = "") -> tuple[str, str, str]:
        t = translator(lang)
        action = t(f"mail.{name}.action")
        intro = t(f"mail.{name}.text")
        blocks = [(_facts(t, lang, item, secret), item.link) for item in items]
        return _subject(t, name, items), *_body(t, lang, intro, action, blocks)

    def report(self, counts: Mapping[str, int], limit: int, link: str) -> tuple[str, str, str]:
        t = translator("vi")
        facts = [(t(f"queue.{name}"), f"{n}+" if n >= limit else str(n)) for name, n in counts.items()]
        text, html = _body(t, "vi", t("mail.morning_report.text"), t("mail.morning_report.action"), [(facts, link)])
        return t("mail.morning_report.subject"), text, html


Facts = list[tuple[str, str]]


def _body(t: Translate, lang: str, intro: str, action: str, blocks: Sequence[tuple[Facts, str]]) -> tuple[str, str]:
    """(plain text, HTML): the intro, then per block its facts and the link."""
    text, html = [intro, ""], [f"<p>{escape(intro)}</p>"]
    for facts, link in blocks:
        text += [*(f"{label}: {value}" for label, value in facts), f"{action}: {link}", ""]
        rows = "".join(f"<tr><td>{escape(a)}&nbsp;&nbsp;</td><td><b>{escape(b)}</b></td></tr>" for a, b in facts)
        button = f'<a href="{escape(link, quote=True)}" style="{_BUTTON}">{escape(action)}</a>'
        html.append(f"<table>{rows}</table><p>{button}</p>")
    for line in (t("mail.warning"), t("mail.footer")):
        text.append(line)
        html.append(f'<p style="color:#5d574d;font-size:.9em">{escape(line)}</p>')
    page = f'<!doctype html><html lang="{lang}"><body style="{_STYLE}">{"".join(html)}</body></html>'
    return "\n".join(text), page


def _subject(t: Translate, name: str, items: Sequence[LetterItem]) -> str:
    if len(items) == 1:
        return t(f"mail.{name}.subject", code=items[0].code)
    subject = t(f"mail.{name}.subject", code="").strip(" :")
    return t("mail.digest.subject", n=len(items), subject=subject)


def _facts(t: Translate, lang: str, item: LetterItem, secret: str) -> Facts:
    facts = []
    if item.code:
        facts.append((t("mail.code"), item.code))
    if secret:
        facts.append((t("mail.secret"), secret))
    if item.title:
        facts.append((t("mail.title"), item.title))
    elif item.kind:
        facts.append((t("mail.kind"), t(f"kind.{item.kind}")))
    if item.due_on:
        facts.append((t("mail.due"), _day(item.due_on, lang)))
    return facts


def _day(day: date, lang: str) -> str:
    return f"{day:%d/%m/%Y}" if lang == "vi" else f"{day.day} {day:%B} {day.year}"

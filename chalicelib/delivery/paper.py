"""What all letters share: how a fact and a day are written, the page of an HTML mail, the words at its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from chalicelib.messages import Translate
from chalicelib.ports import Alleged, LetterItem

_STYLE = "font-family:system-ui,'Segoe UI',Roboto,sans-serif;line-height:1.55;color:#1d1b18;max-width:36rem"
BUTTON = "display:inline-block;background:#a3242b;color:#fff;padding:.6em 1.2em;border-radius:4px;text-decoration:none"
Facts = list[tuple[str, str]]


def whole(t: Translate, lang: str, text: Sequence[str], html: Sequence[str]) -> tuple[str, str]:
    """(plain text, HTML) of a letter whose lines and paragraphs these are."""
    end = (t("mail.warning"), t("mail.footer"))
    small = "".join(f'<p style="color:#5d574d;font-size:.9em">{escape(line)}</p>' for line in end)
    # Codes and addresses break anywhere: the narrowest telephone shows 320 pixels.
    head = '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"></head>'
    body = f'<body style="{_STYLE};overflow-wrap:anywhere">{"".join(html)}{small}</body>'
    return "\n".join((*text, *end)), f'<!doctype html><html lang="{lang}">{head}{body}</html>'


def facts(t: Translate, lang: str, item: LetterItem) -> Facts:
    found = []
    if item.code:
        found.append((t("mail.code"), item.code))
    if item.secret:
        found.append((t("mail.secret"), item.secret))
    if item.title:
        found.append((t("mail.title"), item.title))
    elif item.kind:
        found.append((t("mail.kind"), t(f"kind.{item.kind}")))
    if item.alleged:
        found += _alleged(t, lang, item.alleged)
    if item.due_on:
        label = t("mail.due_of", clock=t(f"event.clock.{item.clock}")) if item.clock else t("mail.due")
        found.append((label, due_day(t, lang, item.due_on, provisional=item.provisional)))
    return found


def _alleged(t: Translate, lang: str, alleged: Alleged) -> Facts:
    """Why it is proposed to name the agency: whoever may reply must know to what."""
    found = [(t("mail.alleged"), t(f"failure.{alleged.failure}"))]
    if alleged.due_on:
        clock, due = t(f"event.clock.{alleged.clock}"), day(alleged.due_on, lang)
        found.append((t("mail.alleged.limit"), t("mail.alleged.late", clock=clock, date=due, n=alleged.days)))
    return found


def due_day(t: Translate, lang: str, on: date, *, provisional: bool) -> str:
    """The last day of a time limit: whoever plans by it must know that it may still change."""
    return t("mail.provisional", date=day(on, lang)) if provisional else day(on, lang)


def day(on: date, lang: str) -> str:
    return f"{on:%d/%m/%Y}" if lang == "vi" else f"{on.day} {on:%B} {on.year}"

"""A digest: everything that one mailbox must hear now, by letter, each case with its day and its own link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from chalicelib.delivery.paper import BUTTON, Facts, facts, whole
from chalicelib.messages import Translate
from chalicelib.ports import LetterItem

Section = tuple[str, Sequence[LetterItem]]  # name of the letter, what it is about
_ITEM = "margin:0 0 1em"
_LINK = "display:inline-block;padding:.3em 0;color:#a3242b"


def digest(t: Translate, lang: str, sections: Sequence[Section]) -> tuple[str, str, str]:
    """(subject, text, html). One letter keeps its own words; several stand below the words of the digest."""
    text, html = ([], []) if len(sections) == 1 else _paragraph(t("mail.digest.text"))
    for name, items in sections:
        if len(sections) > 1:
            heading = _heading(t, name, items)
            text += [heading, "-" * len(heading)]
            html.append(f'<h2 style="font-size:1.15em;margin:1.6em 0 .4em">{escape(heading)}</h2>')
        said = _paragraph(t(f"mail.{name}.text"))
        text, html = text + said[0], html + said[1]
        for item in items:
            text += _text(t, lang, name, item)
        html.append(f'<ul style="padding-left:1.2em">{"".join(_html(t, lang, name, item) for item in items)}</ul>')
    for link in dict.fromkeys(item.overview for _, items in sections for item in items if item.overview):
        text += [f"{t('mail.overview')}: {link}", ""]
        html.append(f'<p><a href="{escape(link, quote=True)}" style="{BUTTON}">{escape(t("mail.overview"))}</a></p>')
    return _subject(t, sections), *whole(t, lang, text, html)


def _paragraph(words: str) -> tuple[list[str], list[str]]:
    return [words, ""], [f"<p>{escape(words)}</p>"]


def _subject(t: Translate, sections: Sequence[Section]) -> str:
    cases = len({item.code for _, items in sections for item in items})
    if len(sections) == 1:
        return t("mail.digest.subject", n=cases, subject=_about(t, sections[0][0]))
    about = ", ".join(f"{_about(t, name)} ({_cases(items)})" for name, items in sections)
    return t("mail.digest.mixed", n=cases, subject=about)


def _heading(t: Translate, name: str, items: Sequence[LetterItem]) -> str:
    about = _about(t, name)
    return f"{about[:1].upper()}{about[1:]} ({_cases(items)})"


def _cases(items: Sequence[LetterItem]) -> int:
    """A case of which two time limits run is one case."""
    return len({item.code for item in items})


def _about(t: Translate, name: str) -> str:
    """The letter's subject, which names a case, without it."""
    return " ".join(t(f"mail.{name}.subject", code="").split()).strip(" :")


def _text(t: Translate, lang: str, name: str, item: LetterItem) -> list[str]:
    due = [f"  {label}: {value}" for label, value in _due(t, lang, item)]
    return [f"- {_which(t, item)}", *due, f"  {t(f'mail.{name}.action')}: {item.link}", ""]


def _html(t: Translate, lang: str, name: str, item: LetterItem) -> str:
    due = "".join(f"<br>{escape(label)}: <b>{escape(value)}</b>" for label, value in _due(t, lang, item))
    link = f'<a href="{escape(item.link, quote=True)}" style="{_LINK}">{escape(t(f"mail.{name}.action"))}</a>'
    return f'<li style="{_ITEM}"><b>{escape(_which(t, item))}</b>{due}<br>{link}</li>'


def _which(t: Translate, item: LetterItem) -> str:
    """Code and title; without a public title the kind."""
    about = item.title or (t(f"kind.{item.kind}") if item.kind else "")
    return " · ".join(part for part in (item.code, about) if part)


def _due(t: Translate, lang: str, item: LetterItem) -> Facts:
    return facts(t, lang, replace(item, code="", title="", kind=""))

"""What the desk's forms are filled with before an officer looks at them; nothing is ever sent by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from chalicelib.domain.case import Case
from chalicelib.domain.decide.conduct import superior_of
from chalicelib.domain.decide.intake import asked_enough
from chalicelib.domain.reference import Reference
from chalicelib.domain.vocabulary import Kind, RedirectReason, RefusalReason, RestrictGround
from chalicelib.messages import Translate, translator

Field = dict[str, Any]
_LETTERS: dict[str, tuple[str, Iterable[str]]] = {
    "refuse": ("letter.refused", [reason.value for reason in RefusalReason]),
    "redirect": ("letter.redirected", [reason.value for reason in RedirectReason]),
}
# What a field means in one action, where the word that all actions share would mislead.
_OWN_WORDS = {
    "invite_opinion": {"email": ("label", "field.email.expert"), "title": ("label", "field.title.expert")},
    "reveal_identity": {"note": ("label", "field.reason")},
    "rate": {"reason": ("hint", "field.reason.unsatisfied")},
}


def prefill(name: str, fields: list[Field], case: Case, reference: Reference, today: date, lang: str) -> None:
    """Adds `value`, `hint`, `templates` to the fields of action `name`, and what this case makes required or offers."""
    by_name = {field["name"]: field for field in fields}
    policy = reference.policies.policy_of(case.received_on, today)
    t = translator(lang)
    for field, (part, key) in _OWN_WORDS.get(name, {}).items():
        by_name[field][part] = t(key)
    match name:
        case "refuse" | "redirect":
            province = policy.province_vi if case.letter_language == "vi" else policy.province_en
            _letter(name, by_name, case, province)
        case "ask_supplement":
            by_name["reason"]["required"] = asked_enough(case, policy)
        case "classify":
            by_name["complained_of"] |= {"value": case.complained_of or None, "hint": _named(case, reference, t, lang)}
        case "forward" | "reassign" if case.kind is Kind.CONDUCT and case.complained_of:
            _superior(by_name["lead"], case, reference, today, t, lang)
        case "propose_naming":
            named = {option["value"] for option in by_name["agency"]["options"]}
            by_name["agency"]["value"] = case.lead if case.lead in named else None
        case "retire_naming":
            standing = [one.agency for one in case.standing]
            offered = [option for option in by_name["agency"]["options"] if option["value"] in standing]
            alone = offered[0]["value"] if len(offered) == len(standing) == 1 else None
            by_name["agency"] |= {"options": offered, "value": alone}
        case "restrict":
            ground = RestrictGround.ANONYMOUS if case.anonymous else RestrictGround.DENUNCIATION
            by_name["ground"]["value"] = ground.value
        case _:
            pass


def _letter(name: str, fields: dict[str, Field], case: Case, province: str) -> None:
    """`templates`: the letter for each reason, in the submitter's language; the proposed one is filled in."""
    prefix, reasons = _LETTERS[name]
    write = translator(case.letter_language)
    texts = {reason: write(f"{prefix}.{reason}", province=province) for reason in reasons}
    fields["content"]["templates"] = {"by": "reason", "texts": texts}
    if case.proposal in texts:
        fields["reason"]["value"] = case.proposal
        fields["content"]["value"] = texts[case.proposal]


def _name(reference: Reference, code: str, lang: str) -> str:
    if not reference.directory.has_agency(code):
        return code
    agency = reference.directory.agency(code)
    return agency.name_en if lang == "en" else agency.name_vi


def _named(case: Case, reference: Reference, t: Translate, lang: str) -> str:
    return t("field.complained_of.hint", name=_name(reference, case.named, lang)) if case.named else ""


def _superior(field: Field, case: Case, reference: Reference, today: date, t: Translate, lang: str) -> None:
    directory = reference.directory
    superior = superior_of(directory, today, case, case.complained_of)
    if superior is None:
        return
    names = {"about": _name(reference, case.complained_of, lang), "superior": _name(reference, superior, lang)}
    field["hint"] = t("field.lead.conduct_hint", **names)
    if not case.lead:
        field["value"] = superior

"""Text colours have at least 5.6:1 on every surface, in both schemes: computed from the style sheet itself."""

from __future__ import annotations

import re

import pytest

from infra.site import SOURCES

CSS = (SOURCES / "hoiam.css").read_text("utf-8")
PAIRS = {name: (light, dark) for name, light, dark in re.findall(r"--(\w+): light-dark\((#\w{6}), (#\w{6})\)", CSS)}
TEXT = ("ink", "soft", "son", "jade", "amber", "link")


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("surface", ["paper", "raised"])
@pytest.mark.parametrize("text", TEXT)
def test_text_is_readable(text: str, surface: str, scheme: int) -> None:
    assert contrast(PAIRS[text][scheme], PAIRS[surface][scheme]) >= 5.6


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_control_edges_can_be_seen(scheme: int) -> None:
    """WCAG 1.4.11 asks 3:1 of what one needs to recognise a control."""
    assert contrast(PAIRS["edge"][scheme], PAIRS["paper"][scheme]) >= 3


def test_no_font_is_fetched() -> None:
    assert "@font-face" not in CSS
    assert "url(" not in CSS

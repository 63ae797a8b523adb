"""McNemar's exact two-sided test between two evaluations of the same pictures, as evaluate makes it within one."""

from __future__ import annotations

from math import comb
from typing import Any

from service import TEXTS, Evaluated

METHODS = ("clip", "coder", "coder+rerank")
BASELINE = "names"  # without texts of their own, coder is clip


def between_texts(evaluated: Evaluated) -> list[dict[str, Any]]:
    """CODER with texts against plain CLIP, which is the same whatever the texts are."""
    return [
        compared(f"{texts}: {method}", evaluated.right(texts, method), "clip", evaluated.right(BASELINE, "clip"))
        for texts in TEXTS
        if texts != BASELINE
        for method in METHODS[1:]
        if evaluated.right(texts, method)
    ]


def between_precisions(int8: Evaluated, fp32: Evaluated) -> list[dict[str, Any]]:
    return [
        compared(
            f"int8, {texts}: {method}", int8.right(texts, method), f"fp32, {texts}: {method}", fp32.right(texts, method)
        )
        for texts in TEXTS
        for method in METHODS
        if fp32.right(texts, method)
    ]


def compared(first: str, one: dict[str, bool], second: str, other: dict[str, bool]) -> dict[str, Any]:
    if one.keys() != other.keys():
        raise ValueError(f"{first} and {second} are not about the same pictures")
    only_first = sum(one[picture] and not other[picture] for picture in one)
    only_second = sum(other[picture] and not one[picture] for picture in one)
    return {
        "first": first,
        "second": second,
        "onlyFirstRight": only_first,
        "onlySecondRight": only_second,
        "p": mcnemar(only_first, only_second),
    }


def mcnemar(only_first: int, only_second: int) -> float:
    """If both are equally good, each discordant picture is as likely to be one's as the other's."""
    discordant = only_first + only_second
    tail = sum(comb(discordant, i) for i in range(min(only_first, only_second) + 1))
    return min(1.0, 2 * tail / 2**discordant)

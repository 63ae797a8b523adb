"""The 20 everyday classes and the 200 classes of the evaluation, with the words used as labels."""

from __future__ import annotations

import numpy as np

from concepts import TRAINED_GROUPS, Concept

# label -> name of the concept
EVERYDAY: dict[str, str] = {
    "cat": "cat",
    "dog": "dog",
    "horse": "horse",
    "elephant": "elephant",
    "rabbit": "rabbit",
    "fish": "fish",
    "penguin": "penguin",
    "butterfly": "butterfly",
    "turtle": "turtle",
    "pizza": "pizza",
    "banana": "banana",
    "apple": "red apple",
    "strawberry": "strawberry",
    "hamburger": "hamburger",
    "cake": "birthday cake",
    "car": "automobile",
    "bicycle": "bicycle",
    "airplane": "airplane",
    "sailboat": "sailboat",
    "bus": "bus",
}
_ALIKE = ("globe", "moon", "clock", "cloud", "button")  # series that differ in a detail only
_SEED = 7


def everyday(concepts: list[Concept]) -> dict[str, int]:
    """Label to concept index of the 20 classes."""
    by_label = {concept.label: concept.index for concept in concepts}
    return {label: by_label[name] for label, name in EVERYDAY.items()}


def two_hundred(concepts: list[Concept]) -> dict[str, int]:
    """The 20 classes and 180 more, drawn at random from all short names."""
    chosen = everyday(concepts)
    taken = set(chosen.values())
    eligible = [concept.index for concept in concepts if _eligible(concept)]
    rng = np.random.default_rng(_SEED)
    rng.permutation(eligible)  # the list is the second draw: kept so that figures stay comparable
    more = [int(index) for index in rng.permutation(eligible) if int(index) not in taken][:180]
    return chosen | {concepts[index].label.lower(): index for index in more}


def _eligible(concept: Concept) -> bool:
    return (
        concept.group in TRAINED_GROUPS
        and len(concept.label.split()) <= 2
        and not concept.label.endswith(" face")
        and not any(word in concept.label for word in _ALIKE)
    )

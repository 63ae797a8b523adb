"""Random true captions of a drawing, with what each one claims.

The forms include the service's default templates literally ("a photo of a {label}.", "{label}
which has {text}", "a {label} similar to {text}."), with the article left as it is written there, so
that the texts the service will encode are texts the model has seen. A claim lists the phrases that
must be true of a concept and the visible facts (colour, shape) that must be true of a drawing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from lexicon import Entry, Lexicon

COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white", "gray")
SHAPES = ("a round shape", "a tall shape", "a wide shape")
FACTS = COLOURS + SHAPES
CLAIM_SIZE = 3

# Colours as a person would name them: several reference points each, in RGB.
_PALETTE: dict[str, tuple[tuple[int, int, int], ...]] = {
    "red": ((220, 40, 40),),
    "orange": ((245, 140, 30),),
    "yellow": ((250, 210, 60),),
    "green": ((90, 170, 60), (20, 110, 50)),
    "blue": ((60, 130, 220), (130, 200, 250), (30, 60, 140)),
    "purple": ((140, 80, 180),),
    "pink": ((250, 150, 190), (235, 80, 140)),
    "brown": ((130, 80, 50), (90, 60, 40), (170, 120, 80)),
    "black": ((25, 25, 25), (45, 45, 50)),
    "white": ((250, 250, 250),),
    "gray": ((150, 150, 150), (100, 105, 110), (200, 200, 205)),
}

_NAME_FORMS = (
    "a photo of a {}.", "a photo of a {}.", "a photo of a {}", "a photo of a {}", "a photo of {a}.",
    "a photo of {a}", "a photo of the {}.", "{}", "{}.", "{a}", "a picture of {a}.", "an icon of {a}",
    "a drawing of {a}.", "an emoji of {a}", "a cartoon {}.", "a clip art of {a}", "an image of a {}.",
    "a pictogram of a {}", "a simple drawing of {a}", "a sticker of {a}.", "an illustration of a {}.",
    "a symbol of {a}", "a line drawing of {a}.", "the {}",
)  # fmt: skip
_DOMAIN_FORMS = (
    "a photo of a {}, a type of {c}.", "a photo of a {}, a type of {c}.", "a photo of a {}, {ac}.",
    "a photo of a {}, {c}.", "{a}, a kind of {c}", "a photo of a {}, a type of {c}", "{}, {ac}",
)  # fmt: skip
_ATTRIBUTE_FORMS = (
    "{} which has {x}", "{} which has {x}", "{} which has {x}.", "{a} which has {x}", "{} with {x}",
    "a photo of a {}, which has {x}", "a photo of a {} which has {x}.", "{}, which has {x}.",
)  # fmt: skip
_SIMILAR_FORMS = (
    "a {} similar to {x}.", "a {} similar to {x}.", "a {} similar to {ax}.", "a {} similar to {x}",
    "a photo of a {} similar to {ax}.", "{} similar to {x}",
)  # fmt: skip
_COLOUR_FORMS = (
    "a {x} {}", "a photo of a {x} {}.", "{} which has {x} colour", "{} which has a {x} color",
    "a {x} drawing of a {}.", "{}, which is {x}", "a picture of a {} in {x}.",
)  # fmt: skip


def form_words() -> list[str]:
    """The fixed words of all forms, for the vocabulary."""
    forms = (*_NAME_FORMS, *_DOMAIN_FORMS, *_ATTRIBUTE_FORMS, *_SIMILAR_FORMS, *_COLOUR_FORMS, *FACTS)
    return [re.sub(r"\{\w*\}", "", form) for form in forms]


@dataclass(frozen=True)
class Caption:
    """A text, the phrases it claims of the concept and the facts it claims of the drawing."""

    text: str
    phrases: tuple[int, ...]
    facts: int = 0


def article(phrase: str) -> str:
    """The phrase with its indefinite article; plurals stay bare."""
    if phrase.startswith(("a ", "an ", "the ")):
        return phrase
    if phrase.endswith("s") and not phrase.endswith(("ss", "us", "is")):
        return phrase
    return ("an " if phrase[:1] in "aeiou" else "a ") + phrase


def visible_facts(picture: np.ndarray) -> tuple[int, int]:
    """Bit masks over FACTS of one RGBA picture: what may be claimed, and what is not false."""
    opaque = picture[..., 3] > 128
    colours = picture[opaque][::5, :3].astype(float)
    if len(colours) == 0:
        return 0, 0
    references = np.array([point for name in COLOURS for point in _PALETTE[name]], float)
    owner = np.array([i for i, name in enumerate(COLOURS) for _ in _PALETTE[name]])
    nearest = owner[((colours[:, None] - references) ** 2).sum(-1).argmin(1)]
    share = np.bincount(nearest, minlength=len(COLOURS)) / len(colours)
    claimed = _bits(share > 0.22)
    allowed = _bits(share > 0.08)
    shape = _shape(opaque) << len(COLOURS)
    return claimed | shape, allowed | shape


def _bits(flags: np.ndarray) -> int:
    return sum(1 << int(i) for i in np.flatnonzero(flags))


def _shape(opaque: np.ndarray) -> int:
    rows, columns = np.flatnonzero(opaque.any(1)), np.flatnonzero(opaque.any(0))
    height, width = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
    filled = opaque.sum() / (height * width)
    if height > 1.6 * width:
        return 2
    if width > 1.6 * height:
        return 4
    return 1 if 0.74 < filled < 0.83 and 0.88 < height / width < 1.14 else 0


class Captioner:
    """Draws captions; ``rng`` decides everything, so a seed repeats them."""

    def __init__(self, lexicon: Lexicon, rng: np.random.Generator) -> None:
        self.lexicon = lexicon
        self.rng = rng

    def caption(self, concept: int, facts: int, long: bool) -> Caption:
        """One true caption; ``long`` allows those that fill the whole context."""
        entry = self.lexicon.entries[concept]
        name = self._name(entry)
        if long and self.rng.random() < 0.5:
            return self._long(entry, name)
        draw = self.rng.random()
        if draw < 0.36:
            return self._name_only(name)
        if draw < 0.46 and entry.keywords:
            return self._name_only(self._pick(entry.keywords))
        if draw < 0.54 and entry.categories:
            return self._name_only(self._pick(entry.categories))
        if draw < 0.64 and entry.categories:
            category = self._pick(entry.categories)
            form = self._pick(_DOMAIN_FORMS).replace("{ac}", article(category)).replace("{c}", category)
            return self._claim(self._fill(form, name), name, category)
        if draw < 0.78:
            return self._attribute(entry, name)
        if draw < 0.85 and entry.siblings:
            sibling = self._pick(entry.siblings)
            form = self._pick(_SIMILAR_FORMS).replace("{ax}", article(sibling)).replace("{x}", sibling)
            subject = self._subject(entry, name)
            return self._claim(self._fill(form, subject), subject)
        if draw < 0.97 and facts:
            return self._fact(entry, name, facts)
        return self._name_only(name)

    def _name_only(self, name: str) -> Caption:
        return self._claim(self._fill(self._pick(_NAME_FORMS), name), name)

    def _name(self, entry: Entry) -> str:
        if entry.synonyms and self.rng.random() < 0.3:
            return self._pick(entry.synonyms)
        return self._pick(entry.names)

    def _subject(self, entry: Entry, name: str) -> str:
        """Mostly the name, sometimes only the category."""
        return self._pick(entry.categories) if entry.categories and self.rng.random() < 0.25 else name

    def _attribute(self, entry: Entry, name: str) -> Caption:
        pool = entry.parts if entry.parts and self.rng.random() < 0.75 else entry.keywords
        if not pool:
            return self._name_only(name)
        attribute = self._pick(pool)
        subject = self._subject(entry, name)
        form = self._pick(_ATTRIBUTE_FORMS).replace("{x}", attribute)
        return self._claim(self._fill(form, subject), subject, attribute)

    def _fact(self, entry: Entry, name: str, facts: int) -> Caption:
        fact = int(self._pick([i for i in range(len(FACTS)) if facts >> i & 1]))
        subject = self._subject(entry, name)
        forms = _COLOUR_FORMS if fact < len(COLOURS) else _ATTRIBUTE_FORMS
        text = self._fill(self._pick(forms).replace("{x}", FACTS[fact]), subject)
        return Caption(text, (self.lexicon.phrases[subject],), 1 << fact)

    def _long(self, entry: Entry, name: str) -> Caption:
        """A definition, or a name with several attributes in one sentence."""
        if entry.definition and self.rng.random() < 0.5:
            form = self._pick(("{}, {x}", "a photo of a {}, {x}.", "{} which is {x}", "{x}", "a {}: {x}."))
            return self._claim(self._fill(form.replace("{x}", entry.definition), name), name)
        extras = [self._pick(pool) for pool in (entry.parts, entry.keywords) if pool]
        if not extras:
            return self._name_only(name)
        opening = self._fill(self._pick(("a photo of a {}", "a drawing of a {}", "{}", "{a}")), name)
        text = opening + " which has " + " and ".join(extras)
        if entry.siblings:
            text += f", similar to {article(self._pick(entry.siblings))}"
        return self._claim(text + self._pick(("", ".")), name, *extras)

    def _claim(self, text: str, *phrases: str) -> Caption:
        return Caption(text, tuple(self.lexicon.phrases[phrase] for phrase in phrases))

    def _pick(self, options):
        return options[self.rng.integers(len(options))]

    @staticmethod
    def _fill(form: str, name: str) -> str:
        return form.replace("{a}", article(name)).replace("{}", name)

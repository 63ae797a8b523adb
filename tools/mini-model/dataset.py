"""The training drawings in memory, how often each is drawn, and the tuning set."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from augment import normalise
from captions import visible_facts
from classes import EVERYDAY
from concepts import Concept
from render import RESTYLED
from sources import ICONS

# How much of training each kind of drawing gets.
_SHARES = {"colour": 0.40, "outline-colour": 0.12, "outlined": 0.24, "line": 0.12, "mono": 0.12}
_GROUP_WEIGHT = {
    "animals-nature": 1.6, "food-drink": 1.6, "travel-places": 1.2, "objects": 1.1, "activities": 1.1,
}  # fmt: skip
_EVERYDAY_WEIGHT = 3  # of the 20 everyday classes: what people try first
# Concepts whose mirror image is another concept, or wrong.
_ONE_WAY = "left right east west arrow clockwise letter speaker number abc sign button".split()


def _load(path: Path) -> tuple[np.ndarray, np.ndarray]:
    with np.load(path) as file:
        return file["concept"], file["image"]


class Drawings:
    """Every training drawing with its concept, kind and visible facts."""

    def __init__(self, images: Path, concepts: list[Concept]) -> None:
        self.concepts = concepts
        indexes, pictures, kinds = [], [], []
        for key, kind, held_out in self._files():
            index, picture = _load(images / f"{key}.npz")
            use = np.array([concepts[i].trained and not (held_out and concepts[i].tuning) for i in index])
            indexes.append(index[use])
            pictures.append(picture[use])
            kinds += [kind] * int(use.sum())
        self.concept = np.concatenate(indexes)
        stacked = np.concatenate(pictures)
        self.picture = torch.from_numpy(stacked)
        self.kind = np.array(kinds)
        self.mono = torch.from_numpy(self.kind == "mono")
        facts = [visible_facts(picture) for picture in stacked]
        colourless = np.isin(self.kind, ("mono", "line"))
        self.claimed = np.where(colourless, 0, [claimed for claimed, _ in facts])
        self.allowed = np.where(colourless, 0, [allowed for _, allowed in facts])
        one_way = np.array([any(word in c.label.lower() for word in _ONE_WAY) for c in concepts])
        self.may_flip = torch.from_numpy(~one_way[self.concept])
        self.weight = self._weights()

    @staticmethod
    def _files() -> list[tuple[str, str, bool]]:
        files = [(p.key, p.drawing, p.role == "tune") for p in ICONS if p.role in ("train", "tune")]
        return files + [
            (f"{key}+{style}", style, False) for key in RESTYLED for style in ("outlined", "line")
        ]

    def _weights(self) -> np.ndarray:
        """Each kind gets its share; within it everyday groups more, crowded concepts less each."""
        everyday = set(EVERYDAY.values())
        by_concept = [
            _GROUP_WEIGHT.get(c.group, 0) * (_EVERYDAY_WEIGHT if c.label in everyday else 1)
            for c in self.concepts
        ]
        weight = np.array(by_concept)[self.concept]
        for kind, share in _SHARES.items():
            members = self.kind == kind
            count = np.bincount(self.concept[members], minlength=len(self.concepts))
            weight[members] /= np.sqrt(count[self.concept[members]])
            weight[members] *= share / weight[members].sum()
        return weight / weight.sum()

    def __len__(self) -> int:
        return len(self.concept)


class TuningSet:
    """Drawings of the tuning style whose concepts are held out in that style.

    They are prepared as the service prepares a picture: composited on one colour with a small
    margin, then resized with an antialiased bicubic filter.
    """

    def __init__(self, images: Path, concepts: list[Concept], size: int) -> None:
        (key,) = [package.key for package in ICONS if package.role == "tune"]
        index, picture = _load(images / f"{key}.npz")
        use = np.array([concepts[i].trained and concepts[i].tuning for i in index])
        self.classes = sorted(set(index[use].tolist()))
        self.names = [concepts[i].label.lower() for i in self.classes]
        self.target = torch.tensor([self.classes.index(i) for i in index[use]])
        self.white = _composite(picture[use], 255, size)
        self.black = _composite(picture[use], 0, size)

    def accuracy(self, encode_image, text_features: Tensor) -> tuple[float, float]:
        """Top-1 over all tuning concepts, on white and on black."""
        scores = (encode_image(pixels) @ text_features.t() for pixels in (self.white, self.black))
        white, black = ((s.argmax(1) == self.target).float().mean().item() for s in scores)
        return white, black


def _composite(pictures: np.ndarray, background: int, size: int) -> Tensor:
    rows = []
    for array in pictures:
        drawing = Image.fromarray(array)
        margin = drawing.width // 16
        canvas = Image.new("RGB", (drawing.width + 2 * margin,) * 2, (background,) * 3)
        canvas.paste(drawing, (margin, margin), drawing)
        rows.append(np.asarray(canvas.resize((size, size), Image.Resampling.BICUBIC)))
    return normalise(torch.from_numpy(np.stack(rows)).permute(0, 3, 1, 2).float() / 255)

"""Holds the few-shot samples against what the bundled model was trained on.

Fails unless every label of TRAINED names a trained concept, and no label of UNSEEN, in singular or
plural, stands in any name, synonym, keyword, category, part or definition of one: captions are made
of those. Then prints how much the pictures look like training drawings (`alike`, 1 is equal): simple
signs are alike by nature, so this is for people to judge. Needs the drawings of `render.py`.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import numpy as np
from PIL import Image

from concepts import Concept, load_concepts
from few_shot_classes import TRAINED, UNSEEN
from few_shot_samples import darkness, pictures
from lexicon import Entry, Lexicon
from sources import ICONS

LISTED = 5


def said(entry: Entry) -> list[str]:
    """Everything that captions say about a concept."""
    phrases = (*entry.names, *entry.synonyms, *entry.keywords, *entry.categories, *entry.parts)
    return [*phrases, entry.definition]


def check_names(trained: list[Entry]) -> list[str]:
    """What is wrong about the labels, one sentence each."""
    named = {phrase for entry in trained for phrase in (*entry.names, *entry.synonyms, *entry.keywords)}
    wrong = [f"'{label}' names no trained concept" for label in TRAINED if label not in named]
    for label in UNSEEN:
        words = re.compile(rf"\b{re.escape(label)}s?\b")
        wrong += [f"'{label}' stands in '{p}'" for entry in trained for p in said(entry) if words.search(p)]
    return wrong


def training_drawings(images: Path, concepts: list[Concept]) -> tuple[np.ndarray, list[str]]:
    """Darkness of every drawing of a trained concept, [drawings, 32·32], and what each is."""
    rows, names = [], []
    for package in ICONS:
        if package.role == "test":
            continue
        with np.load(images / f"{package.key}.npz") as file:
            for index, array in zip(file["concept"], file["image"]):
                if concepts[index].trained:
                    rows.append(darkness(Image.fromarray(array)).ravel().astype(np.float32))
                    names.append(f"{package.key}'s {concepts[index].label}")
    return np.stack(rows), names


def report(group: str, packages: Path, drawings: np.ndarray, names: list[str]) -> None:
    nearest = []
    for label, by_key in pictures(packages, group).items():
        for key, drawing in by_key.items():
            one = darkness(drawing).ravel()
            common = np.minimum(drawings, one).sum(1) / np.maximum(drawings, one).sum(1)
            best = int(common.argmax())
            nearest.append((float(common[best]), f"{key}'s {label} and {names[best]}"))
    nearest.sort(reverse=True)
    counts = ", ".join(f"{sum(n[0] >= t for n in nearest)} from {t}" for t in (0.9, 0.8, 0.7))
    print(f"{group}: {len(nearest)} pictures, alike to a training drawing: {counts}")
    for value, pair in nearest[:LISTED]:
        print(f"  {value:.2f} {pair}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="data folder used by fetch.py and render.py")
    args = parser.parse_args()
    packages = args.data / "packages"
    concepts = load_concepts(packages)
    lexicon = Lexicon(concepts, packages)
    trained = [entry for concept, entry in zip(concepts, lexicon.entries) if concept.trained]
    if wrong := check_names(trained):
        raise SystemExit("\n".join(wrong))
    print(f"{len(trained)} trained concepts; {len(TRAINED)} labels name one, {len(UNSEEN)} are in no caption")
    drawings, names = training_drawings(args.data / "images", concepts)
    for group in ("trained", "unseen"):
        report(group, packages, drawings, names)


if __name__ == "__main__":
    main()

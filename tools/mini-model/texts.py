"""What the texts of a label set are worth to a model, beyond the names of its classes.

Prints how alike the texts of a class are, and zero-shot accuracy by kind of text: right texts, the
same texts given to the wrong classes, and attributes without the class's name in the sentence. With
`--label-set` on the classes of that file, and with `--data` also on the 200 classes of
`docs/samples` with the texts that training knew, and on more backgrounds. Classes are scored as the
service does (docs/coder.md). It chooses nothing: it is for understanding a result, not for tuning.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from evaluate import LocalModel
from samples import MORE, STYLES, WHITE, drawings, folder_name, png

ROOT = Path(__file__).resolve().parents[2]
SHUFFLES = 3
BATCH = 256
BARE = "{text}"


@dataclass(frozen=True)
class Texts:
    """What a label set says of one class."""

    label: str
    attribute: list[str]
    analogous: list[str]
    synonym: list[str]

    def sentences(self, kinds: str, attribute: str = "{label} which has {text}") -> tuple[list, list]:
        """The texts of which the best counts, and those of which the mean does."""
        names = [self.label, *(self.synonym if "s" in kinds else [])]
        said = [attribute.replace("{label}", self.label).replace("{text}", t) for t in self.attribute]
        like = [f"a {self.label} similar to {t}." for t in self.analogous]
        best = [f"a photo of a {name}." for name in names]
        return best, (said if "a" in kinds else []) + (like if "n" in kinds else [])


class Encoder:
    """Texts to unit vectors, each once."""

    def __init__(self, model: LocalModel) -> None:
        self.model = model
        self.known: dict[str, np.ndarray] = {}

    def __call__(self, texts: list[str]) -> np.ndarray:
        new = list(dict.fromkeys(text for text in texts if text not in self.known))
        for start in range(0, len(new), BATCH):
            batch = new[start : start + BATCH]
            self.known.update(zip(batch, self.model.texts(batch).numpy()))
        return np.stack([self.known[text] for text in texts])


def right(pictures: np.ndarray, truth: np.ndarray, bank: list[tuple[list, list]], encode: Encoder):
    """Which pictures get their class: the sum over texts plus the best name, by their number."""
    encode([text for best, said in bank for text in (*best, *said)])
    scores = np.empty((len(pictures), len(bank)))
    for column, (best, said) in enumerate(bank):
        scores[:, column] = (pictures @ encode(best).T).max(1)
        if said:
            scores[:, column] += (pictures @ encode(said).T).sum(1)
        scores[:, column] /= len(said) + 1
    return scores.argmax(1) == truth


def shuffled(texts: list[Texts], seed: int) -> list[Texts]:
    """Every class gets the attributes and analogous things of another one."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(texts))
    while (order == np.arange(len(texts))).any():
        order = rng.permutation(len(texts))
    pairs = zip(texts, order)
    return [replace(t, attribute=texts[i].attribute, analogous=texts[i].analogous) for t, i in pairs]


def report(title: str, texts: list[Texts], pictures: np.ndarray, truth: np.ndarray, encode: Encoder) -> None:
    print(f"{title}: {len(texts)} classes, {len(pictures)} pictures")
    names = encode([t.sentences("")[0][0] for t in texts])
    for kind, word in (("a", "attribute"), ("n", "analogous")):
        cosines = [encode(said) @ name for t, name in zip(texts, names) if (said := t.sentences(kind)[1])]
        if cosines:
            print(f"  cosine of {word} texts with their class's name: {np.concatenate(cosines).mean():.3f}")
    others = (names @ names.T)[~np.eye(len(texts), dtype=bool)]
    print(f"  cosine of names with other names: {others.mean():.3f}")
    banks = {"name": [t.sentences("") for t in texts]}
    for kinds, word in (("s", "synonym"), ("a", "attribute"), ("n", "analogous"), ("ans", "all")):
        banks[f"name + {word}"] = [t.sentences(kinds) for t in texts]
    for seed in range(SHUFFLES):
        banks[f"all, of wrong classes ({seed + 1})"] = [t.sentences("ans") for t in shuffled(texts, seed)]
    banks["name + attribute without the name"] = [t.sentences("a", BARE) for t in texts]
    base = right(pictures, truth, banks["name"], encode)
    for word, bank in banks.items():
        hits = right(pictures, truth, bank, encode)
        change = f"gained {(hits & ~base).sum():3d}, lost {(base & ~hits).sum():3d}"
        print(f"  {word:36s}{hits.sum():5d} right ({hits.mean():.1%}), {change}")


def read_label_set(path: Path) -> list[Texts]:
    classes = json.loads(path.read_text())["classes"]
    kinds = ("attribute", "analogous", "synonym")
    return [Texts(c["label"], *(c["texts"].get(kind, []) for kind in kinds)) for c in classes]


def known_texts(data: Path) -> list[Texts]:
    """The 200 classes with parts, neighbours and synonyms as training had them."""
    from classes import two_hundred
    from concepts import load_concepts
    from lexicon import Lexicon

    concepts = load_concepts(data / "packages")
    lexicon, classes = Lexicon(concepts, data / "packages"), two_hundred(concepts)
    texts = []
    for label, index in classes.items():
        entry = lexicon.entries[index]
        siblings = [s for s in entry.siblings if s not in classes][:4]
        synonyms = [s for s in (*entry.names, *entry.synonyms) if s != label][:4]
        texts.append(Texts(label, entry.parts, siblings, synonyms))
    return texts


def sample_pictures(labels: list[str], model: LocalModel) -> np.ndarray:
    files = [
        (ROOT / "docs/samples" / folder_name(x) / f"{style}.png").read_bytes()
        for style in STYLES
        for x in labels
    ]
    return model.images(files).numpy()


def drawn_pictures(labels: list[str], data: Path, model: LocalModel) -> np.ndarray:
    """On white, black and four colours."""
    from classes import two_hundred
    from concepts import load_concepts

    classes = two_hundred(load_concepts(data / "packages"))
    groups = []
    for style in STYLES:
        drawn = drawings(style, data, {label: classes[label] for label in labels})
        for colour in (WHITE, *MORE):
            groups.append(model.images([png(drawn[x], colour) for x in labels]).numpy())
    return np.concatenate(groups)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=ROOT / "src/main/resources/models/mini-pictograms")
    parser.add_argument("--label-set", type=Path, default=ROOT / "docs/samples/label-set.json")
    parser.add_argument("--data", type=Path, help="data folder used by fetch.py")
    args = parser.parse_args()
    model = LocalModel(args.model)
    encode = Encoder(model)
    sets = {str(args.label_set): read_label_set(args.label_set)}
    if args.data:
        sets["the words of training"] = known_texts(args.data)
    for title, texts in sets.items():
        labels = [t.label for t in texts]
        pictures = {"on white": sample_pictures(labels, model)}
        if args.data:
            pictures["on six backgrounds"] = drawn_pictures(labels, args.data, model)
        for where, embeddings in pictures.items():
            truth = np.tile(np.arange(len(labels)), len(embeddings) // len(labels))
            report(f"{title}, {where}", texts, embeddings, truth, encode)


if __name__ == "__main__":
    main()

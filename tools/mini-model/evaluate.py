"""Zero-shot top-1 and top-5 on the two styles the model has never seen, with Wilson intervals.

Runs the exported folder through transformers (`CLIPModel`, `CLIPImageProcessorPil`). On white the
committed sample pictures are used, so this needs no download; with `--data` also on black and on
four colours. With `--url` the same pictures go through a running service, and its top-1 must agree
with the local one for all but one picture.
"""

from __future__ import annotations

import argparse
import json
import math
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor
from transformers import CLIPImageProcessorPil, CLIPModel, CLIPTokenizerFast

from samples import BACKGROUNDS, STYLES, folder_name

TEMPLATE = "a photo of a {label}."
TOP = 5


@dataclass(frozen=True)
class Score:
    """Counts of right answers among the first one and the first five."""

    first: int
    five: int
    total: int

    def __add__(self, other: Score) -> Score:
        return Score(self.first + other.first, self.five + other.five, self.total + other.total)

    def __str__(self) -> str:
        parts = []
        for name, hits in (("top-1", self.first), ("top-5", self.five)):
            low, high = wilson(hits, self.total)
            parts.append(f"{name} {hits / self.total:6.1%} [{low:.1%}, {high:.1%}]")
        return f"{', '.join(parts)}, n={self.total}"


def wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % score interval of a proportion."""
    share = hits / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(share * (1 - share) / total + (z / (2 * total)) ** 2) / (1 + z * z / total)
    return max(0.0, middle - half), min(1.0, middle + half)


class LocalModel:
    """The exported folder, as transformers reads it."""

    def __init__(self, folder: Path) -> None:
        self.model = CLIPModel.from_pretrained(folder, dtype=torch.float32).eval()
        self.processor = CLIPImageProcessorPil.from_pretrained(folder)
        self.tokenizer = CLIPTokenizerFast.from_pretrained(folder)

    @torch.no_grad()
    def texts(self, texts: list[str]) -> Tensor:
        batch = self.tokenizer(texts, padding=True, truncation=True, return_tensors="pt")
        return _unit(self.model.get_text_features(**batch))

    @torch.no_grad()
    def images(self, files: list[bytes]) -> Tensor:
        pictures = [Image.open(BytesIO(file)).convert("RGB") for file in files]
        return _unit(self.model.get_image_features(**self.processor(pictures, return_tensors="pt")))

    def rank(self, files: list[bytes], labels: list[str]) -> list[list[str]]:
        """The five best labels of every picture."""
        texts = self.texts([TEMPLATE.replace("{label}", label) for label in labels])
        order = (self.images(files) @ texts.t()).topk(TOP, 1).indices
        return [[labels[i] for i in row] for row in order.tolist()]


def _unit(features) -> Tensor:
    features = getattr(features, "pooler_output", features)
    return features / features.norm(dim=-1, keepdim=True)


class Service:
    """A running clipcoder."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/") + "/classify"

    def rank(self, files: list[bytes], labels: list[str]) -> list[list[str]]:
        return [self._classify(file, labels) for file in files]

    def _classify(self, file: bytes, labels: list[str]) -> list[str]:
        boundary = uuid.uuid4().hex
        fields = [("template", TEMPLATE), ("topK", str(TOP)), *(("labels", label) for label in labels)]
        body = b"".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n'
            f"Content-Type: text/plain; charset=utf-8\r\n\r\n{value}\r\n".encode()
            for name, value in fields
        )
        body += (
            f'--{boundary}\r\nContent-Disposition: form-data; name="image"; filename="image.png"\r\n'
            "Content-Type: image/png\r\n\r\n"
        ).encode()
        body += file + f"\r\n--{boundary}--\r\n".encode()
        request = urllib.request.Request(
            self.url, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return [prediction["label"] for prediction in json.load(response)["predictions"]]


def score(ranked: list[list[str]], labels: list[str]) -> Score:
    first = sum(best[0] == label for best, label in zip(ranked, labels))
    five = sum(label in best for best, label in zip(ranked, labels))
    return Score(first, five, len(labels))


def pictures(args: argparse.Namespace, labels: list[str]) -> Iterator[tuple[str, str, list[list[bytes]]]]:
    """(style, background, one list of PNG files per background colour)."""
    for style in STYLES:
        yield (
            style,
            "white",
            [[(args.samples / folder_name(x) / f"{style}.png").read_bytes() for x in labels]],
        )
    if args.data is None:
        return
    from classes import two_hundred
    from concepts import load_concepts
    from samples import drawings, png

    indexes = two_hundred(load_concepts(args.data / "packages"))
    for style in STYLES:
        drawn = drawings(style, args.data, {label: indexes[label] for label in labels})
        for name, colours in BACKGROUNDS.items():
            yield style, name, [[png(drawn[label], colour) for label in labels] for colour in colours]


def evaluate(args: argparse.Namespace, labels: list[str]) -> int:
    """Prints the table for one class list; returns how many answers differ from the service's."""
    model = LocalModel(args.model)
    service = Service(args.url) if args.url else None
    pooled: dict[str, Score] = {}
    differing = 0
    for style, background, groups in pictures(args, labels):
        result = Score(0, 0, 0)
        for files in groups:
            local = model.rank(files, labels)
            result += score(local, labels)
            if service:
                remote = service.rank(files, labels)
                differing += sum(a[0] != b[0] for a, b in zip(local, remote))
        pooled[background] = pooled.get(background, Score(0, 0, 0)) + result
        print(f"{len(labels):3d} classes, {style:8s} on {background:8s}: {result}")
    for background, result in pooled.items():
        print(f"{len(labels):3d} classes, both     on {background:8s}: {result}")
    if service:
        print(f"{len(labels):3d} classes: {differing} pictures answered differently by {args.url}")
    return differing


def main() -> None:
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=root / "src/main/resources/models/mini-pictograms")
    parser.add_argument("--samples", type=Path, default=root / "docs/samples")
    parser.add_argument("--data", type=Path, help="data folder used by fetch.py: adds other backgrounds")
    parser.add_argument("--url", help="also ask this running service, e.g. http://127.0.0.1:8080")
    args = parser.parse_args()
    differing = 0
    for count in (20, 200):
        differing += evaluate(args, (args.samples / f"classes-{count}.txt").read_text().splitlines())
    if differing > 1:
        raise SystemExit(1)


if __name__ == "__main__":
    main()

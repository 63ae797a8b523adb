"""How far the service's embeddings are from transformers'; the tolerances are those of docs/parity.md."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from plan import Data
from reference import Reference
from service import RunningService

import compare  # of tools/parity, which service.py puts on the path

LARGEST_DIFFERENCE = 1e-5
SMALLEST_COSINE = 0.9999
PICTURES_PER_DATA_SET = 12
TEXTS_PER_DATA_SET = 60

HARD_TEXTS = [
    "",
    "   spaces \t tabs\nand newlines   ",
    "UPPER, lower and MiXeD case?!",
    "crème brûlée, Smörgåsbord, piñata",
    "na\u0308chste Woche: combining accents",
    "猫と犬, кошка и собака, قطة وكلب",
    "a 🐕 beside a 🐈 under a 🌳",
    "it's, they're, we've &amp; 3.14159",
    "a very long sentence about a dog that goes on and on, " * 12,
]


def measure(service: RunningService, reference: Reference, data: list[Data], folders: list[Path]) -> dict[str, Any]:
    """Texts; pictures as files; and pictures as the reference has resized and cropped them, the tower alone.

    The last only where the reference leaves its own pictures as they are: where it resizes to more than it crops, it
    would resize them again, and so would the service.
    """
    client = compare.Service(service.url)
    texts = HARD_TEXTS + [text for one in data for text in texts_of(one)]
    files = [file.read_bytes() for folder in folders for file in spread(sorted(folder.rglob("*.*")))]
    images = [Image.open(io.BytesIO(file)) for file in files]
    expected = reference.pictures(images)
    rows = {
        "texts": row(client.embed_texts(texts), reference.texts(texts), largest=LARGEST_DIFFERENCE),
        "pictures": row(client.embed_pictures(files), expected, cosine=SMALLEST_COSINE),
    }
    pixels = [reference.pixels(image) for image in images]
    if all(np.array_equal(reference.pixels(Image.fromarray(one)), one) for one in pixels):
        cropped = client.embed_pictures([compare.png(one) for one in pixels])
        rows["picturesResizedByTheReference"] = row(cropped, expected, largest=LARGEST_DIFFERENCE)
    return rows


def texts_of(data: Data) -> list[str]:
    texts = []
    for one in json.loads(data.label_set.read_text("utf-8"))["classes"]:
        texts.append(f"a photo of a {one['label']}.")
        texts += [f"{one['label']} which has {text}" for text in one.get("texts", {}).get("attribute", [])]
    return spread(texts, TEXTS_PER_DATA_SET)


def spread(items: list[Any], count: int = PICTURES_PER_DATA_SET) -> list[Any]:
    """So many of them, evenly, so that all classes have a chance."""
    step = max(1, len(items) // count)
    return items[::step][:count]


def row(actual: np.ndarray, expected: np.ndarray, largest: float | None = None, cosine: float | None = None) -> Any:
    """passed: within the one tolerance that is given."""
    difference = float(np.abs(actual - expected).max()) if actual.shape == expected.shape else float("inf")
    lengths = np.linalg.norm(actual.astype(np.float64), axis=1) * np.linalg.norm(expected.astype(np.float64), axis=1)
    smallest = float(((actual.astype(np.float64) * expected).sum(axis=1) / lengths).min())
    passed = difference <= largest if largest is not None else smallest >= cosine
    return {
        "count": len(expected),
        "largestDifference": difference,
        "smallestCosine": smallest,
        "tolerance": {"largestDifference": largest} if largest is not None else {"smallestCosine": cosine},
        "passed": bool(passed),
    }

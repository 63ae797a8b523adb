"""Parquet files of labelled pictures to a folder of folders named by label, as evaluate reads them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from plan import Data, Refused

BATCH = 64
SUFFIXES = {b"\xff\xd8\xff": "jpg", b"\x89PNG": "png", b"RIFF": "webp", b"II*\0": "tif", b"GIF8": "gif"}


def unpack(data: Data, files: list[Path], target: Path) -> int:
    """The first so many pictures of each class, byte for byte; returns how many there are.

    Refuses a data set whose labels are not those of the label set: a class that is missing on one side would show in
    no figure.
    """
    shutil.rmtree(target, ignore_errors=True)
    names = label_names(data, files[0])
    folders = matched(data, names)
    counts = dict.fromkeys(range(len(names)), 0)
    for file in files:
        columns = [data.picture_column, data.label_column]
        for batch in parquet.ParquetFile(file).iter_batches(batch_size=BATCH, columns=columns):
            for row in batch.to_pylist():
                label = row[data.label_column]
                if counts[label] < data.per_class:
                    write(target / folders[label], counts[label], row[data.picture_column]["bytes"])
                    counts[label] += 1
    few = [f"{names[label]} ({count})" for label, count in counts.items() if count < data.per_class]
    if few:
        raise Refused(f"{data.id} has fewer than {data.per_class} pictures of {', '.join(few)}.")
    return sum(counts.values())


def write(folder: Path, number: int, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    suffix = next((s for magic, s in SUFFIXES.items() if content.startswith(magic)), "bin")
    (folder / f"{number:04d}.{suffix}").write_bytes(content)


def label_names(data: Data, file: Path) -> list[str]:
    """The names of the classes, by number, which writers of data sets put beside the schema."""
    metadata = parquet.read_schema(file).metadata or {}
    features: dict[str, Any] = json.loads(metadata.get(b"huggingface", b"{}")).get("info", {}).get("features", {})
    names = features.get(data.label_column, {}).get("names")
    if not names:
        raise Refused(f"{data.id}: {file.name} does not say the names of '{data.label_column}'.")
    return names


def matched(data: Data, names: list[str]) -> list[str]:
    """The label of each class in the label set, whose names differ in case and underscores at most."""
    classes = json.loads(data.label_set.read_text("utf-8"))["classes"]
    known = {plain(c["label"]): c["label"] for c in classes}
    missing = [name for name in names if plain(name) not in known]
    surplus = set(known) - {plain(name) for name in names}
    if missing or surplus:
        raise Refused(
            f"{data.label_set} and {data.id} do not have the same classes: "
            f"only the data set has {missing}, only the label set has {sorted(surplus)}."
        )
    return [known[plain(name)] for name in names]


def plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())

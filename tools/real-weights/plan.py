"""What is to be measured: checkpoints and labelled pictures, each by the full hash of a commit."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
COMMIT = re.compile(r"[0-9a-f]{40}")
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*")


class Refused(Exception):
    """What is asked cannot be measured; the message says why and what to do."""


@dataclass(frozen=True)
class Checkpoint:
    id: str
    revision: str

    @property
    def model(self) -> str:
        """As the service takes it."""
        return f"hf://{self.id}@{self.revision}"


@dataclass(frozen=True)
class Data:
    """A data set on the hub, as parquet files.

    files: a pattern of their names; label_set: below the repository's root; per_class: how many pictures of each class
    are taken, the first ones; shots: as evaluate takes them.
    """

    id: str
    revision: str
    name: str
    licence: str
    files: str
    picture_column: str
    label_column: str
    label_set: Path
    per_class: int
    shots: str
    draws: int


@dataclass(frozen=True)
class Plan:
    checkpoints: list[Checkpoint]
    data: list[Data]


def read(file: Path) -> Plan:
    """Refuses what has no commit: a branch may be another one tomorrow, and then no figure can be had again."""
    content = load(file)
    for entry in content["checkpoints"] + content["data"]:
        if not COMMIT.fullmatch(entry.get("revision") or ""):
            raise Refused(
                f"{file}: {entry['id']} has no commit of 40 hexadecimal digits in 'revision'. "
                f"Run run.py --pin --checkpoints {file}, look at what it wrote, and commit it."
            )
    return Plan(
        [Checkpoint(entry["id"], entry["revision"]) for entry in content["checkpoints"]],
        [
            Data(
                id=entry["id"],
                revision=entry["revision"],
                name=entry["name"],
                licence=entry["licence"],
                files=entry["files"],
                picture_column=entry["pictureColumn"],
                label_column=entry["labelColumn"],
                label_set=ROOT / entry["labelSet"],
                per_class=entry["perClass"],
                shots=entry["shots"],
                draws=entry["draws"],
            )
            for entry in content["data"]
        ],
    )


def pin(file: Path, resolve: Any) -> list[str]:
    """Writes the commit that 'main' is now into every entry that has none; resolve(kind, id) asks the hub."""
    content = load(file)
    written = []
    for kind, entries in (("model", content["checkpoints"]), ("dataset", content["data"])):
        for entry in entries:
            if not entry.get("revision"):
                entry["revision"] = resolve(kind, entry["id"])
                written.append(f"{entry['id']} {entry['revision']}")
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return written


def load(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as e:
        raise Refused(f"{file} cannot be read: {e}") from e
    for entry in content["checkpoints"] + content["data"]:
        if not ID.fullmatch(entry["id"]):
            raise Refused(f"{file}: '{entry['id']}' is no id of the form owner/name.")
    return content

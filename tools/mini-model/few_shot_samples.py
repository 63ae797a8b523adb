"""Pictures for few-shot figures: `<out>/<trained|unseen>/<label>/<package>.png`.

Each picture of a class comes from another icon package, so none is a variant of another. Packages
that the bundled model was trained on are not used, and a picture that nearly equals an earlier one
of its class is left out.
"""

from __future__ import annotations

import argparse
import json
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from concepts import Concept, load_concepts, match_emoji
from few_shot_classes import NOT_SHOWN, TRAINED, UNSEEN
from render import rasterise, svg
from samples import folder_name
from sources import FEW_SHOT

SIZE = 96
MARGIN = 8
GREYS = 16
COLOURS = 48
MOST = 10
EMOJI = ("twemoji", "openmoji")
EMOJI_LABELS = {"automobile": "car", "wrapped gift": "gift"}
# What a package appends to the name of an icon; the first that exists is taken.
STYLES: dict[str, tuple[str, ...]] = {
    "fluent": tuple(f"-{size}-filled" for size in (48, 32, 28, 24, 20)),
    "solar": ("-bold",),
    "mingcute": ("-line",),
    "material-symbols": ("-outline", ""),
}
ALIKE = 0.8  # from there on two drawings are taken for one
THUMB = 32


def icon_of(icons: dict, key: str, label: str, names: tuple[str, ...]) -> str | None:
    """The package's icon for a label, or None."""
    if (label, key) in NOT_SHOWN:
        return None
    candidates = (name + style for name in names for style in STYLES.get(key, ("",)))
    return next((name for name in candidates if name in icons["icons"]), None)


def emoji_icons(packages: Path, key: str, icons: dict) -> dict[str, str]:
    """Icon by label of an emoji package, for the trained classes."""
    concepts = load_concepts(packages)
    by_label = {label_of(concepts[index]): icon for index, icon in match_emoji(icons, concepts, key)}
    return {label: by_label[label] for label in TRAINED if label in by_label}


def label_of(concept: Concept) -> str:
    """What the trained classes call a concept."""
    return EMOJI_LABELS.get(concept.label, concept.label)


def pictures(packages: Path, group: str) -> dict[str, dict[str, Image.Image]]:
    """RGBA drawings by label and package, at most MOST of a label, none nearly equal to another."""
    classes = TRAINED if group == "trained" else UNSEEN
    chosen: dict[str, dict[str, Image.Image]] = {label: {} for label in classes}
    for key in (*(EMOJI if group == "trained" else ()), *(package.key for package in FEW_SHOT)):
        icons = json.loads((packages / key / "icons.json").read_text())
        emoji = emoji_icons(packages, key, icons) if key in EMOJI else None
        for label, names in classes.items():
            icon = icon_of(icons, key, label, names) if emoji is None else emoji.get(label)
            if icon is not None and len(chosen[label]) < MOST:
                add(chosen[label], key, label, rasterise(svg(icons, icon), SIZE - 2 * MARGIN))
    return chosen


def add(chosen: dict[str, Image.Image], key: str, label: str, drawing: Image.Image | None) -> None:
    """Adds a package's drawing unless it nearly equals one that is there."""
    if drawing is None:
        raise SystemExit(f"{key} does not render: {label}")
    near = [other for other in chosen if alike(darkness(drawing), darkness(chosen[other])) >= ALIKE]
    if near:
        print(f"{label}: {key} is left out, it nearly equals {near[0]}")
    else:
        chosen[key] = drawing


def darkness(drawing: Image.Image) -> np.ndarray:
    """How dark the drawing is on white, within its own bounds: float [32, 32] of 0 to 1."""
    white = Image.new("RGBA", drawing.size, (255, 255, 255, 255))
    white.alpha_composite(drawing)
    grey = white.convert("L").crop(drawing.getchannel("A").getbbox())
    return 1 - np.asarray(grey.resize((THUMB, THUMB), Image.Resampling.BOX), float) / 255


def alike(one: np.ndarray, other: np.ndarray) -> float:
    """The common part of two drawings: 1 for equal ones, whatever their size and proportions."""
    return float(np.minimum(one, other).sum() / np.maximum(one, other).sum())


def png(drawing: Image.Image) -> bytes:
    """The drawing on white, as a small palette PNG."""
    picture = Image.new("RGB", (SIZE, SIZE), (255, 255, 255))
    picture.paste(drawing, (MARGIN, MARGIN), drawing)
    array = np.asarray(picture).astype(int)
    coloured = (array.max(2) - array.min(2)).max() > 8
    palette = picture.quantize(COLOURS if coloured else GREYS, dither=Image.Dither.NONE)
    file = BytesIO()
    palette.save(file, "PNG", optimize=True)
    return file.getvalue()


def make(packages: Path, out: Path) -> None:
    total = 0
    for group in ("trained", "unseen"):
        made = pictures(packages, group)
        for label, by_key in made.items():
            folder = out / group / folder_name(label)
            folder.mkdir(parents=True, exist_ok=True)
            for key, drawing in by_key.items():
                total += (folder / f"{key}.png").write_bytes(png(drawing))
        counts = [len(by_key) for by_key in made.values()]
        print(f"{group}: {len(made)} classes of {min(counts)} to {max(counts)} pictures")
    print(f"{total / 1e6:.2f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="data folder used by fetch.py")
    parser.add_argument("--out", type=Path, required=True, help="folder of the few-shot samples")
    args = parser.parse_args()
    make(args.data / "packages", args.out)


if __name__ == "__main__":
    main()

"""Sample pictures of the two test styles: `<out>/<label>/<style>.png`, and the class lists.

The same pictures are used by the quick start, the service's tests and `evaluate.py`. On white they
are the committed files; other backgrounds are drawn when they are needed.
"""

from __future__ import annotations

import argparse
import json
from io import BytesIO
from pathlib import Path

from PIL import Image

import classes
from concepts import load_concepts, match_emoji
from render import rasterise, svg
from sources import BY_KEY

STYLES = ("twemoji", "openmoji")
SIZE = 144
MARGIN = {"twemoji": 10, "openmoji": 0}  # OpenMoji's drawings bring their own margin
COLOURS = 64
WHITE = (255, 255, 255)
BACKGROUNDS: dict[str, tuple[tuple[int, int, int], ...]] = {
    "black": ((0, 0, 0),),
    "coloured": ((135, 200, 235), (120, 180, 90), (225, 200, 150), (100, 80, 160)),
}
MORE = tuple(colour for colours in BACKGROUNDS.values() for colour in colours)


def drawings(style: str, data: Path, wanted: dict[str, int]) -> dict[str, Image.Image]:
    """The RGBA drawing of every label in one test style."""
    packages = data / "packages"
    icons = json.loads((packages / BY_KEY[style].key / "icons.json").read_text())
    names = dict(match_emoji(icons, load_concepts(packages), style))
    size = SIZE - 2 * MARGIN[style]
    found = {label: rasterise(svg(icons, names[index]), size) for label, index in wanted.items()}
    if missing := [label for label, drawing in found.items() if drawing is None]:
        raise SystemExit(f"{style} does not render: {missing}")
    return {label: drawing for label, drawing in found.items() if drawing}


def png(drawing: Image.Image, background: tuple[int, int, int]) -> bytes:
    """The drawing on one colour, as a small palette PNG."""
    picture = Image.new("RGB", (SIZE, SIZE), background)
    margin = (SIZE - drawing.width) // 2
    picture.paste(drawing, (margin, margin), drawing)
    palette = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    file = BytesIO()
    palette.save(file, "PNG", optimize=True)
    return file.getvalue()


def folder_name(label: str) -> str:
    return label.replace(" ", "_")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="data folder used by fetch.py")
    parser.add_argument("--out", type=Path, required=True, help="folder of the samples")
    parser.add_argument("--more", action="store_true", help="also on black and on four colours")
    args = parser.parse_args()
    wanted = classes.two_hundred(load_concepts(args.data / "packages"))
    total = 0
    for style in STYLES:
        for label, drawing in drawings(style, args.data, wanted).items():
            path = args.out / folder_name(label) / f"{style}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            total += path.write_bytes(png(drawing, WHITE))
            for place, colour in enumerate(MORE if args.more else ()):
                total += path.with_name(f"{style}-{place}.png").write_bytes(png(drawing, colour))
    for count, labels in ((20, list(wanted)[:20]), (200, list(wanted))):
        (args.out / f"classes-{count}.txt").write_text("\n".join(labels) + "\n")
    print(f"{len(wanted)} classes, {len(STYLES)} styles, {total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()

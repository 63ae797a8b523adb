"""Renders the icon packages to small RGBA pictures, one `.npz` file per package.

Besides its own look, a flat colour drawing is also rendered in two derived styles, made in the
SVG itself: *outlined* (every shape gets a dark contour, gradients become flat fills) and *line*
(the same contours around white shapes). They teach the model drawings with thick outlines without
ever showing it one of the test styles.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from concepts import Concept, load_concepts, match_emoji, match_icons
from sources import ICONS, Package

SIZE = 60
EMOJI_PACKAGES = frozenset(
    "noto noto-v1 fxemoji fluent-emoji fluent-emoji-flat fluent-emoji-high-contrast emojione "
    "emojione-monotone twemoji openmoji".split()
)
RESTYLED = ("noto", "noto-v1", "fxemoji", "fluent-emoji-flat", "emojione")

_GRADIENT = re.compile(r"<(linear|radial)Gradient[^>]*\bid=\"([^\"]+)\".*?</\1Gradient>", re.S)
_STOP = re.compile(r"stop-color=\"(#[0-9a-fA-F]{3,8})\"")
_FAINT = re.compile(r"<(path|circle|ellipse|rect|g)\b[^>]*\b(?:fill-)?opacity=\"(?:0?\.[0-6]\d*)\"[^>]*/>")
_FILL = re.compile(r"\bfill=\"(#[0-9a-fA-F]{3,8})\"")


def svg(icons: dict, name: str, body: str | None = None) -> str:
    """A complete SVG document of one icon of an Iconify package."""
    icon = icons["icons"][name]
    width, height = (icon.get(key, icons.get(key, 16)) for key in ("width", "height"))
    box = f"{icon.get('left', 0)} {icon.get('top', 0)} {width} {height}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="{box}" width="{width}" height="{height}">{body or icon["body"]}</svg>'
    )


def rasterise(document: str, size: int) -> Image.Image | None:
    """The drawing fitted into a transparent square, or None where it does not render."""
    command = ["rsvg-convert", "-w", str(size), "-h", str(size), "-a", "-f", "png"]
    result = subprocess.run(command, input=document.encode(), capture_output=True)
    if result.returncode != 0:
        return None
    drawing = Image.open(BytesIO(result.stdout)).convert("RGBA")
    square = Image.new("RGBA", (size, size))
    square.paste(drawing, ((size - drawing.width) // 2, (size - drawing.height) // 2))
    return square


def flatten_gradients(body: str) -> str:
    """Fills that use a gradient get its middle colour."""
    for match in _GRADIENT.finditer(body):
        stops = _STOP.findall(match.group(0))
        if stops:
            body = body.replace(f"url(#{match.group(2)})", stops[len(stops) // 2])
    return body


def restyle(body: str, style: str, extent: float, seed: int) -> str:
    """The drawing with a dark contour around every shape; *line* also empties the shapes."""
    rng = random.Random(seed)
    body = _FAINT.sub("", flatten_gradients(body))
    if style == "line":
        body = _FILL.sub(lambda m: m.group(0) if _dark(m.group(1)) else 'fill="#fff"', body)
    ink = rng.choice(("#000", "#000", "#1a1a1a", "#222"))
    width = extent * rng.uniform(1.6, 3.4) / 72
    return (
        f'<g stroke="{ink}" stroke-width="{width:.3f}" stroke-linejoin="round" '
        f'stroke-linecap="round">{body}</g>'
    )


def _dark(colour: str) -> bool:
    digits = colour[1:]
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    return sum(int(digits[i : i + 2], 16) for i in (0, 2, 4)) < 200


def drawings(package: Package, icons: dict, concepts: list[Concept]) -> list[tuple[int, str]]:
    """(concept, icon name) pairs of a package."""
    if package.key in EMOJI_PACKAGES:
        return match_emoji(icons, concepts, package.key)
    pairs = match_icons(icons, concepts)
    known = {name for _, name in pairs}
    if package.key == "streamline-emojis":
        pairs += [pair for pair in match_emoji(icons, concepts, package.key) if pair[1] not in known]
    return pairs


def render(package: Package, style: str, root: Path, concepts: list[Concept]) -> None:
    """Writes ``images/<package>[+style].npz``: concept indexes and uint8 RGBA pictures."""
    out = root / "images" / (package.key if style == "plain" else f"{package.key}+{style}")
    out = out.with_name(out.name + ".npz")
    if out.exists():
        return
    icons = json.loads((root / "packages" / package.key / "icons.json").read_text())
    pairs = drawings(package, icons, concepts)

    def document(name: str) -> str:
        if style == "plain":
            return svg(icons, name)
        icon = icons["icons"][name]
        extent = max(icon.get(key, icons.get(key, 16)) for key in ("width", "height"))
        return svg(icons, name, restyle(icon["body"], style, extent, zlib.crc32(name.encode())))

    with ThreadPoolExecutor(2) as pool:
        pictures = list(pool.map(lambda pair: rasterise(document(pair[1]), SIZE), pairs))
    kept = [(i, np.asarray(p)) for (i, _), p in zip(pairs, pictures) if p and _visible(p)]
    scratch = out.with_suffix(".part")
    with scratch.open("wb") as file:
        np.savez_compressed(
            file, concept=np.array([i for i, _ in kept]), image=np.stack([picture for _, picture in kept])
        )
    scratch.rename(out)
    print(f"{out.name}: {len(kept)} of {len(pairs)}", flush=True)


def _visible(picture: Image.Image) -> bool:
    return bool((np.asarray(picture)[..., 3] > 20).mean() > 0.01)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="data folder used by fetch.py")
    args = parser.parse_args()
    (args.data / "images").mkdir(exist_ok=True)
    concepts = load_concepts(args.data / "packages")
    for package in ICONS:
        if package.role != "test":
            render(package, "plain", args.data, concepts)
    for package in ICONS:
        if package.key in RESTYLED:
            for style in ("outlined", "line"):
                render(package, style, args.data, concepts)


if __name__ == "__main__":
    main()

"""Pictures for load: detail at every scale as photographs have it, edges, and the file size of a photograph.

    python3 tools/bench/pictures.py OUT

Writes vga-N.jpg (640×480) and mp12-N.jpg (4000×3000), four of each, always the same. Needs numpy and Pillow.
"""

from __future__ import annotations

import pathlib
import sys

import numpy as np
from PIL import Image, ImageDraw


def textured(width: int, height: int, seed: int) -> Image.Image:
    """Noise with an amplitude spectrum of 1/f^1.3, the colours smoother than the brightness, under outlines."""
    rng = np.random.default_rng(seed)
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :])
    frequency[0, 0] = 1 / max(width, height)

    def noise(slope: float) -> np.ndarray:
        phases = np.exp(2j * np.pi * rng.random(frequency.shape))
        values = np.fft.irfft2(phases / frequency**slope, s=(height, width))
        return values / values.std()

    brightness = 110 + 45 * noise(1.3)
    colours = np.stack([brightness + 15 * noise(1.8) for _ in range(3)], axis=-1)
    picture = Image.fromarray(np.clip(colours, 0, 255).astype(np.uint8))
    drawing = ImageDraw.Draw(picture)
    for _ in range(40):
        x, y = int(rng.integers(width)), int(rng.integers(height))
        radius = int(rng.integers(height // 40, height // 6))
        colour = tuple(int(value) for value in rng.integers(0, 256, 3))
        shape = drawing.ellipse if rng.random() < 0.5 else drawing.rectangle
        shape([x - radius, y - radius, x + radius, y + radius], outline=colour, width=max(2, height // 150))
    return picture


def main() -> None:
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for name, width, height in (("vga", 640, 480), ("mp12", 4000, 3000)):
        for i in range(4):
            file = out / f"{name}-{i}.jpg"
            textured(width, height, seed=i + 1).save(file, quality=90, subsampling=2)
            print(file, file.stat().st_size)


if __name__ == "__main__":
    main()

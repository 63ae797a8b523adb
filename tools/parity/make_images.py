"""Encoded pictures with what PIL and the slow CLIP processor make of them, into src/test/resources/images.

Every picture is drawn here, so there is no question of rights. bad/ holds files that a service meets on the
open internet and must refuse, or survive.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import shutil
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageOps
from transformers import CLIPImageProcessorPil

import raw_formats as raw
from clip_fixtures import RESOURCES, processed_pixels, write_json

TARGET = RESOURCES / "images"
EXPECTED = TARGET / "expected"
BAD = TARGET / "bad"
PROCESSOR = CLIPImageProcessorPil()  # OpenAI's defaults: shortest edge 224, bicubic, centre crop 224


def scene(width: int, height: int, seed: int, strokes: int = 14) -> Image.Image:
    """Gradients, discs, fine lines, writing-like strokes, a chequered and a noisy patch."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    phase = rng.uniform(0, 6)
    plane = np.stack(
        [
            255 * x / max(1, width - 1),
            255 * y / max(1, height - 1),
            127 + 127 * np.sin(phase + (x + 2 * y) * 9 / (width + height)),
        ],
        axis=-1,
    )
    h, w = height // 4, width // 4
    plane[h : 2 * h, w : 2 * w] = rng.uniform(0, 255, (h, w, 3))
    plane[2 * h : 3 * h, 2 * w : 3 * w] = np.where((x + y) % 2 > 0, 235, 20)[2 * h : 3 * h, 2 * w : 3 * w, None]
    image = Image.fromarray(np.rint(np.clip(plane, 0, 255)).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(strokes):
        ends = [int(v) for v in rng.integers(0, [width, height, width, height])]
        colour = tuple(int(v) for v in rng.integers(0, 256, 3))
        draw.line(ends, fill=colour, width=int(rng.integers(1, 3)))
        radius = int(rng.integers(1, max(2, min(width, height) // 8)))
        draw.ellipse([ends[0] - radius, ends[1] - radius, ends[0] + radius, ends[1] + radius], outline=colour)
    return image


def alpha_of(image: Image.Image) -> Image.Image:
    """Transparency from left to right with a wholly transparent band: colours differ under it."""
    ramp = np.tile(np.linspace(0, 255, image.width).astype(np.uint8), (image.height, 1))
    ramp[: image.height // 3] = 0
    return Image.fromarray(ramp)


def encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    """The picture as the bytes of a file."""
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def with_alpha(image: Image.Image, mode: str) -> Image.Image:
    """RGBA or LA of the picture."""
    image = image.convert("L" if mode == "LA" else "RGB")
    image.putalpha(alpha_of(image))
    return image


def rgb16_png(image: Image.Image) -> bytes:
    """16 bits a channel; low bytes differ from the high ones, so that scaling and cutting give other results."""
    high = np.asarray(image.convert("RGB")).astype(np.uint16)
    low = (np.arange(high.size, dtype=np.uint16).reshape(high.shape) * 37) % 256
    rows = (high * 256 + low).astype(">u2").reshape(image.height, -1)
    return raw.png(image.width, image.height, 16, 2, b"".join(b"\0" + row.tobytes() for row in rows))


def grey16(image: Image.Image) -> Image.Image:
    """16-bit grey over the whole range."""
    values = np.asarray(image.convert("L")).astype(np.uint16) * 257
    return Image.fromarray(values)


def gif_frames() -> bytes:
    """Three frames with a transparent colour; only the first counts."""
    frames = [scene(64, 48, seed).quantize(31, dither=Image.Dither.NONE) for seed in (40, 41, 42)]
    return encoded(
        frames[0], "GIF", save_all=True, append_images=frames[1:], duration=80, loop=0, transparency=3, disposal=2
    )


def exif_jpegs() -> dict[str, bytes]:
    """The same stored pixels under each orientation."""
    files = {}
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        files[f"exif-{orientation}.jpg"] = encoded(scene(40, 24, 50, 3), "JPEG", quality=92, subsampling=0, exif=exif)
    return files


def good_files() -> dict[str, bytes]:
    """Every file that must decode."""
    small = scene(60, 44, 2, 6)
    palette = scene(60, 44, 3, 6).quantize(64, dither=Image.Dither.NONE)
    top_down = np.asarray(small)[:, :, ::-1].tobytes()
    return {
        "landscape.jpg": encoded(scene(640, 421, 10), "JPEG", quality=88),
        "portrait.jpg": encoded(scene(333, 500, 11), "JPEG", quality=88, subsampling=0),
        "photo-420-odd.jpg": encoded(scene(227, 304, 12), "JPEG", quality=80, subsampling=2),
        "progressive.jpg": encoded(scene(97, 61, 13), "JPEG", quality=85, progressive=True),
        "grey.jpg": encoded(scene(301, 230, 14).convert("L"), "JPEG", quality=88),
        "cmyk.jpg": encoded(scene(240, 260, 15).convert("CMYK"), "JPEG", quality=92),
        "one-by-one.png": encoded(Image.new("RGB", (1, 1), (200, 30, 90)), "PNG"),
        "two-by-three.png": encoded(scene(2, 3, 16, 0), "PNG"),
        "panorama.png": encoded(scene(800, 40, 17), "PNG", optimize=True),
        "tower.png": encoded(scene(30, 600, 18), "PNG", optimize=True),
        "rgb.png": encoded(small, "PNG"),
        "grey.png": encoded(small.convert("L"), "PNG"),
        "grey-alpha.png": encoded(with_alpha(small, "LA"), "PNG"),
        "rgba.png": encoded(with_alpha(small, "RGBA"), "PNG"),
        "palette.png": encoded(palette, "PNG"),
        "palette-trns.png": encoded(palette, "PNG", transparency=bytes(range(0, 256, 4))),
        "rgb-trns.png": encoded(small, "PNG", transparency=(20, 20, 20)),
        "one-bit.png": encoded(small.convert("1"), "PNG"),
        "grey-16.png": encoded(grey16(small), "PNG"),
        "rgb-16.png": rgb16_png(small),
        "lossy.webp": encoded(small, "WEBP", quality=80),
        "lossless.webp": encoded(small, "WEBP", lossless=True),
        "alpha.webp": encoded(with_alpha(small, "RGBA"), "WEBP", lossless=True, exact=True),
        "animated.gif": gif_frames(),
        "still.gif": encoded(palette, "GIF"),
        "rgb.bmp": encoded(small, "BMP"),
        "top-down.bmp": raw.bmp(60, -44, top_down),
        "palette.bmp": encoded(palette, "BMP"),
        "rgb.tif": encoded(small, "TIFF"),
        "lzw.tif": encoded(small, "TIFF", compression="tiff_lzw"),
        "deflate.tif": encoded(small, "TIFF", compression="tiff_adobe_deflate"),
        "grey-16.tif": encoded(grey16(small), "TIFF"),
        "trailing-garbage.jpg": encoded(small, "JPEG", quality=85) + b"\0garbage after the end\xff\xd8" * 9,
        **exif_jpegs(),
    }


# Where resizing matters in itself; the other files hold the same content in other containers.
CROPS = {
    "landscape.jpg", "portrait.jpg", "photo-420-odd.jpg", "grey.jpg", "cmyk.jpg", "one-by-one.png", "two-by-three.png",
    "panorama.png", "tower.png", "grey.png", "palette.png", "palette-trns.png", "rgba.png", "grey-alpha.png",
    "one-bit.png", "grey-16.png", "rgb-16.png", "exif-6.jpg",
}
LARGE = {"landscape.jpg", "portrait.jpg", "panorama.png", "photo-420-odd.jpg"}  # pixels as a digest only, to stay small

HIGH_BYTE = {"grey-16.png", "grey-16.tif"}  # PIL clips 16-bit grey at 255, which leaves a white picture


class Expectations:
    """Lossless pictures under expected/, each distinct content once."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def store(self, pixels: np.ndarray, name: str) -> str:
        """The file that holds these pixels, written unless an equal one is there."""
        key = hashlib.sha256(repr(pixels.shape).encode() + pixels.tobytes()).hexdigest()
        if key not in self.known:
            Image.fromarray(pixels).save(EXPECTED / name, optimize=True)
            self.known[key] = f"expected/{name}"
        return self.known[key]


def describe(name: str, data: bytes, store: Expectations) -> dict[str, Any]:
    """What PIL says of one file: header, RGB pixels, upright pixels, and the processor's input."""
    image = Image.open(io.BytesIO(data))
    orientation = image.getexif().get(0x0112, 1)
    row: dict[str, Any] = {
        "file": name,
        "format": image.format,
        "mode": image.mode,
        "width": image.width,
        "height": image.height,
        "frames": getattr(image, "n_frames", 1),
        "orientation": orientation,
    }
    pixels = np.asarray(image.convert("RGB"))
    row["rgb_sha256"] = hashlib.sha256(pixels.tobytes()).hexdigest()
    if name not in LARGE:
        row["rgb"] = store.store(pixels, f"{name}.rgb.png")
    upright = ImageOps.exif_transpose(image).convert("RGB")
    if orientation != 1:
        row["upright"] = store.store(np.asarray(upright), f"{name}.upright.png")
    if name in CROPS:
        row["crop224"] = store.store(processed_pixels(PROCESSOR, Image.fromarray(pixels)), f"{name}.224.png")
        if orientation != 1:
            row["upright224"] = store.store(processed_pixels(PROCESSOR, upright), f"{name}.upright.224.png")
    if name in HIGH_BYTE:
        scaled = np.repeat((np.asarray(image) >> 8).astype(np.uint8)[..., None], 3, axis=-1)
        row["policy_rgb"] = store.store(scaled, f"{name}.policy.rgb.png")
        row["policy_crop224"] = store.store(
            processed_pixels(PROCESSOR, Image.fromarray(scaled)), f"{name}.policy.224.png"
        )
    return row


def cut(data: bytes, percent: int) -> bytes:
    """The first part of a file, as a broken upload leaves it."""
    return data[: len(data) * percent // 100]


def bad_files() -> dict[str, tuple[str, str, bytes]]:
    """Name → (verdict, what it is, bytes). refuse: 4xx; either: 4xx or a picture; decode: a picture."""
    small = scene(96, 72, 60)
    flat = encoded(Image.new("L", (64, 64), 128), "JPEG", progressive=True)
    sources = {
        "jpg": encoded(small, "JPEG", quality=88),
        "png": encoded(small, "PNG"),
        "webp": encoded(small, "WEBP", quality=85),
        "gif": encoded(small.quantize(64), "GIF"),
        "tif": encoded(small, "TIFF", compression="tiff_lzw"),
        "bmp": encoded(small, "BMP"),
    }
    files: dict[str, tuple[str, str, bytes]] = {}
    for form, data in sources.items():
        for percent in (10, 50, 95):
            files[f"cut-{percent}.{form}"] = ("refuse", f"the first {percent} % of a {form} file", cut(data, percent))
    png = sources["png"]
    broken = bytearray(png)
    broken[png.index(b"IDAT") + 4 + int.from_bytes(png[png.index(b"IDAT") - 4 : png.index(b"IDAT")], "big")] ^= 0xFF
    wide_row = b"\0" + bytes(1250)
    two_thousand = encoded(Image.new("L", (2000, 2000), 128), "JPEG", progressive=True)
    profile = raw.png_chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(30_000_000), 9))
    files |= {
        "empty.jpg": ("refuse", "no bytes at all", b""),
        "four-bytes.jpg": ("refuse", "the first four bytes of a JPEG", sources["jpg"][:4]),
        "text.jpg": ("refuse", "plain text named .jpg", b"This is not a picture.\n" * 4),
        "page.html": ("refuse", "an HTML page, as a login wall answers", b"<!DOCTYPE html><html><body>Please log in</body></html>"),
        "drawing.svg": (
            "refuse", "SVG: not a raster format, and it can name other files",
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
        ),
        "document.pdf": ("refuse", "the head of a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"),
        "header.avif": ("refuse", "an AVIF file type box and nothing useful", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + bytes(32)),
        "header.heic": ("refuse", "a HEIC file type box and nothing useful", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(32)),
        "zeros.bin": ("refuse", "512 zero bytes", bytes(512)),
        "zero-size.png": ("refuse", "0×0 in the header", raw.png(0, 0, 8, 2, b"")),
        "zero-size.gif": ("refuse", "0×0 logical screen and frame", raw.gif_header(0, 0, (0, 0))),
        "zero-size.bmp": ("refuse", "0×0 in the header", raw.bmp(0, 0, b"")),
        "zero-size.jpg": ("refuse", "0×0 in the frame header", raw.jpeg_with_size(sources["jpg"], 0, 0)),
        "huge-claim.png": ("refuse", "claims 60000×60000 in a file of a hundred bytes", raw.png(60000, 60000, 8, 2, bytes(100))),
        "overflow-claim.png": ("refuse", "claims 2147483647×2147483647", raw.png(2**31 - 1, 2**31 - 1, 16, 6, bytes(100))),
        "bomb.png": ("refuse", "1-bit 10000×10000, all of it present: 100 megapixels in a few kB", raw.png(10000, 10000, 1, 0, wide_row * 10000)),
        "excess-data.png": ("either", "8×8 whose IDAT inflates to 20 MB", raw.png(8, 8, 8, 0, bytes(20_000_000))),
        "profile-bomb.png": ("either", "8×8 with a colour profile that inflates to 30 MB", raw.png(8, 8, 8, 0, bytes(72), profile)),
        "bad-crc.png": ("either", "the checksum of the picture data is wrong", bytes(broken)),
        "huge-progressive.jpg": ("refuse", "a progressive JPEG of under 1 kB claiming 20000×20000", raw.jpeg_with_size(flat, 20000, 20000)),
        "huge-baseline.jpg": ("refuse", "a JPEG claiming 65500×65500", raw.jpeg_with_size(sources["jpg"], 65500, 65500)),
        "scan-bomb.jpg": ("either", "2000×2000 progressive, the last scan repeated 500 times: decoding all takes seconds", raw.jpeg_scan_bomb(two_thousand, 500)),
        "huge-claim.webp": ("refuse", "38 bytes claiming 14000×14000 lossless", raw.webp_claiming(14000, 14000)),
        "huge-screen.gif": ("refuse", "a logical screen of 65535×65535 with a 1×1 frame", raw.gif_header(65535, 65535, (1, 1))),
        "huge-frame.gif": ("refuse", "a frame of 65535×65535 on a 1×1 screen", raw.gif_header(1, 1, (65535, 65535))),
        "huge-claim.bmp": ("refuse", "claims 2147483647×1", raw.bmp(2**31 - 1, 1, bytes(64))),
        "negative-claim.bmp": ("refuse", "a height of −2147483648, which has no absolute value in 32 bits", raw.bmp(8, -(2**31), bytes(64))),
        "negative-width.bmp": ("refuse", "a negative width", raw.bmp(-8, 8, bytes(192))),
        "cyclic.tif": ("either", "8×8, and the directory names itself as the next one: must not hang", raw.tiff(8, -1)),
        "wild-offset.tif": ("refuse", "the first directory lies beyond the end of the file", b"II*\0\xf0\xff\xff\x7f" + bytes(40)),
    }
    return files


def write_bad() -> None:
    """bad/, with bad.json for tests and README.md for people."""
    rows = []
    lines = ["# Bad pictures", "", "`refuse`: a 4xx with a useful sentence. `either`: a 4xx or a picture, quickly and "
             "without much memory. The claims of size are refused by caps; the smallest is 100 megapixels.", "", "| file | bytes | verdict | what it is |", "|---|---|---|---|"]
    for name, (verdict, what, data) in sorted(bad_files().items()):
        (BAD / name).write_bytes(data)
        rows.append({"file": name, "verdict": verdict, "what": what})
        lines.append(f"| `{name}` | {len(data)} | {verdict} | {what} |")
    write_json(BAD / "bad.json", rows)
    (BAD / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def external(photo: Path, out: Path) -> None:
    """The expectations of any other picture, for a comparison that is recorded and not committed."""
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(photo, out / photo.name)
    image = Image.open(photo).convert("RGB")
    image.save(out / f"{photo.name}.rgb.png")
    Image.fromarray(processed_pixels(PROCESSOR, image)).save(out / f"{photo.name}.224.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photo", type=Path, help="only write the expectations of this picture, with --out")
    parser.add_argument("--out", type=Path, default=Path("."))
    args = parser.parse_args()
    if args.photo:
        external(args.photo, args.out)
        return
    for folder in (EXPECTED, BAD):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    store = Expectations()
    rows = []
    for name, data in good_files().items():
        (TARGET / name).write_bytes(data)
        rows.append(describe(name, data, store))
    write_json(TARGET / "expected.json", rows)
    write_bad()


if __name__ == "__main__":
    main()

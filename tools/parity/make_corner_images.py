"""Small pictures of the forms where decoders disagree, with the pixels that PIL makes of them.

Writes src/test/resources/images/corner/: the pictures, expected.json (per picture the size and the SHA-256 of
PIL's convert("RGB"), and for those that may differ a tolerance in levels and the pixels themselves).
"""

from __future__ import annotations

import hashlib
import io
import json
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image

OUT = pathlib.Path(__file__).parents[2] / "src/test/resources/images/corner"
WIDTH, HEIGHT = 37, 23
RANDOM = np.random.default_rng(1)

YY, XX = np.mgrid[0:HEIGHT, 0:WIDTH]
PIXELS = np.stack([XX * 255 // (WIDTH - 1), YY * 255 // (HEIGHT - 1), (XX * 3 + YY * 5) % 256], -1).astype(np.uint8)
PIXELS[6:12, 6:12] = RANDOM.integers(0, 256, (6, 6, 3))
RGB = Image.fromarray(PIXELS)
ALPHA = Image.fromarray(((XX * 7 + YY * 11) % 256).astype(np.uint8))
CMYK = Image.fromarray(np.concatenate([PIXELS, PIXELS[..., :1] // 3], -1), "CMYK")


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def with_alpha(image: Image.Image) -> Image.Image:
    copy = image.copy()
    copy.putalpha(ALPHA)
    return copy


def patched(data: bytes, at: int, value: bytes) -> bytes:
    return data[:at] + value + data[at + len(value) :]


def tiff_value(data: bytes, tag: int, value: int) -> bytes:
    """The little-endian TIFF with another SHORT in the entry of one tag."""
    directory = struct.unpack_from("<I", data, 4)[0]
    for i in range(struct.unpack_from("<H", data, directory)[0]):
        entry = directory + 2 + 12 * i
        if struct.unpack_from("<H", data, entry)[0] == tag:
            return patched(data, entry + 8, struct.pack("<H", value))
    raise KeyError(tag)


def without_adobe(jpeg: bytes) -> bytes:
    at = jpeg.index(b"Adobe") - 4
    return jpeg[:at] + jpeg[at + 2 + struct.unpack_from(">H", jpeg, at + 2)[0] :]


def as_ycck(jpeg: bytes) -> bytes:
    return patched(jpeg, jpeg.index(b"Adobe") + 11, b"\x02")


def small_frame_gif(background: int, transparent: int | None, local: bool) -> bytes:
    """A 12×10 frame at (5, 3) of a 30×25 screen."""
    frame = Image.fromarray((np.arange(120).reshape(10, 12) % 4).astype(np.uint8), "P")
    frame.putpalette([255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 90, 200])
    data = encoded(frame, "GIF")
    image = data.index(b"\x2c", 13 + 12)
    palette = data[13:25]
    screen = b"GIF89a" + struct.pack("<HHBBB", 30, 25, data[10], background, 0)
    control = b"" if transparent is None else b"\x21\xf9\x04\x01\0\0" + bytes([transparent]) + b"\0"
    place = b"\x2c" + struct.pack("<HHHH", 5, 3, 12, 10)
    if local:
        return screen + bytes(12) + control + place + bytes([0x81]) + palette + data[image + 10 :]
    return screen + palette + control + place + bytes([0]) + data[image + 10 :]


def png16(colour: int, channels: int) -> bytes:
    samples = RANDOM.integers(0, 65536, (HEIGHT, WIDTH, channels)).astype(">u2")

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 16, colour, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + row.tobytes() for row in samples))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def files() -> dict[str, bytes]:
    cmyk = encoded(CMYK, "JPEG", quality=92)
    halved = encoded(CMYK, "JPEG", quality=92, subsampling=2)
    palette = RGB.quantize(64)
    grey = RGB.convert("L")
    frames = [RGB.transpose(Image.Transpose.FLIP_LEFT_RIGHT), RGB.rotate(180)]
    rgba_tiff = encoded(with_alpha(RGB), "TIFF")
    exif = Image.Exif()
    exif[0x0112] = 6
    out = {
        "cmyk-plain.jpg": without_adobe(cmyk),
        "cmyk-adobe.jpg": cmyk,
        "cmyk-progressive.jpg": encoded(CMYK, "JPEG", quality=92, progressive=True),
        "ycck.jpg": as_ycck(cmyk),
        "ycck-halved.jpg": as_ycck(halved),
        "rgb-stored.jpg": encoded(RGB, "JPEG", keep_rgb=True),
        "restart.jpg": encoded(RGB, "JPEG", restart_marker_blocks=2),
        "444.jpg": encoded(RGB, "JPEG", subsampling=0),
        "422.jpg": encoded(RGB, "JPEG", subsampling=1),
        "animated-hidden-default.png": encoded(RGB, "PNG", save_all=True, default_image=True, append_images=frames),
        "animated.png": encoded(RGB, "PNG", save_all=True, append_images=frames),
        "grey-trns.png": encoded(grey, "PNG", transparency=100),
        "palette-trns-index.png": encoded(palette, "PNG", transparency=3),
        "rgba-16.png": png16(6, 4),
        "grey-alpha-16.png": png16(4, 2),
        "exif-6.png": encoded(RGB, "PNG", exif=exif),
        "exif-6.webp": encoded(RGB, "WEBP", lossless=True, exif=exif),
        "animated.webp": encoded(RGB, "WEBP", save_all=True, append_images=frames, lossless=True),
        "exact-alpha.webp": encoded(with_alpha(RGB), "WEBP", lossless=True, exact=True),
        "transparent.gif": encoded(palette, "GIF", transparency=3),
        "interlaced.gif": encoded(palette, "GIF", interlace=1),
        "small-frame.gif": small_frame_gif(1, None, False),
        "small-frame-transparent.gif": small_frame_gif(3, 1, False),
        "small-frame-local.gif": small_frame_gif(3, 2, True),
        "rgba.bmp": encoded(with_alpha(RGB), "BMP"),
        "one-bit.bmp": encoded(grey.convert("1"), "BMP"),
        "rgba.tif": rgba_tiff,
        "rgba-associated.tif": tiff_value(rgba_tiff, 338, 1),
        "grey-alpha.tif": encoded(with_alpha(grey), "TIFF"),
        "palette.tif": encoded(palette, "TIFF"),
        "cmyk.tif": encoded(CMYK, "TIFF"),
        "cmyk-lzw.tif": encoded(CMYK, "TIFF", compression="tiff_lzw"),
        "jpeg.tif": encoded(RGB, "TIFF", compression="jpeg"),
        "fax.tif": encoded(grey.convert("1"), "TIFF", compression="group4"),
        "packbits.tif": encoded(RGB, "TIFF", compression="packbits"),
        "ycbcr.tif": encoded(RGB.convert("YCbCr"), "TIFF"),
        "pages.tif": encoded(RGB, "TIFF", save_all=True, append_images=frames),
    }
    for orientation in range(2, 9):
        out[f"orientation-{orientation}.tif"] = encoded(RGB, "TIFF", tiffinfo={274: orientation})
    out["orientation-6-cmyk.tif"] = encoded(CMYK, "TIFF", tiffinfo={274: 6})
    return out


TOLERANCE = {
    "ycck-halved.jpg": 2,  # subsampled inks are left to OpenCV's formula
    "ycbcr.tif": 1,  # libtiff and PIL round the conversion differently
}


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    rows = []
    for name, data in files().items():
        (OUT / name).write_bytes(data)
        picture = Image.open(io.BytesIO(data)).convert("RGB")
        row = {"file": name, "width": picture.width, "height": picture.height}
        row["rgb_sha256"] = hashlib.sha256(picture.tobytes()).hexdigest()
        if name in TOLERANCE:
            row["tolerance"] = TOLERANCE[name]
            row["rgb"] = f"{name}.rgb.png"
            picture.save(OUT / row["rgb"], optimize=True)
        rows.append(row)
    (OUT / "expected.json").write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()

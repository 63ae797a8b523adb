"""Compares a running service with what transformers computed from the same checkpoint.

    compare.py http://127.0.0.1:8080 FOLDER

FOLDER is what full_size.py wrote, and what the service runs on. Three comparisons: the texts; the pictures as files;
and the pictures as PIL has resized and cropped them, which leaves the service nothing to resize, so that the
difference is that of the tower alone. Needs numpy, nothing else.
"""

from __future__ import annotations

import argparse
import http.client
import json
import struct
import sys
import urllib.parse
import uuid
import zlib
from pathlib import Path

import numpy as np

MOST_PICTURES = 32
MOST_TEXTS = 500
TIMEOUT_SECONDS = 600


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="of the running service")
    parser.add_argument("folder", type=Path, help="as full_size.py wrote it")
    args = parser.parse_args()
    service = Service(args.url)
    folder: Path = args.folder
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    texts = json.loads((folder / "texts.json").read_text("utf-8"))
    pictures = [(folder / "images" / name).read_bytes() for name in expected["images"]]
    cropped = [png(picture) for picture in np.load(folder / "pixels.npy")]
    image_embeddings = np.load(folder / "image-embeddings.npy")
    print(f"{expected['purpose']}: {len(texts)} texts, {len(pictures)} pictures, {expected['dimension']} dimensions")
    report("texts", service.embed_texts(texts), np.load(folder / "text-embeddings.npy"))
    report("pictures", service.embed_pictures(pictures), image_embeddings)
    report("pictures resized by PIL", service.embed_pictures(cropped), image_embeddings)


def report(what: str, actual: np.ndarray, expected: np.ndarray) -> None:
    if actual.shape != expected.shape:
        sys.exit(f"{what}: the service answers the shape {actual.shape}; expected {expected.shape}")
    largest = np.abs(actual - expected).max()
    cosines = (actual.astype(np.float64) * expected).sum(axis=1)
    lengths = np.linalg.norm(actual.astype(np.float64), axis=1) * np.linalg.norm(expected.astype(np.float64), axis=1)
    print(f"{what}: largest difference {largest:.1e}, smallest cosine {(cosines / lengths).min():.8f}")


class Service:
    def __init__(self, url: str) -> None:
        address = urllib.parse.urlsplit(url)
        if address.scheme != "http" or not address.hostname:
            sys.exit(f"{url} is no address of the form http://host:port")
        self.host = address.hostname
        self.port = address.port or 80

    def embed_texts(self, texts: list[str]) -> np.ndarray:
        parts = []
        for begin in range(0, len(texts), MOST_TEXTS):
            body = json.dumps({"texts": texts[begin : begin + MOST_TEXTS]}).encode()
            parts.append(self._post("application/json", body))
        return np.concatenate(parts)

    def embed_pictures(self, pictures: list[bytes]) -> np.ndarray:
        parts = []
        for begin in range(0, len(pictures), MOST_PICTURES):
            parts.append(self._post(*multipart(pictures[begin : begin + MOST_PICTURES])))
        return np.concatenate(parts)

    def _post(self, content_type: str, body: bytes) -> np.ndarray:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request("POST", "/embed", body, {"Content-Type": content_type})
            response = connection.getresponse()
            answer = response.read()
        finally:
            connection.close()
        if response.status != 200:
            sys.exit(f"The service answers {response.status}: {answer.decode('utf-8', 'replace')}")
        return np.array(json.loads(answer)["embeddings"], dtype=np.float32)


def multipart(pictures: list[bytes]) -> tuple[str, bytes]:
    boundary = uuid.uuid4().hex
    body = bytearray()
    for number, picture in enumerate(pictures):
        body += f"--{boundary}\r\n".encode()
        body += f'Content-Disposition: form-data; name="image"; filename="{number}"\r\n'.encode()
        body += b"Content-Type: application/octet-stream\r\n\r\n" + picture + b"\r\n"
    body += f"--{boundary}--\r\n".encode()
    return f"multipart/form-data; boundary={boundary}", bytes(body)


def png(pixels: np.ndarray) -> bytes:
    """A PNG of uint8 [height][width][3]."""
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)  # each without a filter
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


if __name__ == "__main__":
    main()

"""What clipcoder.images.mode=fast changes in embeddings, next to encoding the picture again as a JPEG of q95 and q75.

    python3 tools/bench/fast_mode.py --exact http://127.0.0.1:8080 --fast http://127.0.0.1:8081 PICTURE...

Two services of the same checkpoint, one in each mode. Prints one minus the cosine to the exact embedding. Needs Pillow.
"""

from __future__ import annotations

import argparse
import io
import json
import pathlib
import statistics
import urllib.request

from PIL import Image


def embedding(url: str, picture: bytes) -> list[float]:
    request = urllib.request.Request(f"{url}/embed", picture, {"Content-Type": "image/jpeg"})
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)["embeddings"][0]


def again(picture: bytes, quality: int) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").save(out, "JPEG", quality=quality, subsampling=2)
    return out.getvalue()


def distance(a: list[float], b: list[float]) -> float:
    return 1 - sum(x * y for x, y in zip(a, b, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exact", required=True)
    parser.add_argument("--fast", required=True)
    parser.add_argument("pictures", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    rows = []
    for path in args.pictures:
        picture = path.read_bytes()
        exact = embedding(args.exact, picture)
        row = [
            distance(exact, embedding(args.exact, again(picture, 95))),
            distance(exact, embedding(args.fast, picture)),
            distance(exact, embedding(args.exact, again(picture, 75))),
        ]
        rows.append(row)
        print(f"{path.name:14} q95 {row[0]:.2e}  fast {row[1]:.2e}  q75 {row[2]:.2e}")
    means = [statistics.mean(column) for column in zip(*rows, strict=True)]
    print(f"{'mean':14} q95 {means[0]:.2e}  fast {means[1]:.2e}  q75 {means[2]:.2e}")


if __name__ == "__main__":
    main()

"""OpenAI's byte-pair merges as OpenCLIP ships them, reduced to those that CLIP uses, as a resource of the service.

OpenCLIP's file holds 262,144 merges; CLIP's vocabulary of 49,408 has room for the first 48,894. The output has the
same bytes each time.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import open_clip

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "src" / "main" / "resources" / "dev" / "clipcoder" / "model" / "openai-clip-merges.txt.gz"
MERGES = 49408 - 2 * 256 - 2


def main() -> None:
    source = Path(open_clip.__file__).with_name("bpe_simple_vocab_16e6.txt.gz")
    lines = gzip.decompress(source.read_bytes()).decode("utf-8").split("\n")
    merges = "\n".join(lines[1 : MERGES + 1]) + "\n"
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(gzip.compress(merges.encode("utf-8"), compresslevel=9, mtime=0))
    print(f"{TARGET.name}: {MERGES} merges, {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()

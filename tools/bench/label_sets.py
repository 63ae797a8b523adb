"""Registers label sets bench-N of N classes for load tests, and tells how long each took.

    python3 tools/bench/label_sets.py --url http://127.0.0.1:8080 --texts 10 37 1000

Each class has a name and so many texts less one. Standard library only.
"""

from __future__ import annotations

import argparse

from register import definition, register


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--texts", type=int, default=10, help="of each class")
    parser.add_argument("classes", nargs="+", type=int)
    args = parser.parse_args()
    for classes in args.classes:
        seconds = register(args.url, f"bench-{classes}", definition(0, classes, args.texts))
        texts = classes * args.texts
        print(f"bench-{classes}: {texts} texts in {seconds:.2f} s, {texts / seconds:.0f}/s", flush=True)


if __name__ == "__main__":
    main()

"""Where a process's processor time goes: seconds of its threads, by name, while something else loads it.

    python3 tools/bench/threads.py PID --seconds 20

Numbers in names are left out, so that threads of one pool count together. Linux and the standard library only.
"""

from __future__ import annotations

import argparse
import collections
import os
import pathlib
import re
import time

TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds(pid: int) -> dict[int, tuple[str, float]]:
    """Name and time of each thread."""
    found = {}
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            head, fields = (task / "stat").read_text().rsplit(")", 1)
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has ended meanwhile
        used = fields.split()
        name = re.sub(r"\d+", "#", head.split("(", 1)[1])
        found[int(task.name)] = (name, (int(used[11]) + int(used[12])) / TICKS)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pid", type=int)
    parser.add_argument("--seconds", type=float, default=20)
    arguments = parser.parse_args()
    before = processor_seconds(arguments.pid)
    time.sleep(arguments.seconds)
    by_name: collections.Counter[str] = collections.Counter()
    for thread, (name, seconds) in processor_seconds(arguments.pid).items():
        by_name[name] += seconds - before.get(thread, (name, 0.0))[1]
    for name, seconds in by_name.most_common(12):
        print(f"{seconds:8.2f} s  {name}")


if __name__ == "__main__":
    main()

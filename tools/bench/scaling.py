"""Throughput against the size of things: classes, texts, label sets, clients. One JSON object a line.

    python3 tools/bench/scaling.py classes --url http://127.0.0.1:8080 --pid PID --sizes 10 100 1000 10000 PICTURE...
    python3 tools/bench/scaling.py texts --sizes 100 1000 10000 100000 PICTURE...
    python3 tools/bench/scaling.py sets --sizes 1 10 100 1000 PICTURE...
    python3 tools/bench/scaling.py clients --sizes 1 4 16 64 256 PICTURE...
    python3 tools/bench/scaling.py plot --out docs/scaling.svg LINES...

The first three register what they ask for (sets of one text a class; texts: 100 classes that share them; sets: of 37
classes, asked at random), and ask once with pictures, where the encoder is most of the work, and once with an embedding
in place of a picture, where it has none. Standard library only, but for the plot, which needs matplotlib.
"""

from __future__ import annotations

import argparse
import collections
import http.client
import itertools
import json
import math
import pathlib
import random
import re
import threading
import time
import urllib.parse

from register import ask, definition, register

unique = itertools.count(int(time.time() * 1000))


def load(url: str, paths: list[str], bodies: list[tuple[bytes, str]], clients: int, seconds: float) -> dict:
    """Closed loop; every picture has other bytes behind its end. Rate, p50 and p99 are of answers with 200."""
    seconds_each: list[float] = []
    statuses: collections.Counter[str] = collections.Counter()
    until = time.monotonic() + seconds

    def client(seed: int) -> None:
        draws = random.Random(seed)
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=120)
        while (begin := time.monotonic()) < until:
            body, kind = draws.choice(bodies)
            if kind == "image/jpeg":
                body += next(unique).to_bytes(8, "big")
            try:
                connection.request("POST", draws.choice(paths), body, {"Content-Type": kind})
                response = connection.getresponse()
                response.read()
            except (OSError, http.client.HTTPException) as failure:
                statuses[type(failure).__name__] += 1
                connection.close()
                continue
            statuses[str(response.status)] += 1
            if response.status == 200:
                seconds_each.append(time.monotonic() - begin)

    threads = [threading.Thread(target=client, args=(i,)) for i in range(clients)]
    begin = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ordered = sorted(seconds_each)
    return {
        "rate": round(statuses["200"] / (time.monotonic() - begin), 2),
        "p50": round(ordered[len(ordered) // 2] * 1000, 2) if ordered else None,
        "p99": round(ordered[math.ceil(0.99 * len(ordered)) - 1] * 1000, 2) if ordered else None,
        "statuses": dict(statuses),
    }


def resident(pid: int) -> float:
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return round(int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024)


def prepare(what: str, size: int, url: str) -> tuple[list[str], float]:
    """Addresses to ask, and seconds of registration."""
    if what == "classes":
        return [f"/classify?labelSet=classes-{size}"], register(url, f"classes-{size}", definition(0, size, 1))
    if what == "texts":
        return [f"/classify?labelSet=texts-{size}"], register(url, f"texts-{size}", definition(0, 100, size // 100))
    if what == "sets":
        seconds = sum(register(url, f"set-{i}", definition(i * 7, 37, 1)) for i in range(size))
        return [f"/classify?labelSet=set-{i}" for i in range(size)], seconds
    return ["/classify?labelSet=bench-37"], 0.0


def measure(args: argparse.Namespace) -> None:
    pictures = [(pathlib.Path(file).read_bytes(), "image/jpeg") for file in args.files]
    dimension = json.loads(ask(f"{args.url}/info")[1])["model"]["dimension"]
    draws = random.Random(1)
    numbers = [draws.gauss(0, 1) for _ in range(dimension)]
    length = math.sqrt(sum(x * x for x in numbers))
    embedding = [x / length for x in numbers]
    for size in args.sizes:
        paths, registered = prepare(args.what, size, args.url)
        clients = size if args.what == "clients" else 8
        line = {"what": args.what, "size": size, "registered_s": round(registered, 2)}
        load(args.url, paths, pictures, min(clients, 16), 2)
        line["pictures"] = load(args.url, paths, pictures, clients, args.seconds)
        if args.what != "clients":
            parameters = [urllib.parse.urlsplit(path).query.split("=")[1] for path in paths]
            bodies = [(json.dumps({"embedding": embedding, "labelSet": p}).encode(), "application/json") for p in parameters]
            load(args.url, ["/classify"], bodies, clients, 2)
            line["embeddings"] = load(args.url, ["/classify"], bodies, clients, args.seconds)
        line["resident_mb"] = resident(args.pid) if args.pid else None
        print(json.dumps(line), flush=True)


def plot(args: argparse.Namespace) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "clipcoder"
    from matplotlib import pyplot

    lines = [json.loads(line) for file in args.files for line in pathlib.Path(file).read_text().splitlines()]
    kinds = [kind for kind in ("classes", "texts", "sets", "clients") if any(x["what"] == kind for x in lines)]
    figure, axes = pyplot.subplots(1, len(kinds), figsize=(3.2 * len(kinds), 3.2), squeeze=False)
    for axis, kind in zip(axes[0], kinds, strict=True):
        rows = sorted((x for x in lines if x["what"] == kind), key=lambda x: x["size"])
        for name, mark in (("pictures", "o-"), ("embeddings", "s--")):
            points = [(x["size"], x[name]["rate"]) for x in rows if name in x]
            if points:
                axis.plot(*zip(*points, strict=True), mark, label=name)
        axis.set(xscale="log", yscale="log", xlabel=kind, ylim=(1, None))
        axis.grid(alpha=0.3)
    axes[0][0].set_ylabel("answers a second")
    axes[0][0].legend()
    figure.tight_layout()
    figure.savefig(args.out, metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["classes", "texts", "sets", "clients", "plot"])
    parser.add_argument("files", nargs="+", help="pictures, or for the plot what was printed")
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--pid", type=int)
    parser.add_argument("--sizes", type=int, nargs="+", default=[])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--out", default="docs/scaling.svg")
    args = parser.parse_args()
    if args.what == "plot":
        plot(args)
    else:
        measure(args)


if __name__ == "__main__":
    main()

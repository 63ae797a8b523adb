"""Load on servers that classify pictures, one at a time and by turns: throughput, latency, processor time, shares.

    python3 tools/bench/compare.py --server clipcoder=http://127.0.0.1:9000/classify?labelSet=bench-37@PID \
        --server onnx=http://127.0.0.1:9003/classify@PID --clients 16 --seconds 10 --rounds 4 PICTURE...

Closed loop: so many clients, each sending its next picture when the last is answered. With --rate requests arrive at
that rate by a Poisson process whatever the answers do, and latency counts from the moment of arrival, so that queueing
shows. Each round has all servers in an order that is drawn anew; a server that has no turn is idle, and what it used of
the processors all the same is told. Every request has other bytes (a JPEG may have more behind its end), so that no
cache answers. Ratios are those of one round, to the first server; the interval is Student's over rounds. Standard
library only.
"""

from __future__ import annotations

import argparse
import base64
import collections
import dataclasses
import http.client
import itertools
import json
import math
import os
import pathlib
import queue
import random
import statistics
import threading
import time
import urllib.parse

TICKS = os.sysconf("SC_CLK_TCK")
T95 = {1: 12.71, 2: 4.30, 3: 3.18, 4: 2.78, 5: 2.57, 6: 2.45, 7: 2.36, 8: 2.31, 9: 2.26}
unique = itertools.count(int(time.time() * 1000))


@dataclasses.dataclass
class Server:
    """Where to send pictures, and whose processor time to read."""

    name: str
    url: str
    pid: int
    rounds: list[dict] = dataclasses.field(default_factory=list)
    seconds: list[float] = dataclasses.field(default_factory=list)
    timings: list[dict[str, float]] = dataclasses.field(default_factory=list)

    @staticmethod
    def parse(text: str) -> Server:
        name, rest = text.split("=", 1)
        url, pid = rest.rsplit("@", 1)
        return Server(name, url, int(pid))

    def processor_seconds(self) -> float:
        """Of the process with all its threads."""
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def megabytes(self) -> float:
        pages = int(pathlib.Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def body(self, picture: bytes) -> tuple[bytes, str]:
        data = picture + next(unique).to_bytes(8, "big")
        if self.url.endswith("/embeddings"):  # of the server infinity
            uri = "data:image/jpeg;base64," + base64.b64encode(data).decode()
            return json.dumps({"model": "bench", "modality": "image", "input": [uri]}).encode(), "application/json"
        return data, "image/jpeg"


class Connection:
    """One that is kept alive."""

    def __init__(self, server: Server) -> None:
        self.server = server
        parts = urllib.parse.urlsplit(server.url)
        self.path = parts.path + ("?" + parts.query if parts.query else "")
        self.http = http.client.HTTPConnection(parts.netloc, timeout=60)

    def send(self, picture: bytes) -> tuple[str, dict[str, float]]:
        """Status, and milliseconds by stage where the server tells them."""
        body, kind = self.server.body(picture)
        try:
            self.http.request("POST", self.path, body, {"Content-Type": kind})
            response = self.http.getresponse()
            response.read()
        except (OSError, http.client.HTTPException) as failure:
            self.http.close()
            return type(failure).__name__, {}
        timing = response.getheader("Server-Timing") or ""
        stages = [part.strip().split(";dur=") for part in timing.split(",") if ";dur=" in part]
        return str(response.status), {stage: float(duration) for stage, duration in stages}


def closed(server: Server, pictures: list[bytes], clients: int, seconds: float) -> list[tuple[float, str, dict]]:
    results: list[tuple[float, str, dict]] = []
    until = time.monotonic() + seconds

    def client(first: int) -> None:
        connection = Connection(server)
        turn = first
        while (begin := time.monotonic()) < until:
            status, timing = connection.send(pictures[turn % len(pictures)])
            turn += 1
            results.append((time.monotonic() - begin, status, timing))

    threads = [threading.Thread(target=client, args=(i,)) for i in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def opened(server: Server, pictures: list[bytes], rate: float, seconds: float) -> list[tuple[float, str, dict]]:
    """Senders are plenty, so that an arrival never waits for one."""
    results: list[tuple[float, str, dict]] = []
    arrivals: queue.SimpleQueue[float | None] = queue.SimpleQueue()

    def sender(first: int) -> None:
        connection = Connection(server)
        turn = first
        while (arrival := arrivals.get()) is not None:
            status, timing = connection.send(pictures[turn % len(pictures)])
            turn += 1
            results.append((time.monotonic() - arrival, status, timing))

    threads = [threading.Thread(target=sender, args=(i,)) for i in range(128)]
    for thread in threads:
        thread.start()
    draws = random.Random(1)
    next_arrival = time.monotonic()
    end = next_arrival + seconds
    while next_arrival < end:
        time.sleep(max(0.0, next_arrival - time.monotonic()))
        arrivals.put(next_arrival)
        next_arrival += draws.expovariate(rate)
    for _ in threads:
        arrivals.put(None)
    for thread in threads:
        thread.join()
    return results


def turn(server: Server, others: list[Server], pictures: list[bytes], args: argparse.Namespace) -> None:
    idle = {other.name: other.processor_seconds() for other in others}
    before, begin = server.processor_seconds(), time.monotonic()
    if args.rate:
        results = opened(server, pictures, args.rate, args.seconds)
    else:
        results = closed(server, pictures, args.clients, args.seconds)
    elapsed = time.monotonic() - begin
    good = [(seconds, timing) for seconds, status, timing in results if status == "200"]
    server.seconds += [seconds for seconds, _ in good]
    server.timings += [timing for _, timing in good if timing]
    server.rounds.append(
        {
            "rate": len(good) / elapsed,
            "processor": (server.processor_seconds() - before) / max(1, len(good)),
            "statuses": collections.Counter(status for _, status, _ in results),
            "idle": max((o.processor_seconds() - idle[o.name]) / elapsed for o in others) if others else 0.0,
        }
    )


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)] * 1000 if ordered else math.nan


def interval(values: list[float]) -> str:
    if not values:
        return "none answered"
    mean = statistics.mean(values)
    if len(values) < 2:
        return f"{mean:.2f}"
    half = T95.get(len(values) - 1, 2.0) * statistics.stdev(values) / math.sqrt(len(values))
    return f"{mean:.2f} ({mean - half:.2f} to {mean + half:.2f})"


def report(servers: list[Server]) -> None:
    first = servers[0]
    for server in servers:
        rates = [one["rate"] for one in server.rounds]
        ratio = [a["rate"] / b["rate"] for a, b in zip(first.rounds, server.rounds, strict=True) if b["rate"]]
        statuses = sum((one["statuses"] for one in server.rounds), collections.Counter())
        print(
            f"{server.name:14} {statistics.median(rates):8.2f}/s  p50 {percentile(server.seconds, 0.5):7.0f} ms"
            f"  p99 {percentile(server.seconds, 0.99):7.0f} ms"
            f"  cpu {statistics.median([one['processor'] for one in server.rounds]) * 1000:7.1f} ms/picture"
            f"  {server.megabytes():5.0f} MB  {first.name}/{server.name} {interval(ratio)}"
            f"  idle others {max(one['idle'] for one in server.rounds) * 100:.1f} %  {dict(statuses)}"
        )
        if server.timings:
            stages = list(dict.fromkeys(stage for timing in server.timings for stage in timing))
            means = {s: statistics.mean(timing.get(s, 0.0) for timing in server.timings) for s in stages}
            rest = statistics.mean(server.seconds) * 1000 - sum(means.values())
            print(
                f"{'':14} ms on average: {', '.join(f'{s} {v:.2f}' for s, v in means.items())}"
                f", all else (HTTP, JSON, client) {rest:.2f}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pictures", nargs="+", type=pathlib.Path)
    parser.add_argument("--server", action="append", required=True, type=Server.parse, help="name=url@pid")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--rate", type=float, help="arrivals a second, in place of clients")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=4)
    args = parser.parse_args()
    pictures = [path.read_bytes() for path in args.pictures]
    load = f"{args.rate}/s" if args.rate else f"{args.clients} clients"
    print(f"{load}, {args.seconds:.0f} s a turn, {args.rounds} rounds, {args.pictures[0].name}")
    for server in args.server:
        closed(server, pictures, min(args.clients, 16), 2)
    order = random.Random(1)
    for _ in range(args.rounds):
        for server in order.sample(args.server, len(args.server)):
            turn(server, [other for other in args.server if other is not server], pictures, args)
    report(args.server)


if __name__ == "__main__":
    main()

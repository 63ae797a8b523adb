"""Closed-loop load on POST /classify: so many clients, each sending its next picture when the last is answered.

    python3 tools/bench/load.py --url http://127.0.0.1:8080 --clients 32 --seconds 120 --pid PID PICTURE...

Prints answers by status, latency, throughput, how batches formed, and the service's resident memory over time
(with --pid, on Linux). Standard library only.
"""

from __future__ import annotations

import argparse
import collections
import http.client
import pathlib
import re
import statistics
import threading
import time
import urllib.parse

LABELS = ["cat", "dog", "horse", "car", "bicycle", "airplane", "apple", "banana", "cake", "house"]


def multipart(picture: bytes) -> tuple[bytes, str]:
    """One form with the picture and the labels."""
    boundary = "clipcoder-load"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="labels"\r\n\r\n{label}\r\n'.encode() for label in LABELS
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="image"; filename="p"\r\n\r\n'.encode()
    return b"".join(parts) + head + picture + f"\r\n--{boundary}--\r\n".encode(), boundary


class Client(threading.Thread):
    """Sends pictures one after the other over one connection."""

    def __init__(self, host: str, bodies: list[tuple[bytes, str]], first: int, until: float) -> None:
        super().__init__(daemon=True)
        self.host, self.bodies, self.first, self.until = host, bodies, first, until
        self.statuses: collections.Counter[str] = collections.Counter()
        self.seconds: list[float] = []

    def run(self) -> None:
        connection = http.client.HTTPConnection(self.host, timeout=60)
        turn = self.first
        while time.monotonic() < self.until:
            body, boundary = self.bodies[turn % len(self.bodies)]
            turn += 1
            begin = time.monotonic()
            try:
                connection.request(
                    "POST", "/classify", body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}
                )
                response = connection.getresponse()
                response.read()
                self.statuses[str(response.status)] += 1
            except (OSError, http.client.HTTPException) as failure:
                self.statuses[type(failure).__name__] += 1
                connection.close()
            self.seconds.append(time.monotonic() - begin)


def resident_megabytes(pid: int) -> float:
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024


def batch_sizes(host: str) -> dict[str, int]:
    """How many batches of pictures had at most so many items."""
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request("GET", "/actuator/prometheus")
    text = connection.getresponse().read().decode()
    found = re.findall(r'clipcoder_batch_size_bucket\{kind="image",le="([^"]+)"\} (\d+)', text)
    return {bound: int(count) for bound, count in found}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pictures", nargs="+", type=pathlib.Path)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--pid", type=int)
    arguments = parser.parse_args()
    host = urllib.parse.urlsplit(arguments.url).netloc
    bodies = [multipart(path.read_bytes()) for path in arguments.pictures]
    before = batch_sizes(host)
    begin = time.monotonic()
    clients = [Client(host, bodies, i, begin + arguments.seconds) for i in range(arguments.clients)]
    for client in clients:
        client.start()
    memory: list[tuple[int, float]] = []
    while any(client.is_alive() for client in clients):
        if arguments.pid:
            memory.append((round(time.monotonic() - begin), resident_megabytes(arguments.pid)))
        time.sleep(min(10, arguments.seconds / 10))
    elapsed = time.monotonic() - begin
    statuses = sum((client.statuses for client in clients), collections.Counter())
    seconds = sorted(second for client in clients for second in client.seconds)
    cuts = statistics.quantiles(seconds, n=100)
    print(f"{sum(statuses.values())} requests in {elapsed:.0f} s: {dict(statuses)}")
    print(f"{statuses['200'] / elapsed:.1f} answers/s, latency p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms")
    after = batch_sizes(host)
    print("batches of at most n pictures:", {bound: count - before.get(bound, 0) for bound, count in after.items()})
    if memory:
        print("resident MB by second:", " ".join(f"{second}:{megabytes:.0f}" for second, megabytes in memory))


if __name__ == "__main__":
    main()

"""Measures how soon an added example answers: a support set of many examples, then one more at a time.

The examples are random unit vectors around one centre a class, sent as embeddings, so that nothing is encoded. Prints
how long the answer to an added example took (by then it is stored, and the head that knows it answers), and checks with
a classification that it does. Needs only the standard library:

    python3 tools/bench/teach.py --url http://127.0.0.1:8080 --classes 100 --shots 20 --method proker
"""

import argparse
import json
import math
import random
import statistics
import time
import urllib.error
import urllib.request


def send(url, method, path, body):
    request = urllib.request.Request(
        url + path, json.dumps(body).encode(), {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)


def unit(values):
    norm = math.sqrt(sum(value * value for value in values))
    return [value / norm for value in values]


def near(rng, centre, spread):
    return unit([value + spread * rng.gauss(0, 1) / math.sqrt(len(centre)) for value in centre])


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--url", default="http://127.0.0.1:8080")
    arguments.add_argument("--classes", type=int, default=100)
    arguments.add_argument("--shots", type=int, default=20)
    arguments.add_argument("--method", default="auto")
    arguments.add_argument("--more", type=int, default=20, help="examples added one by one at the end")
    options = arguments.parse_args()
    rng = random.Random(1)
    with urllib.request.urlopen(options.url + "/info", timeout=30) as info:
        dimension = json.load(info)["model"]["dimension"]
    labels = [f"class {i}" for i in range(options.classes)]
    centres = [unit([rng.gauss(0, 1) for _ in range(dimension)]) for _ in labels]
    name = f"/support-sets/bench-{int(time.time())}"
    send(options.url, "PUT", name, {"labels": labels, "method": options.method})
    begin = time.monotonic()
    for shot in range(options.shots):
        for label, centre in zip(labels, centres):
            headers = {"Content-Type": "application/json", "Prefer": "respond-async"}
            body = json.dumps({"label": label, "embedding": near(rng, centre, 0.5)}).encode()
            request = urllib.request.Request(
                options.url + name + "/examples", body, headers, method="POST")
            with urllib.request.urlopen(request, timeout=120) as answer:
                answer.read()
    stored = time.monotonic() - begin
    picture = near(rng, centres[0], 0.5)
    # The first fit of a large set chooses its method, for longer than a request may take.
    for _ in range(30):
        try:
            answer = send(options.url, "POST", f"/few-shot/classify?supportSet={name.split('/')[-1]}",
                          {"embedding": picture})
            break
        except urllib.error.HTTPError as failure:
            if failure.code != 504:
                raise
    fitted = time.monotonic() - begin - stored
    print(f"{options.classes * options.shots} examples stored one by one in {stored:.1f} s;"
          f" first answer {fitted:.1f} s later, method {answer['method']}")
    times = []
    for i in range(options.more):
        place = rng.randrange(options.classes)
        begin = time.monotonic()
        added = send(options.url, "POST", name + "/examples",
                     {"label": labels[place], "embedding": near(rng, centres[place], 0.5)})
        answer = send(options.url, "POST", f"/few-shot/classify?supportSet={name.split('/')[-1]}",
                      {"embedding": picture})
        times.append(time.monotonic() - begin)
        if answer["supportSet"]["version"] < added["version"]:
            raise SystemExit(f"The answer knows version {answer['supportSet']['version']},"
                             f" not {added['version']}")
    print(f"one more example until an answer knows it: median {statistics.median(times):.3f} s,"
          f" largest {max(times):.3f} s, of {options.more}")


if __name__ == "__main__":
    main()

"""Registration of a large label set next to the loop that most scripts have: one text at a time, padded to 77.

    python3 tools/bench/register.py --url http://127.0.0.1:8080 --checkpoint FOLDER --classes 1000 --texts 30

The set is registered in blocks, each followed by the loop over some of the same texts in transformers, on the same
checkpoint and as many threads, so that both meet the same machine. At the end the whole set is registered, whose
texts are all known by then. With --restarted it only waits for readiness and asks the registered set once: run it
right after a restart. Needs torch and transformers (see tools/parity/requirements.txt).
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
import urllib.error
import urllib.request

SET = "bench"


def ask(url: str, method: str = "GET", body: object = None, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """Status and body of one request."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **(headers or {})}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=120) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()
    except OSError as failure:
        return 0, str(failure)


def definition(first: int, classes: int, texts: int) -> dict[str, object]:
    """Classes with a name and so many attribute texts less one, none of which two classes share."""
    return {
        "classes": [
            {
                "label": f"thing {c}",
                "texts": {"attribute": [f"part {t} of kind {(c * 31 + t) % 997}" for t in range(texts - 1)]},
            }
            for c in range(first, first + classes)
        ]
    }


def sentences(body: dict[str, object]) -> list[str]:
    """The sentences that the default templates make of the attribute texts."""
    return [f"{c['label']} which has {t}" for c in body["classes"] for t in c["texts"]["attribute"]]


def register(url: str, name: str, body: dict[str, object]) -> float:
    """Seconds until the set is ready."""
    begin = time.monotonic()
    status, answer = ask(f"{url}/label-sets/{name}", "PUT", body, {"Prefer": "respond-async"})
    if status not in (200, 201, 202):
        raise SystemExit(f"{status} {answer}")
    job = json.loads(answer)["job"]
    while (state := json.loads(ask(f"{url}/jobs/{job}")[1]))["state"] not in ("succeeded", "failed", "cancelled"):
        time.sleep(0.05)
    if state["state"] != "succeeded":
        raise SystemExit(str(state))
    return time.monotonic() - begin


def one_by_one(checkpoint: str, threads: int):
    """The loop: a text at a time, padded to the context."""
    import torch
    from transformers import CLIPModel, CLIPTokenizerFast

    torch.set_num_threads(threads)
    model = CLIPModel.from_pretrained(checkpoint).eval()
    tokenizer = CLIPTokenizerFast.from_pretrained(checkpoint)

    def run(texts: list[str]) -> float:
        begin = time.monotonic()
        with torch.inference_mode():
            for text in texts:
                tokens = tokenizer(text, padding="max_length", max_length=77, truncation=True, return_tensors="pt")
                features = model.get_text_features(**tokens)
                if not torch.is_tensor(features):
                    features = features.pooler_output
                features / features.norm(dim=-1, keepdim=True)
        return time.monotonic() - begin

    return run


def restarted(url: str) -> None:
    """From readiness to the first answer of the registered set, and whether texts were encoded for it."""
    while ask(f"{url}/ready")[0] != 200:
        time.sleep(0.02)
    begin = time.monotonic()
    embedding = [1.0] + [0.0] * (json.loads(ask(f"{url}/info")[1])["model"]["dimension"] - 1)
    while (answer := ask(f"{url}/classify", "POST", {"embedding": embedding, "labelSet": SET}))[0] != 200:
        time.sleep(0.02)
    seconds = time.monotonic() - begin
    metrics = ask(f"{url}/actuator/prometheus")[1].splitlines()
    batches = [line for line in metrics if line.startswith('clipcoder_encode_seconds_count{kind="text"')]
    print(f"first answer of the set {seconds:.2f} s after readiness: {answer[1][:60]}…")
    print(f"batches of texts since the start (3 are the warm-up): {batches}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--checkpoint", help="folder of the checkpoint that the service runs")
    parser.add_argument("--classes", type=int, default=1000)
    parser.add_argument("--texts", type=int, default=30)
    parser.add_argument("--blocks", type=int, default=10)
    parser.add_argument("--loop", type=int, default=100, help="texts of the loop after each block")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--restarted", action="store_true")
    args = parser.parse_args()
    if args.restarted:
        restarted(args.url)
        return
    loop = one_by_one(args.checkpoint, args.threads)
    loop(["warm up"] * 5)
    size = args.classes // args.blocks
    ratios, ours = [], []
    for block in range(args.blocks):
        body = definition(block * size, size, args.texts)
        rate = size * args.texts / register(args.url, f"{SET}-{block}", body)
        naive = args.loop / loop(sentences(body)[: args.loop])
        ratios.append(rate / naive)
        ours.append(rate)
        print(f"block {block}: {rate:.0f} texts/s registered, {naive:.0f} texts/s one by one", flush=True)
    print(f"median {statistics.median(ours):.0f} texts/s, {statistics.median(ratios):.1f} times the loop")
    whole = definition(0, size * args.blocks, args.texts)
    print(f"the whole set, its texts known: {register(args.url, SET, whole):.1f} s")


if __name__ == "__main__":
    main()

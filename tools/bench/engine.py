"""The towers alone, next to other engines on the same weights: milliseconds a batch, by turns in one run.

    mvn -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
    python3 tools/bench/engine_models.py vit-b-32 MODEL
    python3 tools/bench/engine.py MODEL --threads 2 --seconds 120 --log docs/measurements/engine-b32-2.txt

Engines: clipcoder (fp32 with mapped weights, fp32 packed by oneDNN, int8), ONNX Runtime (fp32, its dynamic int8),
transformers (fp32). Every round gives each one turn for each kind of work, and measures this machine's SGEMM rate before;
what is told are medians with quartiles. Texts have --tokens tokens here; ONNX Runtime and transformers get them padded
to 77, as their servers do. `of SGEMM` is the tower's floating point operations over the time, as a share of the SGEMM
rate: of the better of what torch.mm (MKL) and oneDNN reach on that many threads.

On a GPU: --device cuda --batches 1,16,64,256 compares this module in fp32, fp16 and bf16 with transformers (SDPA) and
the same compiled by torch.compile. It needs the CUDA libraries of docs/models.md for Java and a CUDA build of torch.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

os.environ.setdefault("GOMP_SPINCOUNT", "20000")  # what the service sets for itself

import numpy as np  # noqa: E402
import torch  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONTEXT = 77
Turn = Callable[[str, int, int], list[float]]


def gflop(config: dict, kind: str, batch: int, tokens: int) -> float:
    """Of the matrix products of a batch, two operations for each multiplication."""
    part = {**({"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "image_size": 224, "patch_size": 32}
               if kind == "image" else {"hidden_size": 512, "intermediate_size": 2048, "num_hidden_layers": 12}),
            **config["vision_config" if kind == "image" else "text_config"]}
    width, inner, layers = part["hidden_size"], part["intermediate_size"], part["num_hidden_layers"]
    patches = (part["image_size"] // part["patch_size"]) ** 2 if kind == "image" else 0
    length = patches + 1 if kind == "image" else tokens
    layer = length * (4 * width * width + 2 * width * inner) + 2 * length * length * width
    stem = patches * width * 3 * part["patch_size"] ** 2 if kind == "image" else 0
    return 2e-9 * batch * (layers * layer + stem + width * config["projection_dim"])


def timed(rounds: int, work: Callable[[], object]) -> list[float]:
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1000)
    return taken


def sgemm(threads: int) -> Callable[[], float]:
    """GFLOP/s of the better library for a product of the size of a batch's."""
    a, b = torch.randn(800, 768), torch.randn(3072, 768)
    packed = torch.ops.mkldnn._reorder_linear_weight(b, 800)
    forms = [
        lambda: torch.mm(a, b.t()),
        lambda: torch.ops.mkldnn._linear_pointwise(a, packed, None, "none", [], ""),
    ]
    return lambda: max(2e-6 * 800 * 768 * 3072 / min(timed(3, form)) for form in forms)


class Clipcoder:
    """A Java process that takes turns."""

    def __init__(self, model: pathlib.Path, form: str, threads: int, gpu: int, tokens: int) -> None:
        classpath = f"target/test-classes:target/classes:{(ROOT / 'target/test.classpath').read_text().strip()}"
        self.form, self.tokens = form, tokens
        java = pathlib.Path(os.environ["JAVA_HOME"]) / "bin/java" if "JAVA_HOME" in os.environ else "java"
        self.process = subprocess.Popen(
            [str(java), "--enable-native-access=ALL-UNNAMED", "-cp", classpath,
             "dev.clipcoder.encoder.internal.EngineBenchmark", str(model), form, str(threads), str(gpu)],
            cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        while (line := self.process.stdout.readline()).strip() != "ready":  # logs come before
            if not line:
                raise SystemExit(f"The engine did not start in {form}.")

    def turn(self, kind: str, batch: int, rounds: int) -> list[float]:
        tokens = "" if kind == "image" else f" {self.tokens}"
        try:
            self.process.stdin.write(f"{kind} {batch} {rounds}{tokens}\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise SystemExit(f"The engine in {self.form} has ended; its last order was {kind} {batch}.")
        return [float(word) for word in line.split()]


def onnx(model: pathlib.Path, suffix: str, threads: int, side: int) -> Turn:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    sessions = {kind: onnxruntime.InferenceSession(str(model / "onnx" / f"{kind}{suffix}.onnx"), options,
                                                   providers=["CPUExecutionProvider"]) for kind in ("image", "text")}

    def turn(kind: str, batch: int, rounds: int) -> list[float]:
        pixels = kind == "image"
        feed = {"pixel_values": np.random.rand(batch, 3, side, side).astype(np.float32)} if pixels else {
            "input_ids": padded(batch).numpy()}
        return timed(rounds, lambda: sessions[kind].run(None, feed))

    return turn


def padded(batch: int) -> torch.Tensor:
    ids = torch.randint(1, 49406, (batch, CONTEXT))
    ids[:, 0], ids[:, 12:] = 49406, 49407
    return ids


def transformers(model: pathlib.Path, side: int, device: str, dtype: torch.dtype, compiled: bool) -> Turn:
    from transformers import CLIPModel

    clip = CLIPModel.from_pretrained(model, attn_implementation="sdpa", dtype=dtype).to(device).eval()
    towers = {"image": clip.get_image_features, "text": clip.get_text_features}
    if compiled:
        towers = {kind: torch.compile(tower) for kind, tower in towers.items()}

    def turn(kind: str, batch: int, rounds: int) -> list[float]:
        if kind == "image":
            feed = {"pixel_values": torch.randn(batch, 3, side, side, dtype=dtype, device=device)}
        else:
            feed = {"input_ids": padded(batch).to(device)}

        def work() -> None:
            answer = towers[kind](**feed)
            answer = getattr(answer, "pooler_output", answer)
            answer.float().cpu()  # waits for the device

        with torch.inference_mode():
            return timed(rounds, work)

    return turn


def engines(arguments: argparse.Namespace, side: int) -> dict[str, Turn]:
    model, threads = arguments.model, arguments.threads
    gpu = 0 if arguments.device == "cuda" else -1
    forms = ["fp32", "fp16", "bf16"] if gpu == 0 else ["fp32", "packed", "int8"]
    found = {f"clipcoder {form}": Clipcoder(model, form, threads, gpu, arguments.tokens).turn for form in forms}
    if gpu == 0:
        for name, dtype in (("fp32", torch.float32), ("fp16", torch.float16), ("bf16", torch.bfloat16)):
            found[f"transformers {name}"] = transformers(model, side, "cuda", dtype, False)
            found[f"transformers {name} compiled"] = transformers(model, side, "cuda", dtype, True)
        return found
    found["onnxruntime fp32"] = onnx(model, "", threads, side)
    found["onnxruntime int8"] = onnx(model, "-int8", threads, side)
    found["transformers fp32"] = transformers(model, side, "cpu", torch.float32, False)
    return found


def machine() -> str:
    names = {line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")}
    flags = next(line for line in open("/proc/cpuinfo") if line.startswith("flags")).split()
    chosen = [flag for flag in ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "avx512_bf16", "amx_int8") if flag in flags]
    return f"{', '.join(names)}, {os.cpu_count()} processors, {' '.join(chosen)}, {platform.platform()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--batches", default="1,16")
    parser.add_argument("--kinds", default="image,text")
    parser.add_argument("--tokens", type=int, default=12)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--log", type=pathlib.Path, required=True, help="where every figure is written")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    config = json.loads((arguments.model / "config.json").read_text())
    side = config["vision_config"].get("image_size", 224)
    found = engines(arguments, side)
    work = [(kind, int(batch)) for kind in arguments.kinds.split(",") for batch in arguments.batches.split(",")]
    for turn in found.values():  # plans, caches, compilation
        for kind, batch in work:
            turn(kind, batch, 2)
    rate, rates = sgemm(arguments.threads), []
    times: dict[tuple[str, int, str], list[float]] = {}
    end = time.monotonic() + arguments.seconds
    while time.monotonic() < end:
        rates.append(rate())
        for kind, batch in work:
            for name, turn in found.items():
                times.setdefault((kind, batch, name), []).extend(turn(kind, batch, 3 if batch == 1 else 1))
    report(arguments, config, rates, times)


def report(arguments: argparse.Namespace, config: dict, rates: list[float], times: dict) -> None:
    arguments.log.parent.mkdir(parents=True, exist_ok=True)
    rate = statistics.median(rates)
    heading = [f"# {' '.join(sys.argv)}", f"# {time.strftime('%Y-%m-%d %H:%M')}, {machine()}",
               f"# {arguments.threads} threads; SGEMM {rate:.0f} GFLOP/s ({min(rates):.0f} to {max(rates):.0f})"]
    with arguments.log.open("w") as log:
        print(*heading, sep="\n", file=log)
        for (kind, batch, name), taken in times.items():
            print(kind, batch, name.replace(" ", "-"), *(f"{t:.2f}" for t in taken), file=log)
    print(*heading, sep="\n")
    print("| work | batch | engine | ms, median (quartiles) | per second | of SGEMM |\n|---|---|---|---|---|---|")
    for (kind, batch, name), taken in times.items():
        low, middle, high = statistics.quantiles(taken, n=4)
        done = gflop(config, kind, batch, arguments.tokens) / middle * 1000
        print(f"| {kind} | {batch} | {name} | {middle:.1f} ({low:.1f} to {high:.1f}) | {batch * 1000 / middle:.1f} | {done / rate:.0%} |")


if __name__ == "__main__":
    main()

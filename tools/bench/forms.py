"""Forms of a transformer layer on the CPU, by turns in one run: which of them the service's scripts should have.

    python3 tools/bench/forms.py fp32 --threads 2 --seconds 60
    python3 tools/bench/forms.py int8 --threads 2 --seconds 60 --profile

Twelve layers of a ViT-B/32's width with random weights, on the operations of torch that the service loads, without
patches and projection. A form may be run in batches of so many pictures: `signed-bytes/8`. Needs torch 2.7.1 and nothing else.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("GOMP_SPINCOUNT", "20000")  # what the service sets for itself

import torch  # noqa: E402
from torch.nn import functional  # noqa: E402

WIDTH, INNER, HEADS, LAYERS, PATCHES = 768, 3072, 12, 12, 50
QUICK = 1.702  # OpenAI's activation is x * sigmoid(1.702 x)
Weights = dict[str, torch.Tensor]
Form = Callable[[torch.Tensor], torch.Tensor]

fp32_product = torch.ops.mkldnn._linear_pointwise.default
fp32_product_and_sum = torch.ops.mkldnn._linear_pointwise.binary
int8_product = torch.ops.onednn.qlinear_pointwise.default
NO_ZERO_POINTS = torch.zeros(1, dtype=torch.int32)


def random_layer() -> Weights:
    layer = {}
    for name, (out, into) in {"q": (WIDTH, WIDTH), "k": (WIDTH, WIDTH), "v": (WIDTH, WIDTH), "o": (WIDTH, WIDTH),
                              "up": (INNER, WIDTH), "down": (WIDTH, INNER)}.items():
        layer[name], layer[f"{name} bias"] = torch.randn(out, into) * 0.03, torch.randn(out) * 0.03
    layer["qkv"] = torch.cat([layer["q"], layer["k"], layer["v"]])
    layer["qkv bias"] = torch.cat([layer["q bias"], layer["k bias"], layer["v bias"]])
    layer["folded up"], layer["folded up bias"] = layer["up"] * QUICK, layer["up bias"] * QUICK
    layer["folded down"], layer["folded down bias"] = layer["down"] / QUICK, layer["down bias"]
    return layer


def norm(x: torch.Tensor) -> torch.Tensor:
    return functional.layer_norm(x, [WIDTH])


def quick_gelu(x: torch.Tensor) -> torch.Tensor:
    return torch.sigmoid_(x * QUICK).mul_(x)


def attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """Each `[rows][width]`, or three of one product with that width among others; returns `[rows][width]`."""
    heads = (part.view(-1, PATCHES, HEADS, WIDTH // HEADS).transpose(1, 2) for part in (q, k, v))
    return functional.scaled_dot_product_attention(*heads).transpose(1, 2).reshape(-1, WIDTH)


def thirds(qkv: torch.Tensor) -> tuple[torch.Tensor, ...]:
    return qkv.split(WIDTH, dim=1)


# fp32


def mapped(layers: list[Weights]) -> Form:
    def times(x: torch.Tensor, w: Weights, name: str) -> torch.Tensor:
        return torch.addmm(w[f"{name} bias"], x, w[name].t())

    def run(x: torch.Tensor) -> torch.Tensor:
        for w in layers:
            h = norm(x)
            x = x + times(attention(*(times(h, w, name) for name in "qkv")), w, "o")
            x = x + times(quick_gelu(times(norm(x), w, "up")), w, "down")
        return x

    return run


def packed(layers: list[Weights], *, fused_activation: bool, fused_qkv: bool = False, rows: int | None = None) -> Form:
    """@param rows: what oneDNN is told of the number of rows that will come"""
    placed = [{name: torch.ops.mkldnn._reorder_linear_weight(value, rows) if value.dim() == 2 else value
               for name, value in w.items()} for w in layers]

    def times(x: torch.Tensor, w: Weights, name: str, activation: str = "none") -> torch.Tensor:
        return fp32_product(x, w[name], w[f"{name} bias"], activation, [], "")

    def add(x: torch.Tensor, to: torch.Tensor, w: Weights, name: str) -> torch.Tensor:
        return fp32_product_and_sum(x, to, w[name], w[f"{name} bias"], "add")

    def run(x: torch.Tensor) -> torch.Tensor:
        for w in placed:
            h = norm(x)
            parts = thirds(times(h, w, "qkv")) if fused_qkv else [times(h, w, name) for name in "qkv"]
            x = add(attention(*parts), x, w, "o")
            if fused_activation:
                x = add(times(norm(x), w, "folded up", "swish"), x, w, "folded down")
            else:
                x = add(quick_gelu(times(norm(x), w, "up")), x, w, "down")
        return x

    return run


def products(layers: list[Weights]) -> Form:
    """The matrix products of all layers and nothing between them: what no form can be faster than."""
    placed = [{name: torch.ops.mkldnn._reorder_linear_weight(value, None) for name, value in w.items() if value.dim() == 2}
              for w in layers]

    def run(x: torch.Tensor) -> torch.Tensor:
        for w in placed:
            for name in "qkvo":
                fp32_product(x, w[name], None, "none", [], "")
            fp32_product(fp32_product(x, w["up"], None, "none", [], ""), w["down"], None, "none", [], "")
        return x

    return run


# int8, a scale for each row of activations


def by_abs(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    scale = torch.clamp_min(x.abs().amax(-1, True) / 127.0, 1e-30)
    return torch.add(x / scale, 128.5).to(torch.uint8), scale


def by_norm(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    scale = torch.linalg.vector_norm(x, float("inf"), -1, True).div_(127.0).clamp_min_(1e-30)
    return torch.addcdiv(torch.tensor(128.5), x, scale).to(torch.uint8), scale


def by_extremes(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    scale = torch.maximum(x.amax(-1, True), x.amin(-1, True).neg_()).div_(127.0).clamp_min_(1e-30)
    return (x / scale).add_(128.5).to(torch.uint8), scale


def by_signed(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    scale = torch.maximum(x.amax(-1, True), x.amin(-1, True).neg_()).div_(127.0).clamp_min_(1e-30)
    return (x / scale).round_().to(torch.int8).to(torch.uint8).bitwise_xor_(128), scale


def int8(layers: list[Weights], quantise: Callable, *, folded: bool, in_place: bool) -> Form:
    placed = []
    for w in layers:
        q = dict(w)
        for name in ("qkv", "o", "up", "down", "folded up", "folded down"):
            scale = (w[name].abs().amax(1) / 127).clamp_min(1e-30)
            q[f"{name} scale"] = scale
            q[name] = torch.ops.onednn.qlinear_prepack((w[name] / scale[:, None]).round().to(torch.int8), None)
        placed.append(q)

    def times(x: torch.Tensor, w: Weights, name: str) -> torch.Tensor:
        rounded, scale = quantise(x)
        y = int8_product(rounded, 1.0, 128, w[name], w[f"{name} scale"], NO_ZERO_POINTS, None, 1.0, 0, torch.float32,
                         "none", [], "")
        return torch.addcmul(w[f"{name} bias"], y, scale, out=y if in_place else None)

    def add(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return y.add_(x) if in_place else x + y

    def run(x: torch.Tensor) -> torch.Tensor:
        for w in placed:
            x = add(x, times(attention(*thirds(times(norm(x), w, "qkv"))), w, "o"))
            h = norm(x)
            if folded:
                h = times(functional.silu(times(h, w, "folded up"), inplace=True), w, "folded down")
            else:
                h = times(quick_gelu(times(h, w, "up")), w, "down")
            x = add(x, h)
        return x

    return run


def fp32_forms(layers: list[Weights]) -> dict[str, Form]:
    return {
        "mapped": mapped(layers),
        "packed": packed(layers, fused_activation=False),
        "fused-activation": packed(layers, fused_activation=True),
        "fused-qkv": packed(layers, fused_activation=True, fused_qkv=True),
        "for-50-rows": packed(layers, fused_activation=True, rows=50),
        "for-800-rows": packed(layers, fused_activation=True, rows=800),
        "products-alone": products(layers),
    }


def int8_forms(layers: list[Weights]) -> dict[str, Form]:
    signed = int8(layers, by_signed, folded=True, in_place=True)
    return {
        "three-passes": int8(layers, by_abs, folded=False, in_place=False),
        "silu": int8(layers, by_abs, folded=True, in_place=False),
        "vector-norm": int8(layers, by_norm, folded=True, in_place=False),
        "in-place": int8(layers, by_extremes, folded=True, in_place=True),
        "signed-bytes": signed,
        "signed-bytes/8": lambda x: torch.cat([signed(part) for part in x.split(8 * PATCHES)]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("precision", choices=("fp32", "int8"))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batches", default="1,16")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--profile", action="store_true", help="the nine operations that take the longest, of each")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.set_grad_enabled(False)
    torch.manual_seed(0)
    layers = [random_layer() for _ in range(LAYERS)]
    forms = (fp32_forms if arguments.precision == "fp32" else int8_forms)(layers)
    pictures = {int(batch): torch.randn(int(batch) * PATCHES, WIDTH) for batch in arguments.batches.split(",")}
    reference = mapped(layers)
    for batch, x in pictures.items():
        expected = reference(x)
        for name, form in forms.items():
            if name == "products-alone":
                continue
            cosine = functional.cosine_similarity(form(x), expected).min().item()
            print(f"# {name}, {batch}: smallest cosine to mapped fp32 {cosine:.6f}")
    taken: dict[tuple[int, str], list[float]] = {}
    until = time.monotonic() + arguments.seconds
    while time.monotonic() < until:
        for batch, x in pictures.items():
            for name, form in forms.items():
                begin = time.perf_counter()
                form(x)
                taken.setdefault((batch, name), []).append((time.perf_counter() - begin) * 1000)
    print("| batch | form | ms, median (quartiles) |\n|---|---|---|")
    for (batch, name), times in taken.items():
        low, middle, high = statistics.quantiles(times, n=4)
        print(f"| {batch} | {name} | {middle:.1f} ({low:.1f} to {high:.1f}) |")
    if arguments.profile:
        for name, form in forms.items():
            for batch, x in pictures.items():
                with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as profile:
                    form(x)
                print(f"# {name}, {batch}")
                print(profile.key_averages().table(sort_by="self_cpu_time_total", row_limit=9, max_name_column_width=40))


if __name__ == "__main__":
    main()

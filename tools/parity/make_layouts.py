"""Small random checkpoints in the other layouts, into src/test/resources/layouts.

OpenCLIP's folders are written and read by open_clip; the others are transformers' folders of make_checkpoints.py,
stored otherwise. expected.json says what each is for. The tokenizer is that of make_checkpoints.py.
"""

from __future__ import annotations

import gc
import json
import shutil
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import open_clip
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

import tiny_tokenizer
from clip_fixtures import RESOURCES, Reference, unit, write_json
from make_checkpoints import EOT, PICTURES, TEXTS, VOCABULARY, picture

TARGET = RESOURCES / "layouts"
CHECKPOINTS = RESOURCES / "checkpoints"


@dataclass
class Variant:
    """One OpenCLIP folder."""

    name: str
    purpose: str
    vision: dict[str, Any]
    text: dict[str, Any]
    model: dict[str, Any] = field(default_factory=dict)
    preprocess: dict[str, Any] = field(default_factory=dict)
    dtype: torch.dtype = torch.float32
    file: str = "open_clip_model.safetensors"
    tokenizer_json: bool = True
    eos_id: int | None = None

    def config(self) -> dict[str, Any]:
        return {
            "model_cfg": {"embed_dim": 24, "vision_cfg": self.vision, "text_cfg": self.text, **self.model},
            "preprocess_cfg": self.preprocess,
        }


VISION = {"image_size": 32, "layers": 2, "width": 48, "head_width": 16, "patch_size": 8}
TEXT = {"context_length": 77, "vocab_size": VOCABULARY, "width": 32, "heads": 4, "layers": 2}

VARIANTS = [
    Variant(
        "open-clip-f32",
        "one safetensors file, gelu, mlp_ratio that is rounded down, shortest side, crop rounded half to even, "
        "vocab.json with merges.txt and no tokenizer.json",
        vision={**VISION, "mlp_ratio": 2.29},
        text=TEXT,
        preprocess={"mean": [0.5, 0.4, 0.3], "std": [0.2, 0.25, 0.3], "interpolation": "bicubic", "resize_mode": "shortest"},
        tokenizer_json=False,
    ),
    Variant(
        "open-clip-quick-gelu-bin-f16",
        "torch file, quick_gelu, F16, sparse preprocess_cfg",
        vision=VISION,
        text=TEXT,
        model={"quick_gelu": True},
        dtype=torch.float16,
        file="open_clip_pytorch_model.bin",
    ),
    Variant(
        "open-clip-squash-bf16",
        "squash, bilinear, one number for mean and std, BF16, pooled at the first eos_id, other context length",
        vision={**VISION, "image_size": [32, 32], "patch_size": 16},
        text={**TEXT, "context_length": 40, "pool_type": "eos", "eos_id": EOT, "hf_tokenizer_name": "tiny"},
        preprocess={"mean": 0.5, "std": 0.5, "interpolation": "bilinear", "resize_mode": "squash", "fill_color": 0},
        dtype=torch.bfloat16,
        eos_id=EOT,
    ),
    Variant(
        "open-clip-longest-bin-f32",
        "torch file, longest side, filled up with level 127, norm_kwargs",
        vision={**VISION, "layers": 1, "norm_kwargs": {"eps": 1e-3}},
        text={**TEXT, "layers": 1, "norm_kwargs": {"eps": 1e-2}},
        preprocess={"resize_mode": "longest", "fill_color": 127},
        file="open_clip_pytorch_model.bin",
    ),
]


def randomise(model: torch.nn.Module, seed: int) -> None:
    """As clip_fixtures.random_model: every parameter matters, towers neither vanish nor explode."""
    rng = np.random.default_rng(seed)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            if name == "logit_scale":
                parameter.fill_(3.1)
                continue
            noise = torch.from_numpy(rng.standard_normal(tuple(parameter.shape), dtype=np.float32))
            if "ln_" in name and name.endswith("weight"):
                parameter.copy_(1 + 0.1 * noise)
            elif name.endswith("bias"):
                parameter.copy_(0.1 * noise)
            elif "embedding" in name:
                parameter.copy_(0.2 * noise)
            elif name in ("visual.proj", "text_projection"):
                parameter.copy_(noise * parameter.shape[0] ** -0.5)
            else:
                parameter.copy_(noise * parameter[0].numel() ** -0.5)


def save(path: Path, tensors: dict[str, torch.Tensor]) -> None:
    if path.suffix == ".safetensors":
        save_file({k: v.contiguous() for k, v in tensors.items()}, path, metadata={"format": "pt"})
    else:
        torch.save(OrderedDict(tensors), path)


def make_open_clip(variant: Variant, pictures: dict[str, Image.Image], seed: int) -> None:
    folder = TARGET / variant.name
    folder.mkdir(parents=True)
    vocab, merges = tiny_tokenizer.train(Path(__file__).with_name("corpus.txt"), VOCABULARY)
    tokenizer = tiny_tokenizer.save(folder, vocab, merges, [])
    unwanted = ("vocab.json", "merges.txt") if variant.tokenizer_json else ("tokenizer.json", "tokenizer_config.json")
    for name in unwanted:
        (folder / name).unlink()
    write_json(folder / "open_clip_config.json", variant.config())
    model, _, _ = open_clip.create_model_and_transforms(f"local-dir:{folder}", load_weights=False)
    randomise(model, seed)
    save(folder / variant.file, {k: v.to(variant.dtype) for k, v in model.state_dict().items()})
    del model
    gc.collect()
    write_open_clip(folder, variant, tokenizer, TEXTS, pictures)


def write_open_clip(
    folder: Path, variant: Variant, tokenizer: Any, texts: list[str], pictures: dict[str, Image.Image]
) -> None:
    """What open_clip computes in float32 from the folder as stored, given the ids of the folder's tokenizer."""
    model, _, transform = open_clip.create_model_and_transforms(f"local-dir:{folder}")
    model.eval()
    context = variant.text.get("context_length", 77)
    ids = [tokenizer(text, truncation=True, max_length=context)["input_ids"] for text in texts]
    padded = torch.tensor([row + [0] * (context - len(row)) for row in ids])
    resize = open_clip.transform.Compose([t for t in transform.transforms if type(t).__name__ not in ("MaybeToTensor", "Normalize")])
    with torch.inference_mode():
        text_rows = unit(model.encode_text(padded))
        image_rows = unit(torch.cat([model.encode_image(transform(p)[None]) for p in pictures.values()]))
    write_json(folder / "texts.json", texts)
    (folder / "text-ids.json").write_text("[\n" + ",\n".join(json.dumps(row) for row in ids) + "\n]\n", encoding="utf-8")
    np.save(folder / "text-embeddings.npy", text_rows)
    np.save(folder / "image-embeddings.npy", image_rows)
    np.save(folder / "pixels.npy", np.stack([np.asarray(resize(p)) for p in pictures.values()]))
    scale = float(model.logit_scale.detach())
    write_json(
        folder / "expected.json",
        {
            "dimension": int(text_rows.shape[1]),
            "logit_scale": scale,
            "logit_scale_exp": float(np.exp(scale)),
            "images": list(pictures),
            "purpose": variant.purpose,
            "dtype": str(variant.dtype).removeprefix("torch."),
        },
    )


def copy_of(name: str, source: str) -> Path:
    folder = TARGET / name
    shutil.copytree(CHECKPOINTS / source, folder)
    return folder


def without_safetensors(folder: Path) -> dict[str, torch.Tensor]:
    tensors: dict[str, torch.Tensor] = {}
    for file in sorted(folder.glob("*.safetensors")):
        tensors.update(load_file(file))
        file.unlink()
    return tensors


def make_torch_folders(pictures: dict[str, Image.Image]) -> None:
    """transformers' folders with torch files."""
    for name, source, purpose in (
        ("torch-f32", "legacy-config", "pytorch_model.bin, position_ids, a matrix stored transposed, shared storages"),
        ("torch-f16", "quick-gelu-f16", "pytorch_model.bin in F16 of parameters, under state_dict"),
        ("torch-bf16", "gelu-bf16", "pytorch_model.bin in BF16"),
    ):
        folder = copy_of(name, source)
        tensors = without_safetensors(folder)
        state: Any = OrderedDict(tensors)
        if name == "torch-f32":
            key = "text_projection.weight"
            state[key] = tensors[key].t().contiguous().t()
            norms = [k for k in tensors if k.endswith("layer_norm1.weight") and k.startswith("text")]
            flat = torch.cat([tensors[k] for k in norms])
            for i, k in enumerate(norms):
                state[k] = flat[i * 32 : (i + 1) * 32]
        if name == "torch-f16":
            state = {"epoch": 3, "state_dict": {k: torch.nn.Parameter(v) for k, v in tensors.items()}, "name": None}
        torch.save(state, folder / "pytorch_model.bin")
        purposely(folder, purpose)

    folder = copy_of("torch-sharded", "gelu-f32-sharded")
    index = json.loads((folder / "model.safetensors.index.json").read_text("utf-8"))
    (folder / "model.safetensors.index.json").unlink()
    for file in sorted(folder.glob("*.safetensors")):
        torch.save(OrderedDict(load_file(file)), folder / file.name.replace("model", "pytorch_model").replace(".safetensors", ".bin"))
        file.unlink()
    index["weight_map"] = {
        k: v.replace("model", "pytorch_model").replace(".safetensors", ".bin") for k, v in index["weight_map"].items()
    }
    write_json(folder / "pytorch_model.bin.index.json", index)
    purposely(folder, "pytorch_model.bin in shards with an index")

    folder = copy_of("vocab-merges", "eos-2")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (folder / name).unlink()
    purposely(folder, "vocab.json and merges.txt without tokenizer.json")


def purposely(folder: Path, purpose: str) -> None:
    """transformers' own expectations of the folder as it is now; it must load it."""
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    pictures = {name: Image.open(CHECKPOINTS / "images" / name).convert("RGB") for name in expected["images"]}
    weights = folder / "pytorch_model.bin"
    nested = weights.is_file() and "state_dict" in torch.load(weights)
    if nested:  # transformers does not look under state_dict: the expectations of the source stand
        expected["purpose"] = purpose
        write_json(folder / "expected.json", expected)
    else:
        notes = {k: expected[k] for k in ("eot_id", "dtype")}
        Reference(folder).write_expected(TEXTS, pictures, {"purpose": purpose, **notes})
    keep = {"vocab-merges": ()}.get(folder.name, ("vocab.json", "merges.txt"))
    for name in keep:
        (folder / name).unlink(missing_ok=True)
    print(f"{folder.name}: {sum(f.stat().st_size for f in folder.iterdir()) / 1000:.0f} kB")


def main() -> None:
    torch.set_num_threads(1)
    shutil.rmtree(TARGET, ignore_errors=True)
    pictures = {f"{n}.png": picture(w, h, seed=i) for i, (n, (w, h)) in enumerate(PICTURES.items())}
    for seed, variant in enumerate(VARIANTS):
        if variant.preprocess.get("resize_mode") == "longest":
            wanted = {n: p for n, p in pictures.items() if n != "panorama.png"}
        else:
            wanted = pictures
        make_open_clip(variant, wanted, seed=555 + seed)
        size = sum(f.stat().st_size for f in (TARGET / variant.name).iterdir())
        print(f"{variant.name}: {size / 1000:.0f} kB")
    make_torch_folders(pictures)


if __name__ == "__main__":
    main()

"""Every family in every form and precision in which it is published, into src/test/resources/forms.

<family>/shared holds what the forms have in common: configuration, tokenizer, preprocessing, texts and pixels;
<family>/<form>-<dtype> the weights, and what transformers or open_clip compute from them. The two folders together are
a checkpoint. Other variations of a family are in the folders that the other scripts write; here only the container of
the weights differs. Each form has weights of its own.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

import open_clip
import torch
from PIL import Image
from safetensors.torch import save_file
from transformers import CLIPConfig, CLIPModel, CLIPTokenizerFast, Siglip2Tokenizer, SiglipConfig, SiglipModel

import make_siglip
import siglip_tokenizers
from clip_fixtures import RESOURCES, Reference, random_model, write_json
from make_checkpoints import EOT, PICTURES, SMALL_TEXT, SMALL_VISION, TEXTS, picture
from make_layouts import Variant, randomise, write_open_clip

TARGET = RESOURCES / "forms"
DTYPES = {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}
OF_THE_FORM = {"image-embeddings.npy", "text-embeddings.npy", "expected.json"}
SHARDS = 3

Tensors = dict[str, torch.Tensor]
Pictures = dict[str, Image.Image]


def safetensors(folder: Path, stem: str, tensors: Tensors) -> None:
    save_file({k: v.contiguous() for k, v in tensors.items()}, folder / f"{stem}.safetensors", metadata={"format": "pt"})


def torch_file(folder: Path, stem: str, tensors: Tensors) -> None:
    torch.save(tensors, folder / f"{stem}.bin")


def sharded(one: Callable[[Path, str, Tensors], None], suffix: str) -> Callable[[Path, str, Tensors], None]:
    """In shards with an index; the tensors of a layer are spread over them."""

    def write(folder: Path, stem: str, tensors: Tensors) -> None:
        weight_map = {}
        for shard in range(SHARDS):
            name = f"{stem}-{shard + 1:05}-of-{SHARDS:05}"
            keys = list(tensors)[shard::SHARDS]
            one(folder, name, {k: tensors[k] for k in keys})
            weight_map.update(dict.fromkeys(keys, f"{name}{suffix}"))
        size = sum(v.numel() * v.element_size() for v in tensors.values())
        write_json(folder / f"{stem}{suffix}.index.json", {"metadata": {"total_size": size}, "weight_map": weight_map})

    return write


WRITERS = {
    "safetensors": (safetensors, "model"),
    "torch": (torch_file, "pytorch_model"),
    "sharded-safetensors": (sharded(safetensors, ".safetensors"), "model"),
    "sharded-torch": (sharded(torch_file, ".bin"), "pytorch_model"),
}
OPEN_CLIP_WRITERS = {
    "safetensors": (safetensors, "open_clip_model"),
    "torch": (torch_file, "open_clip_pytorch_model"),
}


@dataclass
class Family:
    name: str
    writers: dict[str, tuple[Callable[[Path, str, Tensors], None], str]]
    prepare: Callable[[Path], None]
    network: Callable[[Path, int], torch.nn.Module]
    expect: Callable[[Path, Pictures], None]


def copy(source: str, target: Path, *names: str) -> None:
    for name in names:
        shutil.copyfile(RESOURCES / source / name, target / name)


def config_of(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "config.json").read_text("utf-8"))


def prepare_clip(folder: Path) -> None:
    config = CLIPConfig(
        text_config={"vocab_size": EOT + 1, "eos_token_id": EOT, "bos_token_id": EOT - 1, "pad_token_id": EOT, **SMALL_TEXT},
        vision_config=SMALL_VISION,
        projection_dim=20,
    )
    write_json(folder / "config.json", {"model_type": "clip", **config.to_diff_dict()})
    copy("checkpoints/quick-gelu-f32", folder, "tokenizer.json", "tokenizer_config.json", "preprocessor_config.json")


def expect_clip(folder: Path, pictures: Pictures) -> None:
    Reference(folder).write_expected(TEXTS, pictures, {})


def prepare_open_clip(folder: Path) -> None:
    copy("layouts/open-clip-squash-bf16", folder, "tokenizer.json", "tokenizer_config.json")
    vision = {"image_size": 32, "layers": 1, "width": 24, "head_width": 12, "patch_size": 8}
    text = {"context_length": 77, "vocab_size": EOT + 1, "width": 16, "heads": 2, "layers": 1}
    write_json(
        folder / "open_clip_config.json",
        {"model_cfg": {"embed_dim": 20, "vision_cfg": vision, "text_cfg": text}, "preprocess_cfg": {}},
    )


def open_clip_network(folder: Path, seed: int) -> torch.nn.Module:
    network, _, _ = open_clip.create_model_and_transforms(f"local-dir:{folder}", load_weights=False)
    randomise(network, seed)
    return network


def expect_open_clip(folder: Path, pictures: Pictures) -> None:
    config = json.loads((folder / "open_clip_config.json").read_text("utf-8"))["model_cfg"]
    variant = Variant("", "", config["vision_cfg"], config["text_cfg"])
    write_open_clip(folder, variant, CLIPTokenizerFast.from_pretrained(folder), TEXTS, pictures)


def prepare_siglip(source: str, *tokenizer: str) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        copy(f"siglip/{source}", folder, "preprocessor_config.json", *tokenizer)
        config = json.loads((RESOURCES / "siglip" / source / "config.json").read_text("utf-8"))
        for tower in ("text_config", "vision_config"):
            config[tower]["num_hidden_layers"] = 1
            config[tower]["hidden_size"] = 12
            config[tower]["intermediate_size"] = 28
            config[tower].pop("projection_size", None)
        config.pop("dtype", None)
        write_json(folder / "config.json", config)

    return prepare


def siglip_network(folder: Path, seed: int) -> torch.nn.Module:
    network = random_model(SiglipConfig(**config_of(folder)), seed, SiglipModel)
    make_siglip.set_scale(network)
    return network


def expect_siglip(folder: Path, pictures: Pictures) -> None:
    spiece = folder / "spiece.model"
    tokenizer = siglip_tokenizers.siglip_tokenizer(spiece) if spiece.is_file() else Siglip2Tokenizer.from_pretrained(folder)
    make_siglip.write_expected(folder, tokenizer, TEXTS, pictures, {})
    (folder / "matches.npy").unlink()


FAMILIES = [
    Family("clip", WRITERS, prepare_clip, lambda f, s: random_model(CLIPConfig(**config_of(f)), s, CLIPModel), expect_clip),
    Family("open-clip", OPEN_CLIP_WRITERS, prepare_open_clip, open_clip_network, expect_open_clip),
    Family("siglip", WRITERS, prepare_siglip("siglip-f32", "spiece.model"), siglip_network, expect_siglip),
    Family(
        "siglip2",
        WRITERS,
        prepare_siglip("siglip2-bf16", "tokenizer.json", "tokenizer_config.json"),
        siglip_network,
        expect_siglip,
    ),
]


def make(family: Family, form: str, dtype: str, seed: int, pictures: Pictures) -> None:
    write, stem = family.writers[form]
    root = TARGET / family.name
    shared, own = root / "shared", root / f"{form}-{dtype}"
    shared.mkdir(parents=True, exist_ok=True)
    own.mkdir()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        family.prepare(folder)
        state = family.network(folder, seed).state_dict()
        before = {file.name for file in folder.iterdir()}
        write(folder, stem, {k: v.to(DTYPES[dtype]) if v.is_floating_point() else v for k, v in state.items()})
        weights = {file.name for file in folder.iterdir()} - before
        family.expect(folder, pictures)
        for file in sorted(folder.iterdir()):
            target = (own if file.name in weights | OF_THE_FORM else shared) / file.name
            if target.is_file() and target.read_bytes() != file.read_bytes():
                raise AssertionError(f"{file.name} is not the same for all forms of {family.name}")
            shutil.copyfile(file, target)


def main() -> None:
    torch.set_num_threads(1)
    shutil.rmtree(TARGET, ignore_errors=True)
    names = ("exact-32", "landscape", "tiny")
    pictures = {f"{n}.png": picture(*PICTURES[n], seed=list(PICTURES).index(n)) for n in names}
    seed = 7000
    for family in FAMILIES:
        for form in family.writers:
            for dtype in DTYPES:
                make(family, form, dtype, seed, pictures)
                seed += 1
        size = sum(f.stat().st_size for f in (TARGET / family.name).rglob("*") if f.is_file())
        print(f"{family.name}: {size / 1000:.0f} kB")


if __name__ == "__main__":
    main()

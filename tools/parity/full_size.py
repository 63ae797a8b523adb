"""A checkpoint of real size with random weights and expected outputs, for a recorded comparison.

The folder has the same files as the small ones under src/test/resources/checkpoints, plus its own images/.
The weights are random, so the answers mean nothing; the sizes, and with them the rounding, are real.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import open_clip
import torch
from PIL import Image
from transformers import CLIPConfig, CLIPImageProcessorPil, CLIPTokenizerFast, SiglipConfig, SiglipModel

import make_siglip
import siglip_tokenizers
from clip_fixtures import Reference, random_model
from make_checkpoints import TEXTS
from make_images import scene
from make_layouts import Variant, randomise, save, write_open_clip

MODELS: dict[str, dict[str, Any]] = {
    "vit-b-32": {
        "projection_dim": 512,
        "text_config": {},  # the defaults are this model's
        "vision_config": {},
    },
    "vit-l-14-336": {
        "projection_dim": 768,
        "text_config": {"hidden_size": 768, "intermediate_size": 3072, "num_attention_heads": 12},
        "vision_config": {
            "hidden_size": 1024,
            "intermediate_size": 4096,
            "num_hidden_layers": 24,
            "num_attention_heads": 16,
            "image_size": 336,
            "patch_size": 14,
        },
    },
    # One file of more than 2 GiB, which no 32-bit offset reaches.
    "over-2-gib": {
        "projection_dim": 1024,
        "text_config": {"hidden_size": 768, "intermediate_size": 3072, "num_attention_heads": 12},
        "vision_config": {
            "hidden_size": 1280,
            "intermediate_size": 5120,
            "num_hidden_layers": 24,
            "num_attention_heads": 16,
            "patch_size": 14,
        },
    },
}
OPEN_CLIP = {
    "open-clip-vit-b-16": ("ViT-B-16", "open_clip_pytorch_model.bin"),
    "open-clip-vit-b-16-safetensors": ("ViT-B-16", "open_clip_model.safetensors"),
}
SIGLIP = {"siglip-base-patch16-224": {"text_config": {}, "vision_config": {}}}  # the defaults are this model's
PICTURES = {
    "landscape": (640, 421),
    "portrait": (333, 500),
    "large": (2016, 1512),
    "small": (97, 61),
    "exact-224": (224, 224),
    "exact-336": (336, 336),
}
TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.json", "merges.txt")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=[*MODELS, *OPEN_CLIP, *SIGLIP])
    parser.add_argument(
        "tokenizer", type=Path, help="folder of the clip-vit-base-patch32 tokenizer files; for SigLIP of a spiece.model"
    )
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    (args.out / "images").mkdir(parents=True, exist_ok=True)
    pictures = {}
    for seed, (name, (width, height)) in enumerate(PICTURES.items()):
        pictures[f"{name}.png"] = scene(width, height, seed)
        pictures[f"{name}.png"].save(args.out / "images" / f"{name}.png")
    if args.model in OPEN_CLIP:
        write_open_clip_folder(args.model, args.tokenizer, args.out, pictures)
    elif args.model in SIGLIP:
        write_siglip_folder(args.model, args.tokenizer, args.out, pictures)
    else:
        write_transformers_folder(args.model, args.tokenizer, args.out, pictures)


def write_open_clip_folder(model: str, tokenizer: Path, out: Path, pictures: dict[str, Image.Image]) -> None:
    """One file of weights, and no tokenizer: OpenAI's is meant."""
    architecture, file = OPEN_CLIP[model]
    config = open_clip.get_model_config(architecture)
    variant = Variant(model, f"{model}, random weights", config["vision_cfg"], config["text_cfg"], file=file)
    (out / "open_clip_config.json").write_text(json.dumps({"model_cfg": config, "preprocess_cfg": {}}), "utf-8")
    network, _, _ = open_clip.create_model_and_transforms(f"local-dir:{out}", load_weights=False)
    randomise(network, seed=7)
    save(out / file, network.state_dict())
    write_open_clip(out, variant, CLIPTokenizerFast.from_pretrained(tokenizer), TEXTS, pictures)


def write_siglip_folder(model: str, tokenizer: Path, out: Path, pictures: dict[str, Image.Image]) -> None:
    shutil.copyfile(tokenizer / "spiece.model", out / "spiece.model")
    config = SiglipConfig(**SIGLIP[model])
    make_siglip.save_preprocessor(out, config.vision_config.image_size, resample=3)
    network = random_model(config, 7, SiglipModel)
    make_siglip.set_scale(network)
    network.to(torch.float32).save_pretrained(out, max_shard_size="8GB")
    make_siglip.write_expected(
        out,
        siglip_tokenizers.siglip_tokenizer(out / "spiece.model"),
        TEXTS,
        pictures,
        {"purpose": f"{model}, random weights", "dtype": "float32"},
    )


def write_transformers_folder(model: str, tokenizer: Path, out: Path, pictures: dict[str, Image.Image]) -> None:
    for name in TOKENIZER_FILES:
        shutil.copyfile(tokenizer / name, out / name)
    config = CLIPConfig(**MODELS[model])
    side = config.vision_config.image_size
    CLIPImageProcessorPil(
        size={"shortest_edge": side}, crop_size={"height": side, "width": side}
    ).save_pretrained(out)
    random_model(config, seed=7).to(torch.float32).save_pretrained(out, max_shard_size="8GB")
    eot = config.text_config.eos_token_id
    Reference(out).write_expected(
        TEXTS, pictures, {"purpose": f"{model}, random weights", "eot_id": eot, "dtype": "float32"}
    )


if __name__ == "__main__":
    main()

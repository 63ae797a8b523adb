"""A checkpoint of real size with random weights and expected outputs, for a recorded comparison.

The folder has the same files as the small ones under src/test/resources/checkpoints, plus its own images/.
The weights are random, so the answers mean nothing; the sizes, and with them the rounding, are real.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import Any

import torch
from transformers import CLIPConfig, CLIPImageProcessorPil

from clip_fixtures import Reference, random_model
from make_checkpoints import TEXTS
from make_images import scene

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
}
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
    parser.add_argument("model", choices=MODELS)
    parser.add_argument("tokenizer", type=Path, help="folder of the clip-vit-base-patch32 tokenizer files")
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    (args.out / "images").mkdir(parents=True, exist_ok=True)
    for name in TOKENIZER_FILES:
        shutil.copyfile(args.tokenizer / name, args.out / name)
    config = CLIPConfig(**MODELS[args.model])
    side = config.vision_config.image_size
    CLIPImageProcessorPil(
        size={"shortest_edge": side}, crop_size={"height": side, "width": side}
    ).save_pretrained(args.out)
    random_model(config, seed=7).to(torch.float32).save_pretrained(args.out, max_shard_size="8GB")
    pictures = {}
    for seed, (name, (width, height)) in enumerate(PICTURES.items()):
        pictures[f"{name}.png"] = scene(width, height, seed)
        pictures[f"{name}.png"].save(args.out / "images" / f"{name}.png")
    eot = config.text_config.eos_token_id
    Reference(args.out).write_expected(
        TEXTS, pictures, {"purpose": f"{args.model}, random weights", "eot_id": eot, "dtype": "float32"}
    )


if __name__ == "__main__":
    main()

"""Small random CLIP checkpoints with expected outputs, into src/test/resources/checkpoints.

Each folder is what the ecosystem publishes (config.json, safetensors, tokenizer files,
preprocessor_config.json) plus what transformers computes from exactly those files. Together they cover
the forms that a reader of such folders meets; every variant says in expected.json what it is for.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable

import numpy as np
import torch
from PIL import Image, ImageDraw
from safetensors.torch import load_file, save_file
from transformers import CLIPConfig

import tiny_tokenizer
from clip_fixtures import RESOURCES, Reference, random_model, write_json

TARGET = RESOURCES / "checkpoints"
VOCABULARY = 640
EOT = VOCABULARY - 1
OPENAI_MEAN = [0.48145466, 0.4578275, 0.40821073]
OPENAI_STD = [0.26862954, 0.26130258, 0.27577711]

TEXTS = [
    "a photo of a cat",
    "A Photo of a DOG.",
    "",
    "   spaces \t tabs\nand newlines   ",
    "## the first of two # has the id 2",
    "café naïve Ångström — déjà vu",
    "cafe\u0301 with a combining accent",
    "猫の写真, صورة قطة, фото кота",
    "a 👩‍🚀 and a 🐈‍⬛ on 7 🪐",
    "before <|endoftext|> after",
    "it's we've they'll &amp; i'm 12345",
    "a photo of <|extra|> in the street",
    "a photo of a dog and a cat, " * 20,
    "x" * 400,
]


def picture(width: int, height: int, seed: int) -> Image.Image:
    """Gradient, noise and lines, so that resize and crop errors show."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    base = np.stack([255 * x / max(1, width - 1), 255 * y / max(1, height - 1), 127 + 120 * np.sin((x + y) / 3)], -1)
    image = Image.fromarray(np.clip(base + rng.normal(0, 12, base.shape), 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(6):
        ends = [int(v) for v in rng.integers(0, [width, height, width, height])]
        draw.line(ends, fill=tuple(int(v) for v in rng.integers(0, 256, 3)), width=1)
    return image


PICTURES: dict[str, tuple[int, int]] = {
    "exact-32": (32, 32),
    "exact-35": (35, 35),
    "landscape": (97, 61),
    "portrait": (53, 90),
    "tiny": (3, 5),
    "one": (1, 1),
    "panorama": (240, 12),
}


@dataclass
class Variant:
    """One folder: its shape, how it is stored, and how its config.json is then rewritten."""

    name: str
    purpose: str
    text: dict[str, Any]
    vision: dict[str, Any]
    projection: int = 24
    dtype: torch.dtype = torch.float32
    shard_size: str | None = None
    position_ids: bool = False
    logit_scale: float = 2.6592
    extra_tokens: list[str] = field(default_factory=list)
    preprocessor: dict[str, Any] = field(default_factory=dict)
    rewrite_config: Callable[[dict[str, Any]], dict[str, Any]] | None = None

    def config(self) -> CLIPConfig:
        """The whole configuration, before any rewriting."""
        vocabulary = VOCABULARY + len(self.extra_tokens)
        text = {"vocab_size": vocabulary, "bos_token_id": EOT - 1, "eos_token_id": EOT, "pad_token_id": EOT, **self.text}
        return CLIPConfig(
            text_config=text,
            vision_config=self.vision,
            projection_dim=self.projection,
            logit_scale_init_value=self.logit_scale,
        )


def sparse(config: dict[str, Any]) -> dict[str, Any]:
    """Only what differs from the defaults: heads, activation, epsilon and context length must be filled in."""
    keep_text = ("hidden_size", "intermediate_size", "num_hidden_layers", "vocab_size", "eos_token_id")
    keep_vision = ("hidden_size", "intermediate_size", "num_hidden_layers", "image_size", "patch_size")
    return {
        "architectures": ["CLIPModel"],
        "model_type": "clip",
        "projection_dim": config["projection_dim"],
        "text_config": {k: config["text_config"][k] for k in keep_text},
        "vision_config": {k: config["vision_config"][k] for k in keep_vision},
    }


def legacy(config: dict[str, Any]) -> dict[str, Any]:
    """The first published form: *_config_dict wins over *_config, and so do the defaults it leaves out.

    hidden_act is given as gelu in text_config and left out of text_config_dict: quick_gelu applies.
    """
    keys = ("hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads")
    text = {k: config["text_config"][k] for k in (*keys, "vocab_size", "eos_token_id", "bos_token_id")}
    vision = {k: config["vision_config"][k] for k in (*keys, "image_size", "patch_size")}
    wrong_text = {**text, "num_attention_heads": 2, "hidden_act": "gelu", "layer_norm_eps": 0.1}
    wrong_vision = {**vision, "num_attention_heads": 6, "patch_size": 16, "hidden_act": "gelu"}
    return {
        "architectures": ["CLIPModel"],
        "initializer_factor": 1.0,
        "logit_scale_init_value": 2.6592,
        "model_type": "clip",
        "projection_dim": config["projection_dim"],
        "text_config": wrong_text,
        "text_config_dict": text,
        "torch_dtype": "float32",
        "transformers_version": None,
        "vision_config": wrong_vision,
        "vision_config_dict": vision,
    }


TEXT = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}
VISION = {
    "hidden_size": 48,
    "intermediate_size": 96,
    "num_hidden_layers": 2,
    "num_attention_heads": 3,
    "image_size": 32,
    "patch_size": 8,
}
SMALL_TEXT = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
SMALL_VISION = {**VISION, "hidden_size": 24, "intermediate_size": 48, "num_hidden_layers": 1}

VARIANTS = [
    Variant(
        "quick-gelu-f32",
        "sparse config.json (heads, activation, epsilon, context length by default), one file, quick_gelu, F32, "
        "position_ids buffers to ignore, eos_token_id is the tokenizer's",
        text={**TEXT, "num_attention_heads": 8},
        vision={**VISION, "num_attention_heads": 12},
        position_ids=True,
        rewrite_config=sparse,
    ),
    Variant(
        "gelu-f32-sharded",
        "several shards with an index, gelu, patch 7 of 35 pixels, three layers against one, other epsilons, "
        "other mean and std, resize 40 then crop 35, a learned logit_scale that differs from the config's",
        text={**TEXT, "hidden_size": 30, "intermediate_size": 70, "num_hidden_layers": 1, "num_attention_heads": 5,
              "hidden_act": "gelu", "layer_norm_eps": 1e-3},
        vision={**VISION, "hidden_size": 42, "intermediate_size": 90, "num_hidden_layers": 3,
                "num_attention_heads": 6, "image_size": 35, "patch_size": 7, "hidden_act": "gelu",
                "layer_norm_eps": 1e-2},
        projection=20,
        shard_size="96KB",
        logit_scale=4.6052,
        preprocessor={
            "size": {"shortest_edge": 40},
            "crop_size": {"height": 35, "width": 35},
            "image_mean": [0.485, 0.456, 0.406],
            "image_std": [0.229, 0.224, 0.225],
        },
    ),
    Variant("quick-gelu-f16", "one file, quick_gelu, F16", text=TEXT, vision=VISION, dtype=torch.float16),
    Variant(
        "gelu-bf16",
        "one file, gelu, BF16",
        text={**TEXT, "hidden_act": "gelu"},
        vision={**VISION, "hidden_act": "gelu"},
        dtype=torch.bfloat16,
    ),
    Variant(
        "legacy-config",
        "text_config_dict and vision_config_dict override, with their defaults; preprocessor sizes as plain "
        "numbers; eos_token_id 2; position_ids buffers",
        text={**TEXT, "eos_token_id": 2},
        vision=VISION,
        position_ids=True,
        preprocessor={
            "size": 32,
            "crop_size": 32,
            "feature_extractor_type": "CLIPFeatureExtractor",
            "image_processor_type": None,
        },
        rewrite_config=legacy,
    ),
    Variant(
        "eos-2",
        "eos_token_id 2 in the config: transformers pools at the first position of the highest id, "
        "never at the id 2 (a # in this vocabulary)",
        text={**SMALL_TEXT, "eos_token_id": 2},
        vision=SMALL_VISION,
    ),
    Variant(
        "eos-with-extra-token",
        "eos_token_id is the tokenizer's and an added token has a higher id: pooled at the first EOT, "
        "not at the highest id",
        text=SMALL_TEXT,
        vision=SMALL_VISION,
        extra_tokens=["<|extra|>"],
    ),
]


def save_weights(folder: Path, variant: Variant) -> dict[str, Any]:
    """The model by save_pretrained; returns the config that it wrote."""
    model = random_model(variant.config(), seed=20240 + VARIANTS.index(variant))
    shards = {"max_shard_size": variant.shard_size} if variant.shard_size else {}
    model.to(variant.dtype).save_pretrained(folder, **shards)
    if variant.position_ids:
        file = folder / "model.safetensors"
        tensors = load_file(file)
        patches = (variant.vision["image_size"] // variant.vision["patch_size"]) ** 2 + 1
        tensors["text_model.embeddings.position_ids"] = torch.arange(77).reshape(1, -1)
        tensors["vision_model.embeddings.position_ids"] = torch.arange(patches).reshape(1, -1)
        save_file(tensors, file, metadata={"format": "pt"})
    return json.loads((folder / "config.json").read_text("utf-8"))


def save_preprocessor(folder: Path, variant: Variant) -> None:
    """preprocessor_config.json as OpenAI's folders have it, with the variant's differences."""
    side = variant.vision["image_size"]
    values = {
        "crop_size": {"height": side, "width": side},
        "do_center_crop": True,
        "do_convert_rgb": True,
        "do_normalize": True,
        "do_rescale": True,
        "do_resize": True,
        "image_mean": OPENAI_MEAN,
        "image_processor_type": "CLIPImageProcessor",
        "image_std": OPENAI_STD,
        "resample": 3,
        "rescale_factor": 1 / 255,
        "size": {"shortest_edge": side},
        **variant.preprocessor,
    }
    write_json(folder / "preprocessor_config.json", {k: v for k, v in values.items() if v is not None})


def make(variant: Variant, pictures: dict[str, Image.Image]) -> None:
    """One folder, and then what transformers reads from it."""
    folder = TARGET / variant.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    vocab, merges = tiny_tokenizer.train(Path(__file__).with_name("corpus.txt"), VOCABULARY)
    tiny_tokenizer.save(folder, vocab, merges, variant.extra_tokens)
    config = save_weights(folder, variant)
    if variant.rewrite_config:
        write_json(folder / "config.json", variant.rewrite_config(config))
    save_preprocessor(folder, variant)
    reference = Reference(folder)
    reference.write_expected(
        TEXTS,
        pictures,
        {"purpose": variant.purpose, "eot_id": EOT, "dtype": str(variant.dtype).removeprefix("torch.")},
    )
    size = sum(f.stat().st_size for f in folder.iterdir())
    print(f"{variant.name}: {size / 1000:.0f} kB")


def main() -> None:
    torch.set_num_threads(1)
    pictures = {}
    shutil.rmtree(TARGET / "images", ignore_errors=True)
    (TARGET / "images").mkdir(parents=True)
    for i, (name, (width, height)) in enumerate(PICTURES.items()):
        pictures[f"{name}.png"] = picture(width, height, seed=i)
        pictures[f"{name}.png"].save(TARGET / "images" / f"{name}.png", optimize=True)
    for variant in VARIANTS:
        make(variant, pictures)


if __name__ == "__main__":
    main()

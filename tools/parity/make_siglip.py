"""Small random SigLIP checkpoints with expected outputs, into src/test/resources/siglip.

Each folder is what the ecosystem publishes plus what transformers computes from it. tokens.json holds the ids of the
texts of tokenizer/hard-tokens.json, cut and not padded, and how many there are uncut.
"""

from __future__ import annotations

import json
import math
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from transformers import SiglipConfig, SiglipImageProcessorPil, SiglipModel

import siglip_tokenizers
from clip_fixtures import RESOURCES, processed_pixels, random_model, unit, write_json
from make_checkpoints import PICTURES, TEXTS, picture

TARGET = RESOURCES / "siglip"
LENGTH = siglip_tokenizers.LENGTH
SCALE, BIAS = 20.0, -2.5
MORE_TEXTS = [
    "\u2581lower \u2581one eighth block",
    "  leading and trailing \u00a0\u3000 ",
    "!?.,;:'\"()[]{}<>/\\|@#$%^&*_+-=~`",
    "\ufb01ne caf\u00e9 cafe\u0301 \u00bd \u2122 \u2026 \u337f a\u200bb c\u2060d",
    "\uff21\uff41 \uff1c\uff0f\uff53\uff1e \u0130 \u039f\u0394\u039f\u03a3",
    "the cat sat on the mat " * 12,
    "a photo of a dog. " * 278,
]


@dataclass
class Variant:
    name: str
    purpose: str
    text: dict[str, Any]
    vision: dict[str, Any]
    dtype: torch.dtype = torch.float32
    tokenizer: str = "sentence-piece"
    resample: int = 3
    is_sparse: bool = False
    preprocessor: dict[str, Any] = field(default_factory=dict)


TEXT = {"hidden_size": 24, "intermediate_size": 40, "num_hidden_layers": 2, "num_attention_heads": 12}
VISION = {
    "hidden_size": 24,
    "intermediate_size": 52,
    "num_hidden_layers": 2,
    "num_attention_heads": 12,
    "image_size": 32,
    "patch_size": 16,
}
VARIANTS = [
    Variant(
        "siglip-f32",
        "SigLIP, F32: sparse config.json (heads, activation, epsilon, context length, patch size by default), "
        "spiece.model alone, bicubic",
        TEXT,
        VISION,
        is_sparse=True,
    ),
    Variant(
        "siglip-f16",
        "SigLIP, F16: tokenizer.json alone, of a SentencePiece with bytes for what it does not know; gelu; a text "
        "tower of another width; patches of 7 of 36 pixels, which leave one over; other mean and std",
        {**TEXT, "hidden_size": 20, "num_attention_heads": 4, "projection_size": 28, "hidden_act": "gelu",
         "layer_norm_eps": 1e-3, "max_position_embeddings": 40},
        {**VISION, "hidden_size": 28, "num_hidden_layers": 3, "num_attention_heads": 7, "image_size": 36,
         "patch_size": 7, "hidden_act": "gelu", "layer_norm_eps": 1e-2},
        dtype=torch.float16,
        tokenizer="bytes",
        preprocessor={"image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]},
    ),
    Variant(
        "siglip2-bf16",
        "SigLIP 2, BF16: Gemma's tokenizer.json, bilinear",
        {**TEXT, "num_attention_heads": 3},
        {**VISION, "num_attention_heads": 6, "patch_size": 8},
        dtype=torch.bfloat16,
        tokenizer="gemma",
        resample=2,
        preprocessor={"do_convert_rgb": None},
    ),
]


def sparse(config: dict[str, Any]) -> dict[str, Any]:
    text = ("hidden_size", "intermediate_size", "num_hidden_layers", "vocab_size")
    vision = ("hidden_size", "intermediate_size", "num_hidden_layers", "image_size")
    return {
        "architectures": ["SiglipModel"],
        "model_type": "siglip",
        "text_config": {key: config["text_config"][key] for key in text},
        "vision_config": {key: config["vision_config"][key] for key in vision},
    }


def save_tokenizer(folder: Path, variant: Variant, models: Path) -> tuple[Any, int]:
    """The tokenizer that is the reference, and the size of its vocabulary without the extra ids at the end."""
    if variant.tokenizer == "gemma":
        tokenizer = siglip_tokenizers.save_gemma(folder)
        return tokenizer, len(tokenizer)
    model = models / f"{variant.tokenizer}.model"
    tokenizer = siglip_tokenizers.siglip_tokenizer(model)
    if variant.tokenizer == "bytes":
        write_json(folder / "tokenizer.json", siglip_tokenizers.tokenizer_json(model))
    else:
        shutil.copyfile(model, folder / "spiece.model")
    return tokenizer, tokenizer.sp_model.get_piece_size() - 1


def save_model(folder: Path, variant: Variant, vocabulary: int, seed: int) -> None:
    config = SiglipConfig(
        text_config={"vocab_size": vocabulary, "bos_token_id": None, "eos_token_id": 1, "pad_token_id": 1, **variant.text},
        vision_config=variant.vision,
    )
    model = random_model(config, seed, SiglipModel)
    set_scale(model)
    model.to(variant.dtype).save_pretrained(folder)
    if variant.is_sparse:
        written = json.loads((folder / "config.json").read_text("utf-8"))
        write_json(folder / "config.json", sparse(written))


def set_scale(model: SiglipModel) -> None:
    """So that matches lie well between 0 and 1."""
    with torch.no_grad():
        model.logit_scale.fill_(math.log(SCALE))
        model.logit_bias.fill_(BIAS)


def save_preprocessor(folder: Path, side: int, resample: int, **more: Any) -> None:
    write_json(
        folder / "preprocessor_config.json",
        {
            "do_normalize": True,
            "do_rescale": True,
            "do_resize": True,
            "image_mean": [0.5, 0.5, 0.5],
            "image_processor_type": "SiglipImageProcessor",
            "image_std": [0.5, 0.5, 0.5],
            "processor_class": "SiglipProcessor",
            "resample": resample,
            "rescale_factor": 1 / 255,
            "size": {"height": side, "width": side},
            **more,
        },
    )


def write_expected(
    folder: Path, tokenizer: Any, texts: list[str], pictures: dict[str, Image.Image], notes: dict[str, Any]
) -> None:
    """texts.json, text-ids.json, text-embeddings.npy, pixels.npy, image-embeddings.npy, matches.npy, expected.json."""
    model = SiglipModel.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    processor = SiglipImageProcessorPil.from_pretrained(folder)
    length = model.config.text_config.max_position_embeddings
    ids = [tokenizer(t, padding="max_length", truncation=True, max_length=length)["input_ids"] for t in texts]
    with torch.inference_mode():
        text_rows = torch.stack([model.get_text_features(input_ids=torch.tensor([i])).pooler_output[0] for i in ids])
        values = [processor(p.convert("RGB"), return_tensors="pt")["pixel_values"] for p in pictures.values()]
        image_rows = torch.stack([model.get_image_features(pixel_values=v).pooler_output[0] for v in values])
        logits = model(input_ids=torch.tensor(ids), pixel_values=torch.cat(values)).logits_per_image
    write_json(folder / "texts.json", texts)
    (folder / "text-ids.json").write_text(
        "[\n" + ",\n".join(json.dumps(row) for row in ids) + "\n]\n", encoding="utf-8"
    )
    np.save(folder / "text-embeddings.npy", unit(text_rows))
    np.save(folder / "image-embeddings.npy", unit(image_rows))
    np.save(folder / "matches.npy", np.ascontiguousarray(torch.sigmoid(logits).numpy()))
    np.save(folder / "pixels.npy", np.stack([processed_pixels(processor, p) for p in pictures.values()]))
    write_json(
        folder / "expected.json",
        {
            "dimension": int(text_rows.shape[1]),
            "logit_scale_exp": float(model.logit_scale.exp()),
            "logit_bias": float(model.logit_bias),
            "images": list(pictures),
            **notes,
        },
    )


def counted(tokenizer: Any, text: str, variant: Variant) -> dict[str, Any]:
    """How many tokens the text has with its end, and those that the tower sees, without padding."""
    length = variant.text.get("max_position_embeddings", LENGTH)
    return {
        "count": len(tokenizer(text)["input_ids"]),
        "ids": tokenizer(text, truncation=True, max_length=length)["input_ids"],
    }


def main() -> None:
    torch.set_num_threads(1)
    shutil.rmtree(TARGET, ignore_errors=True)
    pictures = {f"{name}.png": picture(w, h, seed=i) for i, (name, (w, h)) in enumerate(PICTURES.items())}
    hard = json.loads((RESOURCES / "tokenizer" / "hard-tokens.json").read_text("utf-8"))
    tokens: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as temporary:
        models = Path(temporary)
        for kind in ("sentence-piece", "bytes"):
            siglip_tokenizers.train_sentence_piece(models / f"{kind}.model", kind == "bytes")
        for seed, variant in enumerate(VARIANTS):
            folder = TARGET / variant.name
            folder.mkdir(parents=True)
            tokenizer, vocabulary = save_tokenizer(folder, variant, models)
            save_model(folder, variant, vocabulary, 4280 + seed)
            save_preprocessor(folder, variant.vision["image_size"], variant.resample, **variant.preprocessor)
            notes = {"purpose": variant.purpose, "dtype": str(variant.dtype).removeprefix("torch.")}
            write_expected(folder, tokenizer, TEXTS + MORE_TEXTS, pictures, notes)
            tokens[variant.name] = {row["name"]: counted(tokenizer, row["text"], variant) for row in hard}
            print(f"{variant.name}: {sum(f.stat().st_size for f in folder.iterdir()) / 1000:.0f} kB")
    for file in TARGET.rglob("model.safetensors"):
        file.chmod(0o644)
    (TARGET / "tokens.json").write_text(json.dumps(tokens, indent=None, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()

"""Writes a model as an ordinary Hugging Face CLIP folder in half precision, and checks it.

The folder is written beside its final name and renamed, so a reader never sees half of it. It is
kept only if transformers loads it without a missing or unexpected key and gives the same
embeddings as the training code.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from transformers import CLIPModel, CLIPTokenizerFast

import tokenizer as tokenizers
from model import MiniClip, MiniConfig, pad

MEAN = [0.48145466, 0.4578275, 0.40821073]
STD = [0.26862954, 0.26130258, 0.27577711]


def preprocessor(size: int) -> dict:
    """The picture's way in: shortest edge, centre crop, CLIP's own normalisation."""
    return {
        "image_processor_type": "CLIPImageProcessor",
        "do_convert_rgb": True,
        "do_resize": True,
        "size": {"shortest_edge": size},
        "resample": 3,
        "do_center_crop": True,
        "crop_size": {"height": size, "width": size},
        "do_rescale": True,
        "rescale_factor": 1 / 255,
        "do_normalize": True,
        "image_mean": MEAN,
        "image_std": STD,
    }


def write_folder(model: MiniClip, tokenizer: CLIPTokenizerFast, folder: Path) -> None:
    folder.mkdir(parents=True)
    state = {name: tensor.detach().half().contiguous() for name, tensor in model.state_dict().items()}
    weights = folder / "model.safetensors"
    save_file(state, weights, metadata={"format": "pt"})
    weights.chmod(0o644)  # safetensors writes it for the owner only
    _write_json(folder / "config.json", model.config.to_huggingface())
    _write_json(folder / "preprocessor_config.json", preprocessor(model.config.image_size))
    tokenizers.save(tokenizer, folder)


def _write_json(path: Path, content: dict) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n")


@torch.no_grad()
def check_folder(model: MiniClip, tokenizer: CLIPTokenizerFast, folder: Path) -> float:
    """Largest difference of a unit embedding between transformers and the training code."""
    loaded, info = CLIPModel.from_pretrained(folder, output_loading_info=True, dtype=torch.float32)
    wrong = {key: value for key, value in info.items() if value}
    if wrong:
        raise SystemExit(f"transformers does not load the folder cleanly: {wrong}")
    loaded.eval()
    texts = ["a photo of a cat.", "cat which has whiskers", "it's a  Cat: 24 hours, ☕ naïve café, 日本語"]
    plain = Tokenizer.from_file(str(folder / "tokenizer.json"))  # what the service uses
    if [plain.encode(text).ids for text in texts] != tokenizer(texts).input_ids:
        raise SystemExit("tokenizer.json does not tokenise as in training")
    ids, ends = pad(tokenizers.encode(tokenizer, texts))
    mask = (torch.arange(ids.shape[1])[None] <= ends[:, None]).long()
    size = model.config.image_size
    pixels = torch.randn(4, 3, size, size, generator=torch.Generator().manual_seed(1))
    theirs = (
        loaded.get_image_features(pixel_values=pixels),
        loaded.get_text_features(input_ids=ids, attention_mask=mask),
    )
    ours = (model.encode_image(pixels), model.encode_text(ids, ends))
    difference = 0.0
    for a, b in zip(theirs, ours):
        a = getattr(a, "pooler_output", a)
        difference = max(difference, (a / a.norm(dim=-1, keepdim=True) - b).abs().max().item())
    if difference > 5e-3:
        raise SystemExit(f"transformers and the training code differ by {difference:.2e}")
    return difference


def export(model: MiniClip, tokenizer: CLIPTokenizerFast, out: Path) -> float:
    """Replaces ``out`` by a fresh export, keeping its model card; returns the check's difference."""
    fresh, old = out.with_name(out.name + ".new"), out.with_name(out.name + ".old")
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    model.eval()
    write_folder(model, tokenizer, fresh)
    difference = check_folder(model, tokenizer, fresh)
    if (out / "README.md").exists():
        shutil.copy(out / "README.md", fresh)
    if out.exists():
        out.rename(old)
    fresh.rename(out)
    shutil.rmtree(old, ignore_errors=True)
    return difference


def load_checkpoint(path: Path, averaged: bool = True) -> MiniClip:
    """The model of a training checkpoint: its moving average, or the raw weights."""
    checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    model = MiniClip(MiniConfig(**checkpoint["config"]))
    model.load_state_dict(checkpoint["average" if averaged else "model"])
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True, help="checkpoint.pt written by train.py")
    parser.add_argument("--tokenizer", type=Path, required=True, help="folder with tokenizer.json")
    parser.add_argument("--raw", action="store_true", help="the raw weights instead of their moving average")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    model = load_checkpoint(args.checkpoint, averaged=not args.raw)
    difference = export(model, tokenizers.load(args.tokenizer), args.out)
    size = (args.out / "model.safetensors").stat().st_size
    print(f"{args.out}: {size / 1e6:.2f} MB of weights, differs from the training code by {difference:.1e}")


if __name__ == "__main__":
    main()

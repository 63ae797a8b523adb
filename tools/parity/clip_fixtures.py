"""What the fixture scripts share: random weights, the reference run of a checkpoint folder, file forms."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from transformers import CLIPImageProcessorPil, CLIPModel, CLIPTokenizerFast

ROOT = Path(__file__).resolve().parents[2]
RESOURCES = ROOT / "src" / "test" / "resources"
CONTEXT_LENGTH = 77


def write_json(path: Path, value: Any) -> None:
    """Readable, stable JSON: non-ASCII stays as it is, so that a reviewer sees the text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def random_model(config: Any, seed: int, kind: type = CLIPModel) -> Any:
    """A model whose every parameter matters.

    The library's own initialisation leaves biases at zero and layer norms at one, so a reader that
    forgot them would still pass. Matrices keep the variance of their input, so that deep towers
    neither vanish nor explode. numpy's generator is used because its stream is stable across releases.
    """
    torch.manual_seed(seed)
    model = kind(config).eval()
    rng = np.random.default_rng(seed)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            if name in ("logit_scale", "logit_bias"):
                continue
            noise = torch.from_numpy(rng.standard_normal(tuple(parameter.shape), dtype=np.float32))
            if "norm" in name and name.endswith("weight"):
                parameter.copy_(1 + 0.1 * noise)
            elif name.endswith("bias"):
                parameter.copy_(0.1 * noise)
            elif "embedding" in name and "patch" not in name:
                parameter.copy_(0.2 * noise)
            else:
                fan_in = parameter[0].numel()
                parameter.copy_(noise * fan_in**-0.5)
    return model


def token_ids(tokenizer: CLIPTokenizerFast, text: str) -> list[int]:
    """BOS … EOT, at most 77 with EOT kept, not padded."""
    return tokenizer(text, truncation=True, max_length=CONTEXT_LENGTH)["input_ids"]


def processed_pixels(processor: CLIPImageProcessorPil, picture: Image.Image) -> np.ndarray:
    """uint8 [H][W][3] after resize and crop, before rescale and normalise.

    The picture is made RGB by PIL first: transformers 5 would otherwise lay transparency over white,
    which PIL's convert("RGB"), transformers 4 and OpenCLIP do not do.
    """
    out = processor(picture.convert("RGB"), do_rescale=False, do_normalize=False, return_tensors="np")
    pixels = out["pixel_values"][0]
    assert pixels.dtype == np.uint8 and pixels.shape[0] == 3, (pixels.dtype, pixels.shape)
    return np.ascontiguousarray(pixels.transpose(1, 2, 0))


def unit(rows: torch.Tensor) -> np.ndarray:
    """Rows divided by their own L2 norm, as float32."""
    return (rows / rows.norm(dim=-1, keepdim=True)).to(torch.float32).numpy()


@dataclass
class Reference:
    """A checkpoint folder read back by transformers: computed in float32 from the weights as stored."""

    folder: Path

    def __post_init__(self) -> None:
        self.model = CLIPModel.from_pretrained(
            self.folder, dtype=torch.float32, attn_implementation="eager"
        ).eval()
        self.tokenizer = CLIPTokenizerFast.from_pretrained(self.folder)
        self.processor = CLIPImageProcessorPil.from_pretrained(self.folder)

    def text_embeddings(self, ids: list[list[int]]) -> np.ndarray:
        """One text at a time: no padding, so no question of what padding does."""
        with torch.inference_mode():
            rows = [self.model.get_text_features(input_ids=torch.tensor([i])).pooler_output[0] for i in ids]
        return unit(torch.stack(rows))

    def image_embeddings(self, pictures: list[Image.Image]) -> np.ndarray:
        """One picture at a time through the whole PIL processor."""
        rows = []
        with torch.inference_mode():
            for picture in pictures:
                values = self.processor(picture.convert("RGB"), return_tensors="pt")["pixel_values"]
                rows.append(self.model.get_image_features(pixel_values=values).pooler_output[0])
        return unit(torch.stack(rows))

    def write_expected(self, texts: list[str], pictures: dict[str, Image.Image], notes: dict[str, Any]) -> None:
        """texts.json, text-ids.json, text-embeddings.npy, pixels.npy, image-embeddings.npy, expected.json."""
        ids = [token_ids(self.tokenizer, text) for text in texts]
        text_rows = self.text_embeddings(ids)
        image_rows = self.image_embeddings(list(pictures.values()))
        write_json(self.folder / "texts.json", texts)
        (self.folder / "text-ids.json").write_text(
            "[\n" + ",\n".join(json.dumps(row) for row in ids) + "\n]\n", encoding="utf-8"
        )
        np.save(self.folder / "text-embeddings.npy", text_rows)
        np.save(
            self.folder / "pixels.npy",
            np.stack([processed_pixels(self.processor, picture) for picture in pictures.values()]),
        )
        np.save(self.folder / "image-embeddings.npy", image_rows)
        logit_scale = self.model.logit_scale.detach().to(torch.float32)
        write_json(
            self.folder / "expected.json",
            {
                "dimension": int(text_rows.shape[1]),
                "logit_scale": float(logit_scale),
                "logit_scale_exp": float(logit_scale.exp()),
                "images": list(pictures),
                **notes,
            },
        )

"""What transformers makes of a checkpoint, in float32 from the weights as stored, one text and one picture at a time."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from transformers import (
    AutoTokenizer,
    CLIPImageProcessorPil,
    CLIPModel,
    SiglipImageProcessorPil,
    SiglipModel,
)

from plan import Refused

FAMILIES = {"clip": (CLIPModel, CLIPImageProcessorPil), "siglip": (SiglipModel, SiglipImageProcessorPil)}


class Reference:
    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        self.family = config.get("model_type")
        if self.family not in FAMILIES:
            raise Refused(f"{folder} is of the family {self.family}; there is a reference for {', '.join(FAMILIES)}.")
        model, processor = FAMILIES[self.family]
        self.model = model.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
        self.processor = processor.from_pretrained(folder)
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.length = self.model.config.text_config.max_position_embeddings

    def texts(self, texts: list[str]) -> np.ndarray:
        """Unit rows. SigLIP reads the padding, CLIP does not."""
        padding = "max_length" if self.family == "siglip" else False
        with torch.inference_mode():
            rows = []
            for text in texts:
                ids = self.tokenizer(text, padding=padding, truncation=True, max_length=self.length)["input_ids"]
                rows.append(self.model.get_text_features(input_ids=torch.tensor([ids])).pooler_output[0])
        return unit(rows)

    def pictures(self, pictures: list[Image.Image]) -> np.ndarray:
        """Unit rows."""
        with torch.inference_mode():
            rows = []
            for picture in pictures:
                values = self.processor(picture.convert("RGB"), return_tensors="pt")["pixel_values"]
                rows.append(self.model.get_image_features(pixel_values=values).pooler_output[0])
        return unit(rows)

    def pixels(self, picture: Image.Image) -> np.ndarray:
        """uint8 [height][width][3]: resized and cropped, not yet normalised."""
        out = self.processor(picture.convert("RGB"), do_rescale=False, do_normalize=False, return_tensors="np")
        return np.ascontiguousarray(out["pixel_values"][0].astype(np.uint8).transpose(1, 2, 0))


def unit(rows: list[torch.Tensor]) -> np.ndarray:
    stacked = torch.stack(rows)
    return (stacked / stacked.norm(dim=-1, keepdim=True)).to(torch.float32).numpy()

"""A ViT-B/32 of random weights as Hugging Face lays it out, and its image tower as ONNX, for comparing speeds.

    python3 tools/bench/checkpoint.py OUT

OUT gets config.json, model.safetensors, tokenizer.json and preprocessor_config.json; OUT/onnx gets vision.onnx (fp32)
and vision-int8.onnx (dynamic quantisation by ONNX Runtime). The answers mean nothing; the sizes are real. Needs torch,
transformers, onnx and onnxruntime.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pathlib
import sys

import torch
from transformers import CLIPConfig, CLIPImageProcessor, CLIPTokenizerFast

ROOT = pathlib.Path(__file__).resolve().parents[2]
MERGES = ROOT / "src/main/resources/dev/clipcoder/model/openai-clip-merges.txt.gz"
sys.path.insert(0, str(ROOT / "tools" / "parity"))

from clip_fixtures import random_model  # noqa: E402


def byte_symbols() -> list[str]:
    """The 256 characters by which byte-level BPE writes bytes, in the order of their ids."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return [chr(byte) for byte in printable] + [chr(256 + i) for i in range(len(others))]


def write_tokenizer(out: pathlib.Path) -> None:
    lines = gzip.decompress(MERGES.read_bytes()).decode().splitlines()
    merges = [line for line in lines if line and not line.startswith("#version")]
    symbols = byte_symbols()
    words = [*symbols, *(symbol + "</w>" for symbol in symbols), *(merge.replace(" ", "") for merge in merges)]
    words += ["<|startoftext|>", "<|endoftext|>"]
    (out / "vocab.json").write_text(json.dumps({word: i for i, word in enumerate(words)}))
    (out / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n")
    CLIPTokenizerFast(str(out / "vocab.json"), str(out / "merges.txt")).save_pretrained(out)


class Vision(torch.nn.Module):
    """Pixels to unit embeddings."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.vision, self.projection = model.vision_model, model.visual_projection

    def forward(self, pixel_values: torch.Tensor) -> torch.Tensor:
        features = self.projection(self.vision(pixel_values).pooler_output)
        return features / features.norm(dim=-1, keepdim=True)


def write_onnx(model: torch.nn.Module, out: pathlib.Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(exist_ok=True)
    example = (torch.zeros(2, 3, 224, 224),)
    batch = {0: "batch"}
    torch.onnx.export(
        Vision(model).eval(),
        example,
        str(out / "vision.onnx"),
        input_names=["pixel_values"],
        output_names=["embeddings"],
        dynamic_axes={"pixel_values": batch, "embeddings": batch},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        str(out / "vision.onnx"), str(out / "vision-int8.onnx"), weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    write_tokenizer(out)
    size = {"shortest_edge": 224}
    CLIPImageProcessor(size=size, crop_size={"height": 224, "width": 224}).save_pretrained(out)
    config = CLIPConfig(projection_dim=512, text_config={}, vision_config={}, attn_implementation="eager")
    model = random_model(config, seed=7).to(torch.float32)
    model.save_pretrained(out, max_shard_size="8GB")
    write_onnx(model, out / "onnx")


if __name__ == "__main__":
    main()

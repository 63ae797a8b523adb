"""CLIP models of random weights, as Hugging Face lays them out and as ONNX, to compare engines on.

    python3 tools/bench/engine_models.py vit-b-32 OUT
    python3 tools/bench/engine_models.py vit-l-14 OUT

OUT gets the checkpoint; OUT/onnx gets image.onnx and text.onnx (fp32) and image-int8.onnx and text-int8.onnx (dynamic
quantisation by ONNX Runtime). Seeds are fixed: the same call gives the same weights. The answers mean nothing; the
sizes are real. Needs torch, transformers, onnx and onnxruntime.
"""

from __future__ import annotations

import argparse
import pathlib

import torch
from checkpoint import Vision, random_model, write_tokenizer
from transformers import CLIPConfig, CLIPImageProcessor

VISION_L = {"hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 24, "num_attention_heads": 16}
TEXT_L = {"hidden_size": 768, "intermediate_size": 3072, "num_attention_heads": 12, "projection_dim": 768}
SIZES = {
    "vit-b-32": {"projection_dim": 512, "text_config": {}, "vision_config": {}},
    "vit-l-14": {
        "projection_dim": 768,
        "text_config": TEXT_L,
        "vision_config": {**VISION_L, "patch_size": 14, "projection_dim": 768},
    },
    "vit-l-14-336": {
        "projection_dim": 768,
        "text_config": TEXT_L,
        "vision_config": {**VISION_L, "patch_size": 14, "image_size": 336, "projection_dim": 768},
    },
}
CONTEXT = 77


class Text(torch.nn.Module):
    """Token ids to unit embeddings."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.text, self.projection = model.text_model, model.text_projection

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        features = self.projection(self.text(input_ids).pooler_output)
        return features / features.norm(dim=-1, keepdim=True)


def export(tower: torch.nn.Module, example: torch.Tensor, name: str, axes: dict[int, str], folder: pathlib.Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    kind = "pixel_values" if name == "image" else "input_ids"
    target = folder / f"{name}.onnx"
    torch.onnx.export(
        tower.eval(),
        (example,),
        str(target),
        input_names=[kind],
        output_names=["embeddings"],
        dynamic_axes={kind: axes, "embeddings": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        str(target),
        str(folder / f"{name}-int8.onnx"),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul"],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--no-onnx", action="store_true", help="the checkpoint only, as for a GPU")
    arguments = parser.parse_args()
    out = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    config = CLIPConfig(**SIZES[arguments.size], attn_implementation="eager")
    write_tokenizer(out)
    side = config.vision_config.image_size
    CLIPImageProcessor(size={"shortest_edge": side}, crop_size={"height": side, "width": side}).save_pretrained(out)
    model = random_model(config, seed=7).to(torch.float32)
    model.save_pretrained(out, max_shard_size="8GB")
    if arguments.no_onnx:
        return
    folder = out / "onnx"
    folder.mkdir(exist_ok=True)
    ids = torch.full((2, CONTEXT), 49407)
    ids[:, 0] = 49406
    export(Vision(model), torch.zeros(2, 3, side, side), "image", {0: "batch"}, folder)
    export(Text(model), ids, "text", {0: "batch"}, folder)


if __name__ == "__main__":
    main()

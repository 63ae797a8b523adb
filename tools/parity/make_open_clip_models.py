"""Every model that OpenCLIP knows by name, with the tensors of its state dict, into src/test/resources/layouts.

Only configurations, keys and shapes: the models are created without memory. Where the keys are null, the model is not
OpenCLIP's own ViT with OpenCLIP's own text transformer.
"""

from __future__ import annotations

import copy
import gzip
import json

import open_clip
import torch

from clip_fixtures import RESOURCES

TARGET = RESOURCES / "layouts" / "open-clip-models.json.gz"


def is_native(config: dict) -> bool:
    return not (
        "timm_model_name" in config["vision_cfg"]
        or "hf_model_name" in config["text_cfg"]
        or "multimodal_cfg" in config
        or isinstance(config["vision_cfg"].get("layers"), list)
    )


def keys(config: dict) -> dict[str, list[int]]:
    with torch.device("meta"):
        model = open_clip.model.CLIP(**copy.deepcopy(config))
    return {key: list(tensor.shape) for key, tensor in model.state_dict().items()}


def main() -> None:
    models = {}
    for name in open_clip.list_models():
        config = open_clip.get_model_config(name)
        models[name] = {"config": config, "keys": keys(config) if is_native(config) else None}
    text = json.dumps(models, separators=(",", ":"), sort_keys=True)
    TARGET.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))
    print(f"{len(models)} models, {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()

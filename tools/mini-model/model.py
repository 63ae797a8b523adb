"""A small CLIP whose parameters carry Hugging Face's names.

transformers' own `CLIPModel` would train as well, but three things make this one about twice as
fast on two CPU cores: query, key and value in one matrix product, patches dropped during training,
and no work for masks that are never used. The exported folder is read by the unchanged
`CLIPModel`; `export.py` checks that both give the same numbers.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn


@dataclass(frozen=True)
class MiniConfig:
    """Sizes of both towers. Heads are 32 wide, the MLP is four times the width."""

    vocab_size: int = 3014
    context: int = 32
    dim: int = 128
    image_size: int = 48
    patch_size: int = 8
    vision_width: int = 128
    vision_layers: int = 4
    text_width: int = 128
    text_layers: int = 2

    @property
    def patches(self) -> int:
        return (self.image_size // self.patch_size) ** 2

    def as_dict(self) -> dict[str, int]:
        return asdict(self)

    def to_huggingface(self) -> dict:
        """The `config.json` of the exported folder."""
        start, end = self.vocab_size - 2, self.vocab_size - 1
        return {
            "architectures": ["CLIPModel"],
            "model_type": "clip",
            "projection_dim": self.dim,
            "logit_scale_init_value": 2.6592,
            "torch_dtype": "float16",
            "text_config": {
                "model_type": "clip_text_model",
                "hidden_size": self.text_width,
                "intermediate_size": 4 * self.text_width,
                "num_hidden_layers": self.text_layers,
                "num_attention_heads": self.text_width // 32,
                "max_position_embeddings": self.context,
                "vocab_size": self.vocab_size,
                "projection_dim": self.dim,
                "hidden_act": "gelu",
                "layer_norm_eps": 1e-5,
                "bos_token_id": start,
                "eos_token_id": end,
                "pad_token_id": end,
            },
            "vision_config": {
                "model_type": "clip_vision_model",
                "hidden_size": self.vision_width,
                "intermediate_size": 4 * self.vision_width,
                "num_hidden_layers": self.vision_layers,
                "num_attention_heads": self.vision_width // 32,
                "image_size": self.image_size,
                "patch_size": self.patch_size,
                "num_channels": 3,
                "projection_dim": self.dim,
                "hidden_act": "gelu",
                "layer_norm_eps": 1e-5,
            },
        }

    @staticmethod
    def from_huggingface(config: dict) -> MiniConfig:
        text, vision = config["text_config"], config["vision_config"]
        return MiniConfig(
            vocab_size=text["vocab_size"],
            context=text["max_position_embeddings"],
            dim=config["projection_dim"],
            image_size=vision["image_size"],
            patch_size=vision["patch_size"],
            vision_width=vision["hidden_size"],
            vision_layers=vision["num_hidden_layers"],
            text_width=text["hidden_size"],
            text_layers=text["num_hidden_layers"],
        )


class Attention(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.heads = width // 32
        self.q_proj = nn.Linear(width, width)
        self.k_proj = nn.Linear(width, width)
        self.v_proj = nn.Linear(width, width)
        self.out_proj = nn.Linear(width, width)

    def forward(self, x: Tensor, causal: bool) -> Tensor:
        batch, length, width = x.shape
        head = width // self.heads
        weight = torch.cat([self.q_proj.weight * head**-0.5, self.k_proj.weight, self.v_proj.weight])
        bias = torch.cat([self.q_proj.bias * head**-0.5, self.k_proj.bias, self.v_proj.bias])

        def split(y: Tensor) -> Tensor:
            y = y.view(batch, length, self.heads, head).transpose(1, 2)
            return y.reshape(batch * self.heads, length, head)

        q, k, v = (split(part) for part in F.linear(x, weight, bias).chunk(3, -1))
        scores = torch.bmm(q, k.transpose(1, 2))
        if causal:
            scores = scores + scores.new_full((length, length), -1e4).triu(1)
        mixed = torch.bmm(scores.softmax(-1), v).view(batch, self.heads, length, head)
        return self.out_proj(mixed.transpose(1, 2).reshape(batch, length, width))


class Mlp(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(F.gelu(self.fc1(x)))


class Layer(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.self_attn = Attention(width)
        self.layer_norm1 = nn.LayerNorm(width)
        self.mlp = Mlp(width)
        self.layer_norm2 = nn.LayerNorm(width)

    def forward(self, x: Tensor, causal: bool) -> Tensor:
        x = x + self.self_attn(self.layer_norm1(x), causal)
        return x + self.mlp(self.layer_norm2(x))


class Encoder(nn.Module):
    def __init__(self, width: int, layers: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(width) for _ in range(layers))

    def forward(self, x: Tensor, causal: bool = False) -> Tensor:
        for layer in self.layers:
            x = layer(x, causal)
        return x


class VisionEmbeddings(nn.Module):
    def __init__(self, config: MiniConfig) -> None:
        super().__init__()
        width, patch = config.vision_width, config.patch_size
        self.class_embedding = nn.Parameter(torch.randn(width) * width**-0.5)
        self.patch_embedding = nn.Conv2d(3, width, patch, patch, bias=False)
        self.position_embedding = nn.Embedding(config.patches + 1, width)
        nn.init.normal_(self.patch_embedding.weight, std=(3 * patch * patch) ** -0.5)
        self._init_positions(config.image_size // patch, width)

    def _init_positions(self, grid: int, width: int) -> None:
        """Two-dimensional sines: neighbours start out similar, which saves the first epochs."""
        y, x = torch.meshgrid(torch.arange(grid), torch.arange(grid), indexing="ij")
        frequency = 100.0 ** -(torch.arange(width // 4) / (width // 4))
        waves = [f(axis.reshape(-1, 1) * frequency) for axis in (x, y) for f in (torch.sin, torch.cos)]
        self.position_embedding.weight.data[0] = 0
        self.position_embedding.weight.data[1:] = 0.3 * torch.cat(waves, 1)


class VisionTower(nn.Module):
    def __init__(self, config: MiniConfig) -> None:
        super().__init__()
        self.embeddings = VisionEmbeddings(config)
        self.pre_layrnorm = nn.LayerNorm(config.vision_width)  # the spelling of the original
        self.encoder = Encoder(config.vision_width, config.vision_layers)
        self.post_layernorm = nn.LayerNorm(config.vision_width)

    def forward(self, pixels: Tensor, keep: int | None) -> Tensor:
        """``keep``: how many patches survive patch dropout; None keeps all."""
        parts = self.embeddings
        positions = parts.position_embedding.weight
        x = parts.patch_embedding(pixels).flatten(2).transpose(1, 2) + positions[1:]
        if keep is not None and keep < x.shape[1]:
            chosen = torch.rand(x.shape[:2], device=x.device).argsort(1)[:, :keep]
            x = x.gather(1, chosen[..., None].expand(-1, -1, x.shape[2]))
        first = (parts.class_embedding + positions[0]).expand(len(x), 1, -1)
        x = self.encoder(self.pre_layrnorm(torch.cat([first, x], 1)))
        return self.post_layernorm(x[:, 0])


class TextEmbeddings(nn.Module):
    def __init__(self, config: MiniConfig) -> None:
        super().__init__()
        self.token_embedding = nn.Embedding(config.vocab_size, config.text_width)
        self.position_embedding = nn.Embedding(config.context, config.text_width)
        nn.init.normal_(self.token_embedding.weight, std=0.02)
        nn.init.normal_(self.position_embedding.weight, std=0.01)


class TextTower(nn.Module):
    def __init__(self, config: MiniConfig) -> None:
        super().__init__()
        self.embeddings = TextEmbeddings(config)
        self.encoder = Encoder(config.text_width, config.text_layers)
        self.final_layer_norm = nn.LayerNorm(config.text_width)

    def forward(self, ids: Tensor, ends: Tensor) -> Tensor:
        """``ends``: the position of the first end-of-text token, where the text is pooled."""
        parts = self.embeddings
        x = parts.token_embedding(ids) + parts.position_embedding.weight[: ids.shape[1]]
        x = self.final_layer_norm(self.encoder(x, causal=True))
        return x[torch.arange(len(x), device=x.device), ends]


class MiniClip(nn.Module):
    def __init__(self, config: MiniConfig) -> None:
        super().__init__()
        self.config = config
        self.text_model = TextTower(config)
        self.vision_model = VisionTower(config)
        self.visual_projection = nn.Linear(config.vision_width, config.dim, bias=False)
        self.text_projection = nn.Linear(config.text_width, config.dim, bias=False)
        self.logit_scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))
        self._init_matrices()

    def _init_matrices(self) -> None:
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2 and "embedding" not in name:
                residual = "out_proj" in name or "fc2" in name
                nn.init.normal_(parameter, std=parameter.shape[1] ** -0.5 * (0.5 if residual else 1))
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)

    def encode_image(self, pixels: Tensor, keep: int | None = None) -> Tensor:
        return F.normalize(self.visual_projection(self.vision_model(pixels, keep)), dim=-1)

    def encode_text(self, ids: Tensor, ends: Tensor) -> Tensor:
        return F.normalize(self.text_projection(self.text_model(ids, ends)), dim=-1)


def pad(sequences: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Token ids padded with the end token, and where each text's first end token is."""
    length = max(map(len, sequences))
    ids = torch.tensor([s + [s[-1]] * (length - len(s)) for s in sequences])
    return ids, torch.tensor([len(s) - 1 for s in sequences])


def load_folder(folder: Path) -> MiniClip:
    """A model from an exported folder, in float32: the start of a later training stage."""
    config = MiniConfig.from_huggingface(json.loads((folder / "config.json").read_text()))
    model = MiniClip(config)
    state = load_file(folder / "model.safetensors")
    model.load_state_dict({name: tensor.float() for name, tensor in state.items()})
    return model

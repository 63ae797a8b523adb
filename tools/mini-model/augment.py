"""Random variations of drawings, on whole batches.

Drawings come as RGBA, so position, colours, contour and background vary independently. What a
service receives differs most in three ways from the training drawings, and each has its own step:
margins (`_place`), colours (`_recolour`, `_ink`) and backgrounds (`_background`).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

MEAN = torch.tensor([0.48145466, 0.4578275, 0.40821073]).view(1, 3, 1, 1)
STD = torch.tensor([0.26862954, 0.26130258, 0.27577711]).view(1, 3, 1, 1)


def normalise(pixels: Tensor) -> Tensor:
    """Pixels in 0..1 to CLIP's scale."""
    return (pixels - MEAN.to(pixels.device)) / STD.to(pixels.device)


def augment(
    pictures: Tensor, *, mono: Tensor, may_flip: Tensor, may_recolour: Tensor, size: int
) -> tuple[Tensor, Tensor]:
    """uint8 [B, S, S, 4] to normalised [B, 3, size, size].

    ``mono`` marks drawings whose only colour is a stand-in, ``may_recolour`` is false where the
    caption names a colour. Also returns which drawings lost their colours: no caption that names a
    colour is true of those any more.
    """
    batch, device = len(pictures), pictures.device
    draw = _Draw(batch, device)
    x = pictures.permute(0, 3, 1, 2).float() / 255
    x = torch.cat([x[:, :3] * x[:, 3:], x[:, 3:]], 1)  # premultiplied, so that resampling is right
    x = _place(x, draw, may_flip, size)
    colour, alpha = x[:, :3], x[:, 3:].clamp(0, 1)
    background = _background(draw, size)
    colour, recoloured = _recolour(colour, alpha, draw, may_recolour)
    colour = torch.where(_wide(mono), _ink(alpha, background, draw), colour)
    colour, alpha = _contour(colour, alpha, draw)
    out = colour + (1 - alpha) * background
    out = _soften(out, draw)
    return normalise(out.clamp(0, 1)), recoloured | mono


class _Draw:
    """Random numbers, one per drawing."""

    def __init__(self, batch: int, device: torch.device) -> None:
        self.batch, self.device = batch, device

    def uniform(self, low: float, high: float, *shape: int) -> Tensor:
        return torch.rand(self.batch, *shape, device=self.device) * (high - low) + low

    def chance(self, probability: float) -> Tensor:
        return torch.rand(self.batch, device=self.device) < probability


def _wide(flags: Tensor) -> Tensor:
    return flags.view(-1, 1, 1, 1)


def _some(x: Tensor, flags: Tensor, change: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
    """Changes only the flagged drawings; ``change`` gets them and their indexes."""
    chosen = flags.nonzero()[:, 0]
    return x.index_copy(0, chosen, change(x[chosen], chosen)) if len(chosen) else x


def _place(x: Tensor, draw: _Draw, may_flip: Tensor, size: int) -> Tensor:
    """Scale (above 1: a smaller drawing, a wider margin), turn, shear, stretch, shift, mirror."""
    scale = torch.where(draw.chance(0.5), draw.uniform(0.95, 1.25), draw.uniform(0.8, 1.75))
    angle = draw.uniform(-0.3, 0.3) * draw.chance(0.6)
    stretch = torch.exp(draw.uniform(-0.14, 0.14))
    shear = draw.uniform(-0.1, 0.1) * draw.chance(0.6)
    mirror = torch.where(draw.chance(0.5) & may_flip, -1.0, 1.0)
    room = (scale - 1).clamp(min=0.1)
    sx, sy = scale * stretch, scale / stretch
    matrix = torch.zeros(draw.batch, 2, 3, device=x.device)
    matrix[:, 0, 0] = sx * angle.cos() * mirror
    matrix[:, 0, 1] = -sx * angle.sin() + shear
    matrix[:, 1, 0] = sy * angle.sin() * mirror
    matrix[:, 1, 1] = sy * angle.cos()
    matrix[:, 0, 2] = draw.uniform(-0.8, 0.8) * room
    matrix[:, 1, 2] = draw.uniform(-0.8, 0.8) * room
    grid = F.affine_grid(matrix, [draw.batch, 4, size, size], align_corners=False)
    return F.grid_sample(x, grid, mode="bilinear", padding_mode="zeros", align_corners=False)


def _background(draw: _Draw, size: int) -> Tensor:
    """White 40 %, nearly white 8 %, black 12 %, one colour 18 %, gradient 12 %, blotches 10 %."""
    first, second = draw.uniform(0, 1, 3, 1, 1), draw.uniform(0, 1, 3, 1, 1)
    direction = draw.uniform(0, 2 * math.pi).view(-1, 1, 1)
    axis = torch.linspace(-0.5, 0.5, size, device=draw.device)
    ramp = 0.5 + axis.view(1, 1, -1) * direction.cos() + axis.view(1, -1, 1) * direction.sin()
    ramp = ramp.clamp(0, 1).unsqueeze(1)
    blotches = F.interpolate(
        draw.uniform(-0.5, 0.5, 3, 6, 6), size=size, mode="bilinear", align_corners=False
    )
    which = _wide(draw.uniform(0, 1))
    result = blotches * _wide(draw.uniform(0.2, 1.0)) + first
    result = torch.where(which < 0.90, first * ramp + second * (1 - ramp), result)
    result = torch.where(which < 0.78, first.expand_as(result), result)
    result = torch.where(which < 0.60, _wide(draw.uniform(0, 0.08)).expand_as(result), result)
    result = torch.where(which < 0.48, _wide(draw.uniform(0.82, 1)).expand_as(result), result)
    result = torch.where(which < 0.40, torch.ones_like(result), result)
    return result.clamp(0, 1)


def _recolour(colour: Tensor, alpha: Tensor, draw: _Draw, may_recolour: Tensor) -> tuple[Tensor, Tensor]:
    """Jitter for all; hue turns and greys only where no caption names the colour."""
    colour = colour * draw.uniform(0.88, 1.12, 3, 1, 1) * _wide(draw.uniform(0.75, 1.2))
    grey = colour.mean(1, keepdim=True)
    colour = grey + (colour - grey) * _wide(draw.uniform(0.55, 1.45))
    colour = colour + _wide(draw.uniform(-0.12, 0.15)) * alpha
    turned = draw.chance(0.2) & may_recolour
    greyed = draw.chance(0.2) & may_recolour
    angle = draw.uniform(-math.pi, math.pi)
    colour = _some(colour, turned, lambda x, chosen: _turn_hue(x, angle[chosen]))
    colour = _some(colour, greyed, lambda x, _: x.mean(1, keepdim=True).expand_as(x))
    return torch.minimum(colour.clamp(min=0), alpha), turned | greyed


def _turn_hue(colour: Tensor, angle: Tensor) -> Tensor:
    """Rotates the colours about the grey axis."""
    cosine, sine = angle.cos(), angle.sin() / math.sqrt(3)
    even = ((1 - cosine) / 3).view(-1, 1, 1).expand(-1, 3, 3)
    identity = torch.eye(3, device=colour.device)
    cross = torch.tensor([[0.0, -1, 1], [1, 0, -1], [-1, 1, 0]], device=colour.device)
    matrix = even + cosine.view(-1, 1, 1) * identity + sine.view(-1, 1, 1) * cross
    return torch.bmm(matrix, colour.flatten(2)).view_as(colour)


def _ink(alpha: Tensor, background: Tensor, draw: _Draw) -> Tensor:
    """One colour for a monochrome drawing that stands out from its background."""
    bright = _wide(background.mean((1, 2, 3)) > 0.5)
    grey = torch.where(bright, draw.uniform(0, 0.2, 1, 1, 1), draw.uniform(0.8, 1, 1, 1, 1))
    tint = draw.uniform(0, 0.5, 3, 1, 1) * _wide(draw.chance(0.5))
    return torch.where(bright, grey + tint, grey - tint).clamp(0, 1) * alpha


def _contour(colour: Tensor, alpha: Tensor, draw: _Draw) -> tuple[Tensor, Tensor]:
    """A line around the whole drawing for a fifth of them: mostly dark, sometimes white."""
    grown = _some(alpha, draw.chance(0.2), lambda x, _: F.max_pool2d(x, 3, 1, 1))
    shade = torch.where(
        _wide(draw.chance(0.3)), torch.ones(1, device=draw.device), draw.uniform(0, 0.25, 3, 1, 1)
    )
    return colour + (grown - alpha).clamp(min=0) * shade, torch.maximum(alpha, grown)


def _soften(out: Tensor, draw: _Draw) -> Tensor:
    """Blur for some, noise for some."""
    strength = draw.uniform(0, 0.06, 1, 1, 1)
    out = _some(out, draw.chance(0.12), lambda x, _: _blur(x))
    return _some(out, draw.chance(0.2), lambda x, chosen: x + torch.randn_like(x) * strength[chosen])


def _blur(x: Tensor) -> Tensor:
    return F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), 3, 1)

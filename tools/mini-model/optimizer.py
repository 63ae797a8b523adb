"""Muon for the matrices of the transformer layers: momentum whose update is orthogonalised.

See Keller Jordan, "Muon: an optimizer for the hidden layers of neural networks" (2024), for the
numbers of the iteration.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.optim import Optimizer


class Muon(Optimizer):
    def __init__(
        self,
        parameters: list[Tensor],
        lr: float,
        momentum: float = 0.95,
        decay: float = 0.01,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "decay": decay})
        self.dtype = dtype  # of the iteration, which bfloat16 does not harm

    @torch.no_grad()
    def step(self, closure=None) -> None:
        for group in self.param_groups:
            by_shape: dict[tuple[int, int], list[tuple[Tensor, Tensor]]] = {}
            for parameter in group["params"]:
                momentum = self.state[parameter].setdefault("momentum", torch.zeros_like(parameter))
                momentum.mul_(group["momentum"]).add_(parameter.grad)
                update = parameter.grad + group["momentum"] * momentum
                wide = update if update.shape[0] <= update.shape[1] else update.t()
                by_shape.setdefault(tuple(wide.shape), []).append((parameter, wide))
            for members in by_shape.values():
                updates = orthogonalise(torch.stack([update for _, update in members]), self.dtype)
                for (parameter, _), update in zip(members, updates):
                    rows, columns = parameter.shape
                    step = group["lr"] * max(1, rows / columns) ** 0.5
                    parameter.mul_(1 - group["lr"] * group["decay"])
                    parameter.add_(update if rows <= columns else update.t(), alpha=-step)


def orthogonalise(x: Tensor, dtype: torch.dtype, iterations: int = 4) -> Tensor:
    """Newton-Schulz iteration on a stack of matrices: singular values towards 1."""
    x = (x / (x.flatten(1).norm(dim=1).view(-1, 1, 1) + 1e-7)).to(dtype)
    for _ in range(iterations):
        gram = torch.bmm(x, x.transpose(1, 2))
        x = 3.4445 * x + torch.bmm(-4.7750 * gram + 2.0315 * torch.bmm(gram, gram), x)
    return x.float()

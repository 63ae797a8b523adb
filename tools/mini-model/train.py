"""Trains the mini model: contrastive, with every true caption of a picture as a match.

A run is a number of samples: learning rates rise over the first steps, hold, and fall linearly to
zero over the last part. It can be stopped at any time: the same command goes on from the newest
checkpoint, with a larger `--samples` if the falling part has not begun. `--init` starts from an
exported folder instead of from random weights.

On a CPU, `--workers 2` with one thread each is faster than two threads in one process: the workers
meet once per step, to average their gradients, instead of once per matrix product.
"""

from __future__ import annotations

import argparse
import signal
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
import torch.distributed as distributed
import torch.multiprocessing as multiprocessing
import torch.nn.functional as F
from torch import Tensor, nn

import tokenizer as tokenizers
from augment import augment
from captions import CLAIM_SIZE, Caption, Captioner, form_words
from concepts import load_concepts
from dataset import Drawings, TuningSet
from lexicon import Lexicon
from model import MiniClip, MiniConfig, load_folder, pad
from optimizer import Muon

AVERAGE = 0.998  # per step, of the weights that are exported
LONG_BATCHES = 0.2  # share of batches with captions up to the full context
WARMUP_STEPS = 100
ALL_PATCHES = 0.1  # last share of the run, without patch dropout


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="data folder with packages and images")
    parser.add_argument("--run", type=Path, required=True, help="folder of this run: checkpoint and log")
    parser.add_argument("--init", type=Path, help="exported folder to start from (model and tokenizer)")
    parser.add_argument("--samples", type=int, default=4_000_000)
    parser.add_argument("--fall", type=float, default=0.3, help="share of the run in which rates fall")
    parser.add_argument("--batch", type=int, default=128, help="samples per step and worker")
    parser.add_argument("--workers", type=int, default=1, help="processes that share the training")
    parser.add_argument("--keep", type=int, default=20, help="patches that survive patch dropout")
    parser.add_argument("--lr", type=float, default=1.2e-3, help="AdamW: embeddings, norms, projections")
    parser.add_argument("--muon-lr", type=float, default=2e-2, help="Muon: matrices of the layers")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2, help="per worker")
    parser.add_argument(
        "--bfloat16", action="store_true", help="matrix products in bfloat16 (CPUs with AVX512-BF16, GPUs)"
    )
    parser.add_argument("--minutes", type=float, default=5, help="between checkpoints")
    parser.add_argument("--vision-width", type=int, default=128)
    parser.add_argument("--vision-layers", type=int, default=4)
    return parser.parse_args()


def learn_tokenizer(lexicon: Lexicon):
    """A vocabulary from all phrases and forms, names counting most."""
    texts: Counter[str] = Counter()
    for entry in lexicon.entries:
        texts.update(dict.fromkeys(entry.names, 12))
        texts.update(dict.fromkeys((*entry.keywords, *entry.categories, *entry.parts), 4))
        texts[entry.definition] += 1
    texts.update(dict.fromkeys(form_words(), 50))
    return tokenizers.build(tokenizers.learn_merges(texts))


class Trainer:
    def __init__(self, args: argparse.Namespace, worker: int) -> None:
        self.args, self.worker = args, worker
        torch.set_num_threads(args.threads)
        torch.set_flush_denormal(True)  # AdamW's square roots of tiny moments took a tenth of a step
        torch.manual_seed(args.seed)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        concepts = load_concepts(args.data / "packages")
        self.lexicon = Lexicon(concepts, args.data / "packages")
        self.drawings = Drawings(args.data / "images", concepts)
        args.run.mkdir(parents=True, exist_ok=True)
        self.tokenizer = self._tokenizer()
        self.model = self._model().to(self.device)
        # An auxiliary classifier over concepts steadies the first steps; it is never exported.
        self.head = nn.Linear(self.model.config.dim, len(concepts)).to(self.device)
        self.average = {name: tensor.clone() for name, tensor in self.model.state_dict().items()}
        self.optimizers = self._optimizers()
        self.tuning = TuningSet(args.data / "images", concepts, self.model.config.image_size)
        self.seen = 0
        self._resume()
        # Seeded by progress: a resumed run neither repeats nor needs the generators' states.
        torch.manual_seed(int(np.random.SeedSequence([args.seed, worker, self.seen]).generate_state(1)[0]))
        self.rng = np.random.default_rng([args.seed, worker, self.seen])
        self.captioner = Captioner(self.lexicon, self.rng)

    def _tokenizer(self):
        folder = self.args.run / "tokenizer"
        if self.worker == 0 and not folder.exists():
            source = tokenizers.load(self.args.init) if self.args.init else learn_tokenizer(self.lexicon)
            folder.mkdir()
            tokenizers.save(source, folder)
        if self.args.workers > 1:
            distributed.barrier()
        return tokenizers.load(folder)

    def _model(self) -> MiniClip:
        if self.args.init:
            return load_folder(self.args.init)
        return MiniClip(
            MiniConfig(
                vocab_size=len(self.tokenizer),
                vision_width=self.args.vision_width,
                vision_layers=self.args.vision_layers,
            )
        )

    def _optimizers(self) -> list[tuple[torch.optim.Optimizer, float]]:
        """Each optimiser with its full learning rate."""
        matrices, others = [], list(self.head.parameters())
        for name, parameter in self.model.named_parameters():
            hidden = parameter.dim() == 2 and ".layers." in name
            (matrices if hidden else others).append(parameter)
        adam = torch.optim.AdamW(
            others, lr=self.args.lr, betas=(0.9, 0.97), eps=1e-7, weight_decay=0.02, fused=True
        )
        precision = torch.bfloat16 if self.args.bfloat16 else torch.float32
        muon = Muon(matrices, lr=self.args.muon_lr, dtype=precision)
        return [(adam, self.args.lr), (muon, self.args.muon_lr)]

    # Checkpoints

    @property
    def _checkpoint(self) -> Path:
        return self.args.run / "checkpoint.pt"

    def _save(self) -> None:
        scratch = self._checkpoint.with_suffix(".part")
        torch.save(
            {
                "config": self.model.config.as_dict(),
                "model": self.model.state_dict(),
                "average": self.average,
                "head": self.head.state_dict(),
                "optimizers": [optimizer.state_dict() for optimizer, _ in self.optimizers],
                "seen": self.seen,
            },
            scratch,
        )
        scratch.rename(self._checkpoint)

    def _resume(self) -> None:
        if not self._checkpoint.exists():
            return
        saved = torch.load(self._checkpoint, map_location=self.device, weights_only=True)
        self.model.load_state_dict(saved["model"])
        self.head.load_state_dict(saved["head"])
        self.average = saved["average"]
        for (optimizer, _), state in zip(self.optimizers, saved["optimizers"]):
            optimizer.load_state_dict(state)
        self.seen = saved["seen"]

    # Training

    def run(self) -> None:
        started = last = time.monotonic()
        first = self.seen
        mean_loss = None
        while self.seen < self.args.samples:
            loss = self._step()
            mean_loss = loss if mean_loss is None else 0.98 * mean_loss + 0.02 * loss
            now = time.monotonic()
            if self.worker == 0 and (now - last > 60 * self.args.minutes or self.seen >= self.args.samples):
                last = now
                self._save()
                self._report(mean_loss, (self.seen - first) / (now - started))

    def _report(self, loss: float, rate: float) -> None:
        raw, averaged = self._tune(self.model.state_dict()), self._tune(self.average)
        line = (
            f"{time.strftime('%H:%M:%S')} seen {self.seen} loss {loss:.3f} {rate:.0f}/s | tuning style, "
            f"{len(self.tuning.classes)} classes, white/black: average {averaged[0]:.3f}/{averaged[1]:.3f} "
            f"raw {raw[0]:.3f}/{raw[1]:.3f}"
        )
        print(line, flush=True)

    @torch.no_grad()
    def _tune(self, state: dict[str, Tensor]) -> tuple[float, float]:
        model = MiniClip(self.model.config)
        model.load_state_dict(state)
        texts = [f"a photo of a {name}." for name in self.tuning.names]
        features = model.encode_text(*pad(tokenizers.encode(self.tokenizer, texts)))
        return self.tuning.accuracy(model.encode_image, features)

    @property
    def _step_size(self) -> int:
        return self.args.batch * self.args.workers

    def _rate(self) -> float:
        """The learning rates' common factor."""
        warm = (self.seen / self._step_size + 1) / WARMUP_STEPS
        left = (self.args.samples - self.seen) / (self.args.fall * self.args.samples)
        return max(0.0, min(1.0, warm, left))

    def _step(self) -> float:
        rate = self._rate()
        for optimizer, full in self.optimizers:
            optimizer.zero_grad()
            for group in optimizer.param_groups:
                group["lr"] = full * rate
        loss, reported = self._loss()
        loss.backward()
        if self.args.workers > 1:
            self._average_gradients()
        nn.utils.clip_grad_norm_(self.model.parameters(), 2.0)
        for optimizer, _ in self.optimizers:
            optimizer.step()
        self._update_average()
        self.seen += self._step_size
        return reported

    def _average_gradients(self) -> None:
        """One exchange of all gradients, as one vector."""
        gradients = [p.grad for p in (*self.model.parameters(), *self.head.parameters())]
        flat = torch.cat([gradient.flatten() for gradient in gradients])
        distributed.all_reduce(flat)
        flat /= self.args.workers
        for gradient, mean in zip(gradients, flat.split([gradient.numel() for gradient in gradients])):
            gradient.copy_(mean.view_as(gradient))

    @torch.no_grad()
    def _update_average(self) -> None:
        names = list(self.average)
        current = self.model.state_dict()
        torch._foreach_lerp_([self.average[n] for n in names], [current[n] for n in names], 1 - AVERAGE)

    def _loss(self) -> tuple[Tensor, float]:
        data, size = self.drawings, self.args.batch
        chosen = self.rng.choice(len(data), size, p=data.weight, replace=False)
        concept = data.concept[chosen]
        long = self.rng.random() < LONG_BATCHES
        texts = [self.captioner.caption(c, int(f), long) for c, f in zip(concept, data.claimed[chosen])]
        pixels, colourless = augment(
            data.picture[chosen].to(self.device),
            mono=data.mono[chosen].to(self.device),
            may_flip=data.may_flip[chosen].to(self.device),
            may_recolour=torch.tensor([text.facts == 0 for text in texts], device=self.device),
            size=self.model.config.image_size,
        )
        allowed = np.where(colourless.cpu().numpy(), 0, data.allowed[chosen])
        matches = self._matches(texts, concept, allowed).to(self.device)
        ids, ends = pad(tokenizers.encode(self.tokenizer, [text.text for text in texts]))
        full = self.seen > (1 - ALL_PATCHES) * self.args.samples  # the service never drops a patch
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.args.bfloat16):
            image = self.model.encode_image(pixels, None if full else self.args.keep).float()
            text = self.model.encode_text(ids.to(self.device), ends.to(self.device)).float()
        contrastive = contrast(image, text, matches, self.model.logit_scale)
        target = torch.from_numpy(concept).long().to(self.device)
        classified = F.cross_entropy(12 * self.head(image), target, label_smoothing=0.1)
        return contrastive + 0.4 * classified, contrastive.item()

    def _matches(self, texts: list[Caption], concept: np.ndarray, allowed: np.ndarray) -> Tensor:
        """[image, text] weights: 1 for its own caption, a half for other true ones."""
        nothing = len(self.lexicon.truth) - 1
        claims = np.array([(*t.phrases, *[nothing] * (CLAIM_SIZE - len(t.phrases))) for t in texts])
        facts = np.array([t.facts for t in texts])
        true = self.lexicon.truth[claims][:, :, concept].all(1)
        true &= (facts[:, None] & ~allowed[None]) == 0
        weights = torch.from_numpy(true.T).float() / 2
        return weights.fill_diagonal_(1.0)


def contrast(image: Tensor, text: Tensor, matches: Tensor, logit_scale: Tensor) -> Tensor:
    """InfoNCE both ways with several weighted matches per row."""
    logits = logit_scale.exp().clamp(max=60) * image @ text.t()
    by_image = -(logits.log_softmax(1) * (matches / matches.sum(1, keepdim=True))).sum(1).mean()
    by_text = -(logits.log_softmax(0) * (matches / matches.sum(0, keepdim=True))).sum(0).mean()
    return (by_image + by_text) / 2


def work(worker: int, args: argparse.Namespace, meeting: str) -> None:
    """One worker process; they find each other through a file."""
    # The interrupt that follows the parent's death must end a worker of a background job, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if args.workers > 1:
        distributed.init_process_group(
            "gloo", init_method=f"file://{meeting}", rank=worker, world_size=args.workers
        )
    Trainer(args, worker).run()


def main() -> None:
    args = arguments()
    if args.workers == 1:
        return work(0, args, "")
    with tempfile.TemporaryDirectory() as scratch:
        multiprocessing.spawn(work, (args, f"{scratch}/meeting"), nprocs=args.workers)


if __name__ == "__main__":
    main()

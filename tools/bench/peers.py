"""What people write around a CLIP model: a FastAPI server that classifies pictures among 37 labels.

    python3 tools/bench/peers.py transformers CHECKPOINT --port 9001
    python3 tools/bench/peers.py open_clip CHECKPOINT --port 9002
    python3 tools/bench/peers.py onnx CHECKPOINT --port 9003
    python3 tools/bench/peers.py onnx-int8 CHECKPOINT --port 9004

CHECKPOINT is a folder of checkpoint.py. POST /classify takes the bytes of a picture. At their best: labels are encoded
once at the start, pictures are decoded on two threads, and one thread encodes what waits, at most 16 at once. With
--plain they do what most examples do: one picture at a time on the request's thread, labels encoded for each request,
padded to 77 tokens. Needs fastapi and uvicorn, and what the kind says.
"""

from __future__ import annotations

import argparse
import asyncio
import concurrent.futures
import io
import pathlib
import queue
import threading
from typing import Callable

import torch
import uvicorn
from fastapi import FastAPI, Request
from PIL import Image
from transformers import CLIPImageProcessor, CLIPModel, CLIPTokenizerFast

LABELS = [f"thing {i}" for i in range(37)]
MAX_BATCH = 16

Prepare = Callable[[bytes], torch.Tensor]
Encode = Callable[[torch.Tensor], torch.Tensor]


def tensor_of(features: object) -> torch.Tensor:
    return features if torch.is_tensor(features) else features.pooler_output


def unit(rows: torch.Tensor) -> torch.Tensor:
    return rows / rows.norm(dim=-1, keepdim=True)


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def processed_by(folder: pathlib.Path) -> Prepare:
    processor = CLIPImageProcessor.from_pretrained(folder)
    return lambda data: processor(picture(data), return_tensors="pt")["pixel_values"][0]


def transformers_peer(folder: pathlib.Path) -> tuple[Prepare, Encode]:
    model = CLIPModel.from_pretrained(folder, attn_implementation="sdpa").eval()
    return processed_by(folder), lambda pixels: tensor_of(model.get_image_features(pixel_values=pixels))


def open_clip_peer(folder: pathlib.Path) -> tuple[Prepare, Encode]:
    """The weights of the folder in OpenCLIP's own module and transform."""
    import open_clip

    model, _, transform = open_clip.create_model_and_transforms("ViT-B-32-quickgelu", pretrained=None)
    source = CLIPModel.from_pretrained(folder).vision_model.state_dict()
    target = model.visual.state_dict()
    attention = ("q_proj", "k_proj", "v_proj")
    for block in range(12):
        there, here = f"transformer.resblocks.{block}", f"encoder.layers.{block}"
        for part in ("weight", "bias"):
            target[f"{there}.attn.in_proj_{part}"] = torch.cat(
                [source[f"{here}.self_attn.{name}.{part}"] for name in attention]
            )
            target[f"{there}.attn.out_proj.{part}"] = source[f"{here}.self_attn.out_proj.{part}"]
            for ours, theirs in (("ln_1", "layer_norm1"), ("ln_2", "layer_norm2")):
                target[f"{there}.{ours}.{part}"] = source[f"{here}.{theirs}.{part}"]
            for ours, theirs in (("c_fc", "fc1"), ("c_proj", "fc2")):
                target[f"{there}.mlp.{ours}.{part}"] = source[f"{here}.mlp.{theirs}.{part}"]
    model.visual.load_state_dict(target)
    return lambda data: transform(picture(data)), model.eval().encode_image


def onnx_peer(folder: pathlib.Path, file: str, threads: int) -> tuple[Prepare, Encode]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(folder / "onnx" / file), options, ["CPUExecutionProvider"])

    def encode(pixels: torch.Tensor) -> torch.Tensor:
        return torch.from_numpy(session.run(None, {"pixel_values": pixels.numpy()})[0])

    return processed_by(folder), encode


class Labels:
    """Texts to unit embeddings."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.model = CLIPModel.from_pretrained(folder).eval()
        self.tokenizer = CLIPTokenizerFast.from_pretrained(folder)

    def encode(self) -> torch.Tensor:
        texts = [f"a photo of a {label}." for label in LABELS]
        tokens = self.tokenizer(texts, padding="max_length", max_length=77, truncation=True, return_tensors="pt")
        return unit(tensor_of(self.model.get_text_features(**tokens)))


def answer(embedding: torch.Tensor, labels: torch.Tensor) -> dict[str, object]:
    scores = labels @ embedding
    probabilities = torch.softmax(100 * scores, dim=0)
    best = torch.topk(probabilities, 5).indices.tolist()
    return {
        "predictions": [
            {"label": LABELS[i], "score": float(scores[i]), "probability": float(probabilities[i])} for i in best
        ]
    }


class Batches:
    """One thread that takes the first picture that waits and all that have come meanwhile."""

    def __init__(self, encode: Encode) -> None:
        self.waiting: queue.SimpleQueue[tuple[torch.Tensor, concurrent.futures.Future]] = queue.SimpleQueue()
        self.encode = encode
        threading.Thread(target=self.run, daemon=True).start()

    def submit(self, pixels: torch.Tensor) -> concurrent.futures.Future:
        future: concurrent.futures.Future = concurrent.futures.Future()
        self.waiting.put((pixels, future))
        return future

    def run(self) -> None:
        with torch.inference_mode():
            while True:
                batch = [self.waiting.get()]
                while len(batch) < MAX_BATCH and not self.waiting.empty():
                    batch.append(self.waiting.get())
                try:
                    rows = unit(self.encode(torch.stack([pixels for pixels, _ in batch])))
                    for (_, future), row in zip(batch, rows, strict=True):
                        future.set_result(row)
                except Exception as failure:  # whoever waits is told
                    for _, future in batch:
                        future.set_exception(failure)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["transformers", "open_clip", "onnx", "onnx-int8"])
    parser.add_argument("checkpoint", type=pathlib.Path)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--plain", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    prepare, encode = {
        "transformers": lambda: transformers_peer(args.checkpoint),
        "open_clip": lambda: open_clip_peer(args.checkpoint),
        "onnx": lambda: onnx_peer(args.checkpoint, "vision.onnx", args.threads),
        "onnx-int8": lambda: onnx_peer(args.checkpoint, "vision-int8.onnx", args.threads),
    }[args.kind]()
    labels = Labels(args.checkpoint)
    application = FastAPI()
    if args.plain:
        lock = threading.Lock()

        def classify(data: bytes) -> dict[str, object]:
            pixels = prepare(data)
            with lock, torch.inference_mode():
                return answer(unit(encode(pixels[None]))[0], labels.encode())

        @application.post("/classify")
        async def plain(request: Request) -> dict[str, object]:
            return await asyncio.to_thread(classify, await request.body())

    else:
        with torch.inference_mode():
            known = labels.encode()
        decoders = concurrent.futures.ThreadPoolExecutor(2, initializer=lambda: torch.set_num_threads(1))
        batches = Batches(encode)

        @application.post("/classify")
        async def best(request: Request) -> dict[str, object]:
            data = await request.body()
            pixels = await asyncio.get_running_loop().run_in_executor(decoders, prepare, data)
            return answer(await asyncio.wrap_future(batches.submit(pixels)), known)

    uvicorn.run(application, host="127.0.0.1", port=args.port, log_level="warning", access_log=False,
                timeout_keep_alive=300)  # else a client that pauses meets a closed connection


if __name__ == "__main__":
    main()

"""Tiny tokenizers of the two kinds that SigLIP models have, trained on corpus.txt.

SigLIP: a SentencePiece of type Unigram with a normalisation table of its own (a few rules, not Unicode's), as
spiece.model and as the tokenizer.json that is made of it. SigLIP 2: Gemma's form, byte-pair encoding over the whole
text with bytes for what it does not know.
"""

from __future__ import annotations

import base64
import json
import re
import string
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from transformers import Siglip2Tokenizer, SiglipTokenizer

import tiny_tokenizer

CORPUS = Path(__file__).with_name("corpus.txt")
LENGTH = 64
CONTROL, USER_DEFINED = 3, 4
RULES = {
    "\ufb01": "fi",
    "\uff21": "A",
    "\uff41": "a",
    "\uff1c": "<",
    "\uff0f": "/",
    "\uff1e": ">",
    "\uff53": "s",
    "\u00a0": " ",
    "\u2122": "tm",
    "\u00bd": "1\u20442",
    "\u2026": "...",
    "\u200b": "",
    "\u3000": " ",
    "\u2060": "  ",
    "e\u0301": "\u00e9",
    "e": "e",
    "\u00e9\u0301": "ee",
    "\u337f": "\u682a\u5f0f\u4f1a\u793e",
}


def train_sentence_piece(target: Path, byte_fallback: bool) -> None:
    """spiece.model with T5's special tokens: <pad> 0, </s> 1, <unk> 2, and one of its extra ids at the end."""
    table = str.maketrans("", "", string.punctuation)
    lines = [re.sub(r"\s+", " ", line.lower().translate(table)).strip() for line in CORPUS.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        (at / "corpus.txt").write_text("\n".join(lines), encoding="utf-8")
        (at / "rules.tsv").write_text(
            "".join(f"{codes(k)}\t{codes(v)}\n" for k, v in RULES.items() if k != v), encoding="utf-8"
        )
        sentencepiece.SentencePieceTrainer.train(
            input=str(at / "corpus.txt"),
            model_prefix=str(at / "tiny"),
            model_type="unigram",
            vocab_size=420 if byte_fallback else 200,
            hard_vocab_limit=False,
            byte_fallback=byte_fallback,
            pad_id=0,
            eos_id=1,
            unk_id=2,
            bos_id=-1,
            normalization_rule_tsv=str(at / "rules.tsv"),
            num_threads=1,
            minloglevel=2,
        )
        model = sentencepiece_model_pb2.ModelProto.FromString((at / "tiny.model").read_bytes())
    model.trainer_spec.input[:] = []
    model.trainer_spec.model_prefix = "tiny"
    model.normalizer_spec.normalization_rule_tsv = ""
    extra = model.pieces.add()
    extra.piece, extra.score, extra.type = "\u2581<extra_id_0>", 0.0, USER_DEFINED
    target.write_bytes(model.SerializeToString(deterministic=True))


def codes(text: str) -> str:
    return " ".join(f"{ord(c):04X}" for c in text)


def tokenizer_json(model_file: Path) -> dict[str, Any]:
    """What a conversion to the tokenizers library makes of spiece.model."""
    model = sentencepiece_model_pb2.ModelProto.FromString(model_file.read_bytes())
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            added(i, piece.piece, strip=True) for i, piece in enumerate(model.pieces) if piece.type in (2, 3, 4)
        ],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Lowercase"},
                {"type": "Replace", "pattern": {"Regex": f"[{re.escape(string.punctuation)}]"}, "content": ""},
                {"type": "Replace", "pattern": {"Regex": r"\s+"}, "content": " "},
                {"type": "Strip", "strip_left": True, "strip_right": True},
                {
                    "type": "Precompiled",
                    "precompiled_charsmap": base64.b64encode(model.normalizer_spec.precompiled_charsmap).decode("ascii"),
                },
            ],
        },
        "pre_tokenizer": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": True},
        "post_processor": template("</s>", 1),
        "decoder": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": True},
        "model": {
            "type": "Unigram",
            "unk_id": model.trainer_spec.unk_id,
            "vocab": [[piece.piece, piece.score] for piece in model.pieces],
            "byte_fallback": model.trainer_spec.byte_fallback,
        },
    }


def gemma_json() -> dict[str, Any]:
    """A tokenizer.json of Gemma's form; the lower-casing is not in the file."""
    words: Counter[tuple[str, ...]] = Counter()
    for line in CORPUS.read_text("utf-8").splitlines():
        for i, word in enumerate(line.split(" ")):
            words[tuple(("\u2581" if i else "") + word)] += 1
    merges = tiny_tokenizer.learn_merges(words, 150)
    special = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]
    runs = ["\n\n", "\u2581\u2581"]
    entries = special + runs + [f"<0x{i:02X}>" for i in range(256)] + sorted({c for word in words for c in word})
    entries += [a + b for a, b in merges if a + b not in entries]
    vocab = {entry: i for i, entry in enumerate(entries)}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [added(vocab[t], t, special=t in special) for t in special + runs],
        "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"},
        "pre_tokenizer": {"type": "Split", "pattern": {"String": " "}, "behavior": "MergedWithPrevious", "invert": False},
        "post_processor": template("<eos>", 1),
        "decoder": {
            "type": "Sequence",
            "decoders": [
                {"type": "Replace", "pattern": {"String": "\u2581"}, "content": " "},
                {"type": "ByteFallback"},
                {"type": "Fuse"},
            ],
        },
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": "<unk>",
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": True,
            "byte_fallback": True,
            "ignore_merges": False,
            "vocab": vocab,
            "merges": [list(pair) for pair in merges],
        },
    }


def added(token_id: int, content: str, strip: bool = False, special: bool = True) -> dict[str, Any]:
    return {
        "id": token_id,
        "content": content,
        "single_word": False,
        "lstrip": strip,
        "rstrip": strip,
        "normalized": False,
        "special": special,
    }


def template(end: str, end_id: int) -> dict[str, Any]:
    single = [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": end, "type_id": 0}}]
    pair = [*single, {"Sequence": {"id": "B", "type_id": 0}}, {"SpecialToken": {"id": end, "type_id": 0}}]
    return {
        "type": "TemplateProcessing",
        "single": single,
        "pair": pair,
        "special_tokens": {end: {"id": end, "ids": [end_id], "tokens": [end]}},
    }


def save_gemma(folder: Path) -> Siglip2Tokenizer:
    """The files as google/siglip2-* has them; read back by the class that lower-cases."""
    (folder / "tokenizer.json").write_text(json.dumps(gemma_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    config = {
        "tokenizer_class": "GemmaTokenizer",
        "processor_class": "SiglipProcessor",
        "add_bos_token": False,
        "add_eos_token": True,
        "bos_token": "<bos>",
        "eos_token": "<eos>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "model_max_length": LENGTH,
        "model_input_names": ["input_ids"],
        "padding_side": "right",
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    return Siglip2Tokenizer.from_pretrained(folder)


def siglip_tokenizer(model_file: Path) -> SiglipTokenizer:
    return SiglipTokenizer(str(model_file), model_input_names=["input_ids"])

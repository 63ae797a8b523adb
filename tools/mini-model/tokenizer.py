"""The text side's vocabulary: a byte-level BPE in CLIP's own form, learned from the captions.

Training uses the very `tokenizer.json` that is exported, so there is no second implementation
that could differ from it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

from transformers import CLIPTokenizerFast

START, END = "<|startoftext|>", "<|endoftext|>"
CONTEXT = 32
_WORDS = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d|[a-z]+|[0-9]|[^\sa-z0-9]+")

Merge = tuple[str, str]


def byte_alphabet() -> dict[int, str]:
    """GPT-2's printable stand-in for every byte."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in printable]
    alphabet = {byte: chr(byte) for byte in printable}
    alphabet.update({byte: chr(256 + i) for i, byte in enumerate(hidden)})
    return alphabet


def learn_merges(texts: Counter[str], count: int = 2500) -> list[Merge]:
    """The most frequent pairs, merged one after the other; ties go to the larger pair."""
    alphabet = byte_alphabet()
    words: Counter[tuple[str, ...]] = Counter()
    for text, weight in texts.items():
        for word in _WORDS.findall(text.lower()):
            symbols = [alphabet[byte] for byte in word.encode()]
            words[(*symbols[:-1], symbols[-1] + "</w>")] += weight
    merges: list[Merge] = []
    for _ in range(count):
        pairs: Counter[Merge] = Counter()
        for word, weight in words.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += weight
        if not pairs:
            break
        best, weight = max(pairs.items(), key=lambda item: (item[1], item[0]))
        if weight < 2:
            break
        merges.append(best)
        merged: Counter[tuple[str, ...]] = Counter()
        for word, weight in words.items():
            merged[_merge(word, best)] += weight
        words = merged
    return merges


def _merge(word: tuple[str, ...], pair: Merge) -> tuple[str, ...]:
    if pair[0] not in word:
        return word
    result: list[str] = []
    for symbol in word:
        if result and (result[-1], symbol) == pair:
            result[-1] += symbol
        else:
            result.append(symbol)
    return tuple(result)


def vocabulary(merges: list[Merge]) -> dict[str, int]:
    """Ids in CLIP's order: bytes, bytes that end a word, merges, start, end."""
    letters = list(byte_alphabet().values())
    tokens = [*letters, *(letter + "</w>" for letter in letters), *("".join(m) for m in merges), START, END]
    return {token: i for i, token in enumerate(tokens)}


def build(merges: list[Merge]) -> CLIPTokenizerFast:
    return CLIPTokenizerFast(vocab=vocabulary(merges), merges=merges, model_max_length=CONTEXT)


def save(tokenizer: CLIPTokenizerFast, folder: Path) -> None:
    """`tokenizer.json` and its two small companions."""
    tokenizer.backend_tokenizer.no_truncation()  # readers cut by themselves, keeping the end token
    tokenizer.backend_tokenizer.no_padding()
    tokenizer.save_pretrained(folder)
    config = folder / "tokenizer_config.json"
    settings = json.loads(config.read_text())
    for key in ("is_local", "local_files_only"):  # about the machine that wrote it, not the tokenizer
        settings.pop(key, None)
    config.write_text(json.dumps(settings, indent=2) + "\n")
    special = {"bos_token": START, "eos_token": END, "pad_token": END, "unk_token": END}
    (folder / "special_tokens_map.json").write_text(json.dumps(special, indent=2) + "\n")


def load(folder: Path) -> CLIPTokenizerFast:
    return CLIPTokenizerFast.from_pretrained(folder)


def encode(tokenizer: CLIPTokenizerFast, texts: list[str]) -> list[list[int]]:
    return tokenizer(texts, truncation=True, max_length=CONTEXT).input_ids

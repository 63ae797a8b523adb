"""A real CLIP tokenizer of a few hundred entries: byte-level BPE with </w>, trained on corpus.txt."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

from transformers import CLIPTokenizerFast
from transformers.convert_slow_tokenizer import bytes_to_unicode

BOS, EOT = "<|startoftext|>", "<|endoftext|>"
Pair = tuple[str, str]


def words_of(corpus: str) -> Counter[tuple[str, ...]]:
    """Words as byte symbols, the last one marked </w>, with their counts."""
    table = bytes_to_unicode()
    pieces = re.findall(r"'s|'t|'re|'ve|'m|'ll|'d|[^\W\d_]+|\d|[^\s\w]+", corpus.lower())
    words: Counter[tuple[str, ...]] = Counter()
    for piece in pieces:
        symbols = [table[b] for b in piece.encode("utf-8")]
        words[(*symbols[:-1], symbols[-1] + "</w>")] += 1
    return words


def merge(word: tuple[str, ...], pair: Pair) -> tuple[str, ...]:
    """The word with every occurrence of the pair joined, left to right."""
    out: list[str] = []
    for symbol in word:
        if out and (out[-1], symbol) == pair:
            out[-1] += symbol
        else:
            out.append(symbol)
    return tuple(out)


def learn_merges(words: Counter[tuple[str, ...]], count: int) -> list[Pair]:
    """The most frequent pair each time; ties by spelling, so that the result never depends on hashing."""
    merges: list[Pair] = []
    for _ in range(count):
        pairs: Counter[Pair] = Counter()
        for word, n in words.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += n
        best = min(pairs, key=lambda p: (-pairs[p], p))
        merges.append(best)
        joined: Counter[tuple[str, ...]] = Counter()
        for word, n in words.items():
            joined[merge(word, best)] += n
        words = joined
    return merges


def train(corpus: Path, size: int) -> tuple[dict[str, int], list[Pair]]:
    """Vocabulary in OpenAI's order: bytes, bytes with </w>, merges, BOS, EOT (the highest id)."""
    symbols = list(bytes_to_unicode().values())
    entries = symbols + [s + "</w>" for s in symbols]
    merges = learn_merges(words_of(corpus.read_text("utf-8")), size - len(entries) - 2)
    entries += ["".join(pair) for pair in merges] + [BOS, EOT]
    vocab = {entry: i for i, entry in enumerate(entries)}
    assert len(vocab) == size, "two merges spell the same entry"
    return vocab, merges


def save(folder: Path, vocab: dict[str, int], merges: list[Pair], extra_tokens: list[str]) -> CLIPTokenizerFast:
    """tokenizer.json and tokenizer_config.json by transformers, vocab.json and merges.txt beside them."""
    tokenizer = CLIPTokenizerFast(vocab=vocab, merges=merges, model_max_length=77)
    tokenizer.add_tokens(extra_tokens)
    tokenizer.save_pretrained(folder)
    # transformers 5 fuses these two into tokenizer.json; published folders still carry them
    (folder / "vocab.json").write_text(json.dumps(vocab, ensure_ascii=False), encoding="utf-8")
    lines = ["#version: 0.2", *(" ".join(pair) for pair in merges)]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tokenizer

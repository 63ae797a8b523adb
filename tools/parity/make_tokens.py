"""Golden token ids of OpenAI's CLIP vocabulary, into src/test/resources/tokenizer.

Takes a folder with the public clip-vit-base-patch32 tokenizer files and the public golden texts (see
NOTICE-fixtures.txt), stores the tokenizer compressed, and writes transformers' ids for a set of texts on
which tokenizers are known to part ways.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import shutil
from pathlib import Path

from tokenizers import Tokenizer
from transformers import CLIPTokenizerFast

from clip_fixtures import RESOURCES

TARGET = RESOURCES / "tokenizer"


def every_block() -> dict[str, str]:
    """One text per stretch of Unicode, so that letter and number classes are compared broadly."""
    stretches = {
        "latin-1": (0xA0, 0x100), "latin-extended": (0x100, 0x180), "greek": (0x370, 0x400),
        "cyrillic": (0x400, 0x460), "hebrew": (0x5D0, 0x5EB), "devanagari": (0x904, 0x940),
        "thai": (0xE01, 0xE3B), "hangul-jamo": (0x1100, 0x1140), "punctuation": (0x2010, 0x2060),
        "currency": (0x20A0, 0x20C0), "letterlike": (0x2100, 0x2150), "number-forms": (0x2150, 0x218C),
        "enclosed": (0x2460, 0x24A0), "symbols": (0x2600, 0x2640), "kana": (0x3041, 0x3080),
        "compatibility": (0xF900, 0xF920), "halfwidth": (0xFF01, 0xFF41), "maths": (0x1D400, 0x1D440),
        "supplementary-han": (0x20000, 0x20010),
    }
    return {f"block {name}": "".join(map(chr, range(*ends))) for name, ends in stretches.items()}


def hard_texts() -> dict[str, str]:
    """Name → text. Lone surrogates are left out: they are not text in UTF-8."""
    controls = "".join(map(chr, range(1, 32))) + "\x7f"
    return {
        "empty": "",
        "one space": " ",
        "only spaces": " " * 40,
        "only whitespace": " \t\r\n\u00a0\u2003\u3000 ",
        "tabs and newlines": "a\tphoto\nof\r\na\u000bcat\u000c",
        "no-break spaces": "a\u00a0photo\u202fof\u2007a\u3000cat",
        "zero width": "a\u200bphoto\u200cof\u200da\u2060cat\ufeff",
        "leading byte order mark": "\ufeffa cat",
        "line separators": "a\u2028photo\u2029of\u0085a cat",
        "emoji": "🐱 a cat 😀😃😄!!",
        "emoji in a word": "cat🐱dog",
        "emoji joined": "👩‍🚀 👨‍👩‍👧‍👦 🏳️‍🌈 🐈‍⬛",
        "emoji skin tones": "👍👍🏻👍🏿 🤝🏽",
        "emoji flags": "🇩🇪🇺🇸 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "emoji keycaps": "1️⃣ #️⃣ *️⃣ ❤ ❤️",
        "chinese": "一张猫的照片。",
        "japanese": "猫の写真、カタカナとひらがな",
        "korean": "고양이 사진",
        "korean decomposed": "\u1100\u1169\u110b\u1163\u11bc\u110b\u1175",
        "arabic": "صورة قطة ١٢٣، مرحبا؟",
        "arabic with marks": "مُحَمَّد",
        "hebrew": "תמונה של חתול שָׁלוֹם",
        "hindi": "बिल्ली की तस्वीर १२",
        "thai": "ภาพถ่ายของแมว",
        "tamil": "பூனையின் புகைப்படம்",
        "composed accents": "café naïve Ångström Ünïcödé",
        "decomposed accents": "cafe\u0301 nai\u0308ve A\u030angstro\u0308m",
        "many combining marks": "z\u0335\u0321\u031b\u033a\u0301a\u0300\u0316\u0323l\u0334\u0310g\u0337\u0322o\u0338",
        "lone combining mark": "\u0301 a \u0308",
        "ligatures and wide letters": "ﬁnd ﬂy ＡＢＣ１２３ ℃ ㎏ ½ ² ①",
        "special casing": "İstanbul IĞDIR ẞ ß ΑΣ ΣΑΣ ǅ ŉ",
        "cased letters": "ÀÉÎÕÜ ÑÇ ŁÓDŹ ДОМ ΕΛΛΆΔΑ",
        "control characters": f"a{controls}b",
        "nul": "a\x00photo\x00of a cat",
        "only nul": "\x00",
        "c1 controls": "a\x80\x84\x86\x9fb",
        "private use and noncharacters": "\ue000 \uf8ff \ufffd \ufffe \U000f0000 \U0010ffff",
        "bidi marks": "a\u200eb\u200fc\u202ad\u202ee\u2066f\u2069",
        "soft hyphen": "photo\u00adgraph",
        "html entities": "cats &amp; dogs &lt;b&gt; &quot;x&quot; &#39;y&#39; &nbsp;&eacute; &amp;amp;",
        "html": "<p class=\"a\">a photo</p><br/>",
        "end of text inside": "before <|endoftext|> after",
        "end of text without spaces": "before<|endoftext|>after",
        "end of text twice": "<|endoftext|><|endoftext|>",
        "start of text inside": "before <|startoftext|> after",
        "start of text without spaces": "a<|startoftext|>b",
        "special tokens in capitals": "<|ENDOFTEXT|> <|StartOfText|>",
        "almost special tokens": "<|endoftext| > < |endoftext|> |endoftext| <|endoftext|",
        "end of word marker": "cat</w> </w> dog</w>s",
        "byte symbols": "Ġcat Ċ ĉ Ń",
        "digits": "0123456789 007 3.14 1,000,000 1e-5 12:30",
        "digits against letters": "a1b2c3 4x4 mp3 h264",
        "apostrophes": "it's we've they'll I'm you're he'd don't IT'S WE'VE THEY'LL 's 't 're",
        "curly apostrophes": "it’s we‘ve don´t rock ’n’ roll",
        "apostrophes in a row": "'''s ''ll '' 'a' s'",
        "apostrophe then longer word": "'strange 'test 'really 'veranda 'llama 'door 'more",
        "underscores": "snake_case __init__ _ a_b",
        "punctuation": "!!! ??? ... --- *** /// \\\\ ~^`@#$%&*()[]{}",
        "punctuation against letters": "(cat)[dog]{bird}<fish>\"x\"",
        "long dash and quotes": "a — b – c … “quoted” „tief“ «guillemets»",
        "address": "https://example.org/a/b?q=cat%20dog&x=1#top me@example.org",
        "mixed scripts": "catкот猫قطةחתול고양이",
        "letters and han": "猫cat犬dog鳥bird",
        "upper case": "A PHOTO OF A LARGE CAT",
        "repeated letter": "a" * 300,
        "unknown word": "xqzjkvwpfgh" * 8,
        "5000 characters": ("a photo of a cat, and then some more words; " * 120)[:5000],
        "5000 letters": "abcdefghijklmnopqrstuvwxyz"[::-1] * 192 + "abcdefgh",
        "5000 emoji and han": ("🐱猫 " * 1700)[:5000],
        **every_block(),
    }


def write_ids(path: Path, rows: dict[str, tuple[str, list[int]]]) -> None:
    """One case per line. ASCII only, so that no editor normalises what the test is about."""
    lines = [
        json.dumps({"name": name, "text": text, "ids": ids}, ensure_ascii=True, separators=(",", ":"))
        for name, (text, ids) in rows.items()
    ]
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="ascii")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tokenizer", type=Path, help="folder of the clip-vit-base-patch32 tokenizer files")
    parser.add_argument("golden", type=Path, help="golden-tokens.json")
    args = parser.parse_args()
    logging.getLogger("transformers").setLevel(logging.ERROR)  # it warns of every text over 77

    compressed = TARGET / "clip-vit-base-patch32" / "tokenizer.json.gz"
    compressed.parent.mkdir(parents=True, exist_ok=True)
    compressed.write_bytes(gzip.compress((args.tokenizer / "tokenizer.json").read_bytes(), 9, mtime=0))
    shutil.copyfile(args.golden, TARGET / "golden-tokens.json")

    tokenizer = CLIPTokenizerFast.from_pretrained(args.tokenizer)
    plain = Tokenizer.from_file(str(args.tokenizer / "tokenizer.json"))
    rows = {}
    for name, text in hard_texts().items():
        ids = tokenizer(text)["input_ids"]
        if plain.encode(text).ids != ids:
            print(f"tokenizer.json read directly gives other ids: {name}")
        rows[name] = (text, ids)
    write_ids(TARGET / "hard-tokens.json", rows)

    golden = json.loads(args.golden.read_text("utf-8"))["fixtures"]
    wrong = [text for text, ids in golden.items() if tokenizer(text)["input_ids"][1:-1] != ids]
    print(f"{len(rows)} hard texts; golden texts that transformers sees otherwise: {wrong}")


if __name__ == "__main__":
    main()

"""Downloads what the reference needs from a hub, by commit, and checks every file against the hash that the hub gives."""

from __future__ import annotations

import fnmatch
import hashlib
from pathlib import Path
from typing import Any

from huggingface_hub import HfApi
from huggingface_hub.errors import HfHubHTTPError

from plan import Refused

SMALL_FILES = (
    "config.json",
    "preprocessor_config.json",
    "processor_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.json",
    "merges.txt",
    "spiece.model",
    "tokenizer.model",
)
WEIGHTS = (
    ("model.safetensors",),
    ("model.safetensors.index.json", "model-*.safetensors"),
    ("pytorch_model.bin",),
    ("pytorch_model.bin.index.json", "pytorch_model-*.bin"),
)


class Hub:
    """kind is 'model' or 'dataset'."""

    def __init__(self, url: str, cache: Path) -> None:
        self.api = HfApi(endpoint=url)
        self.url = url
        self.cache = cache

    def commit_of_main(self, kind: str, name: str) -> str:
        return self._info(kind, name, "main").sha

    def checkpoint(self, name: str, revision: str) -> tuple[Path, dict[str, str]]:
        """The folder with the files that transformers reads, and the SHA-256 of each file of weights."""
        info = self._info("model", name, revision)
        listed = {sibling.rfilename for sibling in info.siblings}
        weights = weight_files(listed)
        if not weights:
            raise Refused(f"{name}@{revision} has no weights in transformers' layout.")
        wanted = [file for file in SMALL_FILES if file in listed] + weights
        files = self._download("model", name, revision, info, wanted)
        return files[wanted[0]].parent, {file: sha256(files[file]) for file in weights if not file.endswith(".json")}

    def parquet(self, name: str, revision: str, pattern: str) -> list[Path]:
        info = self._info("dataset", name, revision)
        wanted = sorted(s.rfilename for s in info.siblings if fnmatch.fnmatchcase(s.rfilename, pattern))
        if not wanted:
            names = ", ".join(sorted(s.rfilename for s in info.siblings)[:20])
            raise Refused(f"{name}@{revision} has no file {pattern}; it has {names}.")
        return list(self._download("dataset", name, revision, info, wanted).values())

    def _info(self, kind: str, name: str, revision: str) -> Any:
        try:
            info = self.api.repo_info(name, revision=revision, repo_type=kind, files_metadata=True)
        except HfHubHTTPError as e:
            raise Refused(f"The hub {self.url} does not give {kind} {name}@{revision}: {e}") from e
        if revision != "main" and info.sha != revision:
            raise Refused(f"The hub answers for {name}@{revision} with the commit {info.sha}.")
        return info

    def _download(self, kind: str, name: str, revision: str, info: Any, wanted: list[str]) -> dict[str, Path]:
        expected = {sibling.rfilename: sibling for sibling in info.siblings}
        files = {}
        for file in wanted:
            try:
                path = self.api.hf_hub_download(name, file, revision=revision, repo_type=kind, cache_dir=self.cache)
            except (HfHubHTTPError, OSError) as e:
                raise Refused(f"{file} of {name}@{revision} does not come from {self.url}: {e}") from e
            path = Path(path)
            check(f"{file} of {name}@{revision}", path, expected[file])
            files[file] = path
        return files


def weight_files(listed: set[str]) -> list[str]:
    """The files of the first form that is there, an index before its shards."""
    for form in WEIGHTS:
        if form[0] in listed:
            return [form[0]] + sorted(f for pattern in form[1:] for f in listed if fnmatch.fnmatchcase(f, pattern))
    return []


def check(what: str, path: Path, expected: Any) -> None:
    """Large files have a SHA-256, those that lie in git the hash of git."""
    if expected.lfs is not None:
        actual, wanted = sha256(path), expected.lfs.sha256
    else:
        content = path.read_bytes()
        actual, wanted = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest(), expected.blob_id
    if actual != wanted:
        raise Refused(f"{what} has the hash {actual}; the hub says {wanted}.")


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

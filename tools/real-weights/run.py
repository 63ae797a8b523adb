"""Measures the service with published weights, on a machine that reaches a model hub.

For every checkpoint: parity with transformers, then evaluate on public labelled pictures, in float32 and in int8,
with and without CODER, with its rerank, and with a few examples of each class. Writes docs/real-weights.json, .svg
and the tables of .md, after each checkpoint: a run that is ended keeps what it has done.

    run.py                                       everything in checkpoints.json
    run.py --only openai/clip-vit-base-patch32   one checkpoint; the results of others stay
    run.py --pin                                 resolves what has no commit yet, and writes it; measures nothing
    run.py --check                               whether badge and page are those of the results; measures nothing

Ends with 0 if every checkpoint that was measured passed, 1 if one did not, 2 if it could not begin.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import shutil
import subprocess
import sys
import traceback
from importlib.metadata import version
from pathlib import Path
from typing import Any

from plan import ROOT, Checkpoint, Data, Plan, Refused
import plan
import show

HERE = Path(__file__).resolve().parent
KEPT = ("model", "labelSet", "methods", "comparisons", "fewShot")
KEPT_OF_METHODS = ("method", "top1", "top5", "calibration")


def main() -> int:
    args = arguments()
    try:
        if args.check:
            return check(args.out)
        if args.pin:
            return pin(args)
        planned = plan.read(args.checkpoints)
        checkpoints = chosen(planned, args.only)
    except Refused as e:
        print(e, file=sys.stderr)
        return 2
    return measure(args, planned, checkpoints)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hub", default="https://huggingface.co", help="address of the hub")
    parser.add_argument("--checkpoints", type=Path, default=HERE / "checkpoints.json", help="what to measure")
    parser.add_argument("--only", action="append", metavar="ID", help="only this checkpoint; may be repeated")
    parser.add_argument("--jar", type=Path, default=ROOT / "target" / "clipcoder.jar")
    parser.add_argument("--work", type=Path, default=ROOT / "target" / "real-weights", help="downloads, logs, reports")
    parser.add_argument("--out", type=Path, default=ROOT / "docs", help="where real-weights.json, .svg and .md are")
    parser.add_argument("--keep-downloads", action="store_true", help="do not remove a checkpoint after its turn")
    parser.add_argument("--pin", action="store_true", help="write the commits that are missing, and measure nothing")
    parser.add_argument("--check", action="store_true", help="check badge and page against the results")
    return parser.parse_args()


def chosen(planned: Plan, only: list[str] | None) -> list[Checkpoint]:
    if not only:
        return planned.checkpoints
    known = {checkpoint.id: checkpoint for checkpoint in planned.checkpoints}
    unknown = [name for name in only if name not in known]
    if unknown:
        raise Refused(f"There is no {', '.join(unknown)}; there are {', '.join(known)}.")
    return [known[name] for name in only]


def pin(args: argparse.Namespace) -> int:
    from hub_files import Hub

    written = plan.pin(args.checkpoints, Hub(args.hub, args.work / "hub").commit_of_main)
    print("\n".join(written) or "Everything has a commit.")
    return 0


def check(out: Path) -> int:
    results = json.loads((out / "real-weights.json").read_text("utf-8"))
    page = out / "real-weights.md"
    wrong = []
    if (out / "real-weights.svg").read_text("utf-8") != show.badge(results):
        wrong.append("real-weights.svg")
    if page.read_text("utf-8") != show.put_into(page, results):
        wrong.append("real-weights.md")
    if wrong:
        print(f"Not what real-weights.json says: {', '.join(wrong)}.", file=sys.stderr)
    return 1 if wrong else 0


def measure(args: argparse.Namespace, planned: Plan, checkpoints: list[Checkpoint]) -> int:
    from hub_files import Hub
    from pictures import unpack
    from service import Jar

    args.work.mkdir(parents=True, exist_ok=True)
    hub = Hub(args.hub, args.work / "hub")
    try:
        jar = Jar(args.jar.resolve(), args.hub, args.work)
        folders, data = [], []
        for one in planned.data:
            folder = args.work / "pictures" / one.name
            count = unpack(one, hub.parquet(one.id, one.revision, one.files), folder)
            print(f"{one.name}: {count} pictures", flush=True)
            folders.append(folder)
            data.append({"name": one.name, "id": one.id, "revision": one.revision, "licence": one.licence,
                         "pictures": count})  # fmt: skip
    except Refused as e:
        print(e, file=sys.stderr)
        return 2
    run = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "commit": commit(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
        "versions": {name: version(name) for name in ("transformers", "torch", "pillow", "tokenizers")},
    }
    results = earlier(args.out, planned, data) if args.only else {}
    for checkpoint in checkpoints:
        measured = of_checkpoint(checkpoint, planned.data, folders, hub, jar) | {"run": run}
        results[checkpoint.id] = measured
        write(args.out, planned, data, results)
        print(f"{checkpoint.id}: {measured['state']}{': ' + measured['error'] if 'error' in measured else ''}", flush=True)
        if not args.keep_downloads:
            shutil.rmtree(hub.cache / f"models--{checkpoint.id.replace('/', '--')}", ignore_errors=True)
            shutil.rmtree(args.work / "data" / "hub" / checkpoint.id.replace("/", "--"), ignore_errors=True)
    return 0 if all(results[checkpoint.id]["state"] == "passed" for checkpoint in checkpoints) else 1


def earlier(out: Path, planned: Plan, data: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """By id, what an earlier run has measured of the checkpoints that are planned, on the same pictures."""
    file = out / "real-weights.json"
    results = json.loads(file.read_text("utf-8")) if file.exists() else show.NOT_YET_RUN
    if results.get("data") != data:
        return {}
    commits = {checkpoint.id: checkpoint.revision for checkpoint in planned.checkpoints}
    return {one["id"]: one for one in results["checkpoints"] if commits.get(one["id"]) == one["revision"]}


def of_checkpoint(checkpoint: Checkpoint, data: list[Data], folders: list[Path], hub: Any, jar: Any) -> dict[str, Any]:
    """A checkpoint that fails does not keep the others from being measured."""
    from parity import measure as parity_of
    from reference import Reference

    result: dict[str, Any] = {"id": checkpoint.id, "revision": checkpoint.revision, "state": "failed"}
    try:
        folder, result["weights"] = hub.checkpoint(checkpoint.id, checkpoint.revision)
        with jar.serve(checkpoint) as service:
            info = service.info()["model"]
            result["fingerprint"] = info["fingerprint"]
            result["precision"] = info["precision"]
            result["parity"] = parity_of(service, Reference(folder), data, folders)
        missed = [what for what, row in result["parity"].items() if not row["passed"]]
        if missed:
            result["error"] = f"parity is missed by {', '.join(missed)}"
            return result
        result["evaluations"] = {
            one.name: evaluations(checkpoint, one, folder_of, jar) for one, folder_of in zip(data, folders, strict=True)
        }
        result["state"] = "passed"
    except Refused as e:
        result["error"] = str(e)
    except Exception as e:  # whatever it is, the others are measured, and this one is no success
        traceback.print_exc()
        result["error"] = f"{type(e).__name__}: {e}"
    return result


def evaluations(checkpoint: Checkpoint, data: Data, pictures: Path, jar: Any) -> dict[str, Any]:
    from comparisons import between_precisions, between_texts

    fp32 = jar.evaluate(checkpoint, data, pictures, "fp32")
    int8 = jar.evaluate(checkpoint, data, pictures, "int8")
    return {
        "fp32": {texts: shortened(report) for texts, report in fp32.reports.items()},
        "int8": {texts: shortened(report) for texts, report in int8.reports.items()},
        "againstClip": between_texts(fp32),
        "int8AgainstFp32": between_precisions(int8, fp32),
    }


def shortened(report: dict[str, Any]) -> dict[str, Any]:
    """Without what is said of each class, of which there are whole reports in the work folder."""
    short = {key: report[key] for key in KEPT}
    short["methods"] = [{key: method[key] for key in KEPT_OF_METHODS} for method in report["methods"]]
    return short


def commit() -> str:
    done = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def write(out: Path, planned: Plan, data: list[dict[str, Any]], measured: dict[str, dict[str, Any]]) -> None:
    ids = [checkpoint.id for checkpoint in planned.checkpoints]
    results = {
        "state": "run",
        "planned": ids,
        "data": data,
        "checkpoints": [measured[name] for name in ids if name in measured],
    }
    page = out / "real-weights.md"
    (out / "real-weights.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (out / "real-weights.svg").write_text(show.badge(results), "utf-8")
    page.write_text(show.put_into(page, results), "utf-8")


if __name__ == "__main__":
    sys.exit(main())

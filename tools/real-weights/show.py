"""The results for people: a badge, and the tables of docs/real-weights.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

NOT_YET_RUN = {"state": "not yet run"}
BEGIN, END = "<!-- results -->", "<!-- end of results -->"
GREY, GREEN, RED = "#6e7681", "#1a7f37", "#b42318"
LABEL = "real weights"
CHARACTER = 6.6  # mean width of a character, in pixels, at 11 pixels


def badge(results: dict[str, Any]) -> str:
    """An SVG."""
    message, colour = verdict(results)
    left, right = round(len(LABEL) * CHARACTER + 12), round(len(message) * CHARACTER + 12)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" '
        f'aria-label="{LABEL}: {message}">\n'
        f"  <title>{LABEL}: {message}</title>\n"
        f'  <rect width="{left}" height="20" fill="#24292f"/>\n'
        f'  <rect x="{left}" width="{right}" height="20" fill="{colour}"/>\n'
        '  <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">\n'
        f'    <text x="{left / 2}" y="14">{LABEL}</text>\n'
        f'    <text x="{left + right / 2}" y="14">{message}</text>\n'
        "  </g>\n"
        "</svg>\n"
    )


def verdict(results: dict[str, Any]) -> tuple[str, str]:
    if results["state"] == NOT_YET_RUN["state"]:
        return results["state"], GREY
    measured, planned = results["checkpoints"], len(results["planned"])
    passed = sum(checkpoint["state"] == "passed" for checkpoint in measured)
    date = max(checkpoint["run"]["date"] for checkpoint in measured)
    if passed < len(measured):
        return f"{passed} of {planned} passed, {date}", RED
    if passed < planned:
        return f"{passed} of {planned} measured, {date}", GREY
    return f"{passed} of {planned} passed, {date}", GREEN


def put_into(page: Path, results: dict[str, Any]) -> str:
    """The page with the tables between the marks."""
    text = page.read_text("utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    return f"{head}{BEGIN}\n{tables(results)}\n{END}{tail}"


def tables(results: dict[str, Any]) -> str:
    if results["state"] == NOT_YET_RUN["state"]:
        return "No results: it has not been run yet."
    lines = [
        *runs(results["checkpoints"]),
        "",
        "| checkpoint | texts, largest difference | pictures, smallest cosine | the tower alone, largest difference | |",
        "|---|---|---|---|---|",
    ]
    for checkpoint in results["checkpoints"]:
        lines.append(parity_row(checkpoint))
    for data in results["data"]:
        lines += ["", f"{data['name']}: {data['pictures']} pictures of {data['id']}@{data['revision'][:8]}.", ""]
        lines += ["| checkpoint | texts | method | top-1 (95 %) | top-1 in int8 | McNemar, int8 against fp32 |"]
        lines += ["|---|---|---|---|---|---|"]
        for checkpoint in results["checkpoints"]:
            lines += evaluation_rows(checkpoint, data["name"])
        lines += ["", "| checkpoint | against plain CLIP | only this right | only CLIP right | McNemar p |"]
        lines += ["|---|---|---|---|---|"]
        for checkpoint in results["checkpoints"]:
            lines += comparison_rows(checkpoint, data["name"])
    return "\n".join(lines)


def runs(checkpoints: list[dict[str, Any]]) -> list[str]:
    """What is to be known of the run of each checkpoint; said once if it was the same one."""
    by_run: dict[str, list[str]] = {}
    for checkpoint in checkpoints:
        run = checkpoint["run"]
        versions = run["versions"]
        line = (
            f"{run['date']}, commit {run['commit']}, {run['machine']}; transformers {versions['transformers']}, "
            f"torch {versions['torch']}"
        )
        by_run.setdefault(line, []).append(f"`{checkpoint['id']}`")
    if len(by_run) == 1:
        return [f"{line}." for line in by_run]
    return [f"- {line}: {', '.join(names)}." for line, names in by_run.items()]


def parity_row(checkpoint: dict[str, Any]) -> str:
    name = f"`{checkpoint['id']}`@{checkpoint['revision'][:8]}"
    if "parity" not in checkpoint:
        return f"| {name} | – | – | – | **failed**: {' '.join(checkpoint['error'].replace('|', '/').split())} |"
    parity = checkpoint["parity"]
    state = "passed" if checkpoint["state"] == "passed" else "**failed**"
    tower = parity.get("picturesResizedByTheReference")
    return (
        f"| {name} | {parity['texts']['largestDifference']:.1e} | {parity['pictures']['smallestCosine']:.8f} | "
        f"{'–' if tower is None else format(tower['largestDifference'], '.1e')} | {state} |"
    )


def evaluation_rows(checkpoint: dict[str, Any], name: str) -> list[str]:
    rows = []
    evaluation = checkpoint.get("evaluations", {}).get(name)
    if evaluation is None:
        return rows
    tests = {test["first"]: test["p"] for test in evaluation["int8AgainstFp32"]}
    for texts, report in evaluation["fp32"].items():
        for i, method in enumerate(report["methods"]):
            top1 = method["top1"]
            int8 = evaluation["int8"][texts]["methods"][i]["top1"]
            rows.append(
                f"| `{checkpoint['id']}` | {texts} | {method['method']} | "
                f"{percent(top1['value'])} ({percent(top1['lower'])} to {percent(top1['upper'])}) | "
                f"{percent(int8['value'])} | p = {tests[f'int8, {texts}: ' + method['method']]:.2g} |"
            )
    return rows


def comparison_rows(checkpoint: dict[str, Any], name: str) -> list[str]:
    evaluation = checkpoint.get("evaluations", {}).get(name)
    if evaluation is None:
        return []
    rows = [(test["first"], test) for test in evaluation["againstClip"]]
    for shots in evaluation["fp32"]["own"]["fewShot"]["shots"]:
        for method in shots["methods"]:
            if method["method"] not in ("clip", "coder") and method["firstDraw"]:
                rows.append((f"{shots['shots']} shots: {method['method']}, first draw", method["firstDraw"]))
    return [
        f"| `{checkpoint['id']}` | {what} | {test['onlyFirstRight']} | {test['onlySecondRight']} | {test['p']:.2g} |"
        for what, test in rows
    ]


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"

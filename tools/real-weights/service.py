"""The jar: as a service for embeddings, and as the command evaluate."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any

from plan import ROOT, Checkpoint, Data, Refused

sys.path.insert(0, str(ROOT / "tools" / "parity"))

START_SECONDS = 3600  # a first start downloads
LOG_LINES = 3
TEXTS = ("own", "names", "wordnet")
PORT = re.compile(r"Tomcat started on port (\d+)")


class Jar:
    def __init__(self, jar: Path, hub: str, work: Path) -> None:
        if not jar.is_file():
            raise Refused(f"{jar} is not there. Build it: mvn -DskipTests package")
        self.jar = jar
        self.work = work
        self.settings = [f"--clipcoder.hub.url={hub}", f"--clipcoder.data-dir={work / 'data'}"]

    def command(self, *arguments: str) -> list[str]:
        home = os.environ.get("JAVA_HOME")
        java = f"{home}/bin/java" if home else "java"
        return [java, "-jar", str(self.jar), *arguments, *self.settings]

    def serve(self, checkpoint: Checkpoint) -> RunningService:
        return RunningService(
            self.command(
                "--server.port=0",
                "--server.address=127.0.0.1",
                f"--clipcoder.model={checkpoint.model}",
                "--clipcoder.precision=fp32",
                "--clipcoder.batching.deadline=10m",
            ),
            self.work / f"service-{checkpoint.id.replace('/', '--')}.log",
        )

    def evaluate(self, checkpoint: Checkpoint, data: Data, pictures: Path, precision: str) -> Evaluated:
        """With each of TEXTS in turn, and with examples."""
        name = f"{checkpoint.id.replace('/', '--')}-{data.name}-{precision}"
        report, answers = self.work / f"{name}.json", self.work / f"{name}.jsonl"
        command = self.command(
            "evaluate",
            f"--data={pictures}",
            f"--label-set={data.label_set}",
            *(f"--texts={texts}" for texts in TEXTS),
            f"--shots={data.shots}",
            f"--draws={data.draws}",
            f"--json={report}",
            f"--answers={answers}",
            f"--clipcoder.model={checkpoint.model}",
            f"--clipcoder.precision={precision}",
        )
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise Refused(f"evaluate of {checkpoint.id} with {data.name} in {precision}: {done.stderr.strip()}")
        lines = [json.loads(line) for line in answers.read_text("utf-8").splitlines()]
        return Evaluated(json.loads(report.read_text("utf-8")), lines)


class Evaluated:
    """reports: by texts, as evaluate writes them; answers: its lines about pictures."""

    def __init__(self, reports: dict[str, Any], answers: list[dict[str, Any]]) -> None:
        self.reports = reports
        self.answers = answers

    def right(self, texts: str, method: str) -> dict[str, bool]:
        """Whether the method is right, by picture; empty if the set has no texts for it."""
        return {
            line["picture"]: line["answers"][method] == line["label"]
            for line in self.answers
            if line["texts"] == texts and method in line["answers"]
        }


class RunningService:
    def __init__(self, command: list[str], log: Path) -> None:
        self.log = log
        with log.open("w") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        try:
            self.url = self._wait()
        except BaseException:
            self.close()
            raise

    def _wait(self) -> str:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            text = self.log.read_text("utf-8", "replace")
            if self.process.poll() is not None:
                said = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("\tat ")]
                raise Refused(f"The service ended: {' '.join(said[-LOG_LINES:])} See {self.log}.")
            port = PORT.search(text)
            if port and answers(f"http://127.0.0.1:{port.group(1)}/ready"):
                return f"http://127.0.0.1:{port.group(1)}"
            time.sleep(0.2)
        raise Refused(f"The service was not ready after {START_SECONDS} seconds; see {self.log}.")

    def info(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.url}/info") as answer:
            return json.load(answer)

    def close(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self) -> RunningService:
        return self

    def __exit__(self, kind: type[BaseException] | None, e: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False

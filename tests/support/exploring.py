"""Asks a running server what its API page promises, with every check schemathesis has."""

import asyncio
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CONFIG = Path(__file__).parents[1] / "server" / "schemathesis.toml"
_GENERATED = re.compile(r"^\s*([0-9]+) generated", re.MULTILINE)


@dataclass(frozen=True)
class Explored:
    """What came of it: how many requests, and the report of the promises that were broken."""

    broken: bool
    requests: int
    report: str


async def explore(
    url: str,
    folder: Path,
    *options: str,
    secrets: Mapping[str, str],
    rows: Mapping[str, Sequence[str]],
    seed: int | None = None,
) -> Explored:
    """Run schemathesis against ``url``; ``schemathesis.toml`` names the ``secrets`` and kinds of ``rows``.

    Without a ``seed`` it asks the same each time.
    """
    config = CONFIG.read_text()
    if seed is not None:
        config = config.replace("deterministic = true", "deterministic = false")
        options += ("--seed", str(seed))
    (folder / CONFIG.name).write_text(config)
    for kind, values in rows.items():
        (folder / f"{kind}.txt").write_text("".join(f'"{value}"\n' for value in values))
    command = (
        *(sys.executable, "-m", "schemathesis.cli", "--no-color", "--config-file", CONFIG.name),
        *("run", f"{url}/schema/openapi.json", "--url", url, *options),
    )
    process = await asyncio.create_subprocess_exec(
        *command,
        env=os.environ | secrets,
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    report = output.decode()
    found = _GENERATED.search(report)
    return Explored(process.returncode != 0, int(found.group(1)) if found else 0, report)

"""`python -m benchmarks [--small] [NAME ...]`: run all promises, or those named.

Exit status 1 when a promise is broken at full size; at small size only that the benchmarks work is seen.
"""

import argparse
import importlib
import sys

SERVER = (
    "empty_pull",
    "woken",
    "fan_out",
    "steady",
    "intake",
    "first_fill",
    "assign",
    "texting",
    "beside_texts",
)
NAMES = (
    "startup",
    "first_page",
    "history_page",
    "keystroke",
    "cache_fill",
    "rebuild",
    "behind",
    "scrolled",
    "download",
    "live",
    *SERVER,
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("--small", action="store_true", help="small data, one round: do they work at all")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    options = parser.parse_args()
    unknown = set(options.names) - set(NAMES)
    if unknown:
        parser.error(f"no benchmark called {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    kept = True
    for name in options.names or NAMES:
        for line in importlib.import_module(f"benchmarks.{name}").run(small=options.small):
            print(line if options.small else f"{line}, {line.verdict}", flush=True)
            kept = kept and line.kept
    return 0 if kept or options.small else 1


if __name__ == "__main__":
    sys.exit(main())

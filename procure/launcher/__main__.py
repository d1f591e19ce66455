"""`python -m procure.launcher`: run, clean, a cluster for measurements, a browser for tests."""

import argparse
import errno
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from procure.launcher.refusal import Refused

PROJECT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Do what the command line asks; a refusal is one sentence and exit status 1."""
    asked = _parser().parse_args(arguments)
    try:
        return DEEDS[asked.deed](asked)
    except Refused as refusal:
        print(f"tenong: {refusal}", file=sys.stderr)
    except OSError as error:
        print(f"tenong: {_sentence(error)}", file=sys.stderr)
    return 1


def _sentence(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "The disk is full: free some space and start again; nothing is lost."
    if isinstance(error, PermissionError):
        return (
            f"This user may not use {error.filename}: start Tenong as the user who started it "
            "first, or in a folder of your own."
        )
    return f"{error.strerror or error} ({error.filename})" if error.filename else str(error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m procure.launcher", description=__doc__)
    parser.add_argument("--project", type=Path, default=PROJECT, help="the folder with wsgi.py")
    deeds = parser.add_subparsers(dest="deed", required=True)
    deeds.add_parser("run", help="start Tenong on this computer")
    deeds.add_parser("clean", help="remove the embedded database and its files")
    deeds.add_parser("check-browser", help="find or install what the browser tests need")
    flask = deeds.add_parser(
        "flask", add_help=False, help="run one flask command with this folder's database"
    )
    flask.add_argument("words", nargs=argparse.REMAINDER)
    cluster = deeds.add_parser("cluster", help="a database server of its own in a folder")
    cluster.add_argument("step", choices=("start", "stop", "url", "destroy"))
    cluster.add_argument("directory", type=Path)
    return parser


def _run(asked: argparse.Namespace) -> int:
    from procure.launcher.run import run

    return run(asked.project, os.environ)


def _clean(asked: argparse.Namespace) -> int:
    from procure.launcher.run import clean

    clean(asked.project)
    return 0


def _flask(asked: argparse.Namespace) -> int:
    from procure.launcher.run import command

    return command(asked.project, os.environ, asked.words)


def _check_browser(_asked: argparse.Namespace) -> int:
    from procure.launcher.browser import check_browser

    check_browser()
    return 0


def _cluster(asked: argparse.Namespace) -> int:
    from procure.launcher.cluster import Cluster

    server = Cluster(asked.directory, tied=False)
    steps = {"start": server.start, "stop": server.stop, "destroy": server.destroy}
    if asked.step in steps:
        steps[asked.step]()
    if asked.step in {"start", "url"}:
        print(server.admin_url())
    return 0


DEEDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "clean": _clean,
    "flask": _flask,
    "check-browser": _check_browser,
    "cluster": _cluster,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

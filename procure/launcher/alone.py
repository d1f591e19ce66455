"""Makes the environment, one start at a time: `python -m procure.launcher.alone make .venv/...`.

Runs before anything is installed, so that it knows the standard library only.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from procure.launcher.refusal import Refused

ROOT = Path(__file__).resolve().parents[2]
NEEDED_BYTES = 1_500_000_000
"""What the environment takes at most, with what is unpacked on the way."""


def main(command: Sequence[str], root: Path = ROOT) -> int:
    """Run a command of make unless there is nothing to do; return its exit status.

    Two starts in a fresh clone would otherwise both build `.venv`, each removing what the other
    has made: the second waits for the first. The lock lies on the Makefile, which is always
    there, and ends with the processes that hold it.
    """
    with (root / "Makefile").open() as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another start prepares this folder: waiting for it to finish ...", flush=True)
            fcntl.flock(held, fcntl.LOCK_EX)
        name, *rest = command
        if subprocess.run([name, "--question", *rest], cwd=root, check=False).returncode == 0:
            return 0
        try:
            _check(root)
        except Refused as refusal:
            print(f"tenong: {refusal}", file=sys.stderr)
            return 1
        done = subprocess.run(command, cwd=root, check=False, pass_fds=(held.fileno(),))
        return done.returncode


def _check(root: Path) -> None:
    """Refuse before anything is half made: a folder of somebody else, a disk that is nearly full.

    Raises Refused.
    """
    made = root / ".venv"
    if not os.access(made if made.exists() else root, os.W_OK):
        raise Refused(
            f"This user may not write to {root}: start Tenong as the user who owns the folder, "
            "or clone it into a folder of your own."
        )
    free = shutil.disk_usage(root).free
    if free < NEEDED_BYTES:
        raise Refused(
            f"The disk of {root} has {free // 1_000_000} MB left and installing Tenong needs "
            f"{NEEDED_BYTES // 1_000_000} MB: free some space and start again."
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

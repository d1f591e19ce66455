"""The processes that the launcher starts, watches and stops."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from procure.launcher.leash import leash
from procure.launcher.refusal import Refused

LONGEST_PAUSE = 30.0  # seconds between two starts of a process that keeps dying
STEADY_SECONDS = 60.0  # a process that lived this long starts again at once


def run_to_end(what: str, command: Sequence[str], environment: Mapping[str, str], at: Path) -> str:
    """Run one step and return what it printed; raise Refused with its last words if it failed."""
    with subprocess.Popen(
        command,
        cwd=at,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=leash(signal.SIGTERM),
    ) as step:
        try:
            printed, _ = step.communicate()
        except BaseException:
            step.terminate()
            raise
    if step.returncode != 0:
        raise Refused(f"{what} failed (exit {step.returncode}):\n{printed.strip()}")
    return printed


@dataclass
class Child:
    """A process that should live as long as the launcher."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    at: Path
    farewell: signal.Signals  # what it gets should the launcher be killed
    _process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _deaths: int = field(default=0)

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches only the launcher."""
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            self.command,
            cwd=self.at,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=leash(self.farewell),
        )

    def revive(self) -> bool:
        """Start a dead process again, later and later if it keeps dying; True when it did."""
        lived = time.monotonic() - self._started
        if self.alive or lived < self._pause():
            return False
        self._deaths = 0 if lived > STEADY_SECONDS else self._deaths + 1
        self.start()
        return True

    def _pause(self) -> float:
        return min(2.0**self._deaths, LONGEST_PAUSE)

    def ask_to_stop(self) -> None:
        """Ask the process to finish what it does and end."""
        if self._process is not None and self.alive:
            self._process.terminate()

    def stop(self, seconds: float) -> None:
        """Ask the process to end, wait, then end it and all that it started."""
        if self._process is None:
            return
        self.ask_to_stop()
        try:
            self._process.wait(timeout=max(seconds, 0.0))
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

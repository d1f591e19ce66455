"""The browser and the PDF tools that the tests need: found, or installed where that is possible."""

import os
import shutil
import subprocess
from pathlib import Path

from procure.launcher.refusal import Refused

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSERS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
TOOLS = {"pdftotext": "poppler-utils", "pdffonts": "poppler-utils", "qpdf": "qpdf"}


def find_browser() -> Path | None:
    """Return the Chromium or Chrome of this machine, or None."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return Path(found)
    return next((path for path in MAC_BROWSERS if path.exists()), None)


def missing_packages() -> list[str]:
    """Return the Debian packages that would bring what is missing, sorted."""
    wanted = {package for tool, package in TOOLS.items() if shutil.which(tool) is None}
    if find_browser() is None:
        wanted.add("chromium")
    return sorted(wanted)


def check_browser() -> None:
    """Make sure that the tests find a browser and the PDF tools.

    As root on a Debian system the missing packages are installed; elsewhere Refused says which.
    """
    missing = missing_packages()
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(missing)} ...", flush=True)
        _apt_get("update")
        _apt_get("install", "--yes", "--no-install-recommends", *missing)
        missing = missing_packages()
    if missing:
        raise Refused(f"The tests need these programs; please install: {' '.join(missing)}")


def _apt_get(*arguments: str) -> None:
    done = subprocess.run(
        ["apt-get", "--quiet=2", *arguments],
        stdin=subprocess.DEVNULL,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        check=False,
    )
    if done.returncode != 0:
        raise Refused(f"apt-get {arguments[0]} failed; its reason stands above.")

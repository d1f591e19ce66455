"""A worker of tests, as a program of its own: the real loop with two tasks beside the rooms'.

Given: the keeper's database, and the context key in hexadecimal digits.
"""

import sys
import time

from sqlalchemy import text

from config import Settings
from procure.jobs.queue import queue, working
from procure.jobs.worker import Plan, run
from procure.web.logs import configure


@queue.task(name="tests.note")
def note(word: str) -> None:
    """Leave a trace in a table that the keeper may write."""
    with working() as work, work.transaction():
        work.session.execute(
            text("INSERT INTO sign_in_delays VALUES (:word, 1, now(), now())"), {"word": word}
        )


@queue.task(name="tests.sleep")
def sleep(seconds: float) -> None:
    """Take long."""
    time.sleep(seconds)


if __name__ == "__main__":
    configure("INFO")
    run(
        Plan(
            Settings(
                database_url="",
                secret_key="",
                context_key=bytes.fromhex(sys.argv[2]),
                identity_key=b"",
                keeper_database_url=sys.argv[1],
            ),
            {},
            {},
            grace_seconds=2,
        )
    )

"""What the clock does with the catalogue: the lexicon is counted anew every night."""

from procure.catalogue.service import lexicon
from procure.jobs.queue import queue, working


@queue.periodic(cron="41 18 * * *")
@queue.task(name="catalogue.count_words", queueing_lock="catalogue.count_words")
def count_words(timestamp: int) -> None:  # noqa: ARG001 - the queue says when, we ask the clock
    """Count the words of listings' names, at 01.41 WIB; new words are there already, uncounted."""
    with working() as work:
        lexicon.refresh(work)

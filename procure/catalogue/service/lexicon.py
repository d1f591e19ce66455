"""Counting the words of listings' names, from which misspelt ones are mended."""

from sqlalchemy import func, select, text

from procure.db.work import Work

PATIENCE = text("SET LOCAL statement_timeout = '30min'")


def refresh(work: Work) -> None:
    """Count how often each word is used in each region, and forget those that nobody uses."""
    with work.transaction():
        work.session.execute(PATIENCE)
        work.session.execute(select(func.refresh_search_words()))

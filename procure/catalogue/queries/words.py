"""What words mean here: synonyms from a table, and misspelt ones from the lexicon."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ARRAY, ColumnElement, String, bindparam, func, literal_column, select

from procure.catalogue.rules.searching import (
    Asked,
    Synonyms,
    closest,
    holes,
    may_be_misspelt,
    words_of,
)
from procure.catalogue.search_models import SearchSynonym, SearchWord
from procure.db.base import PLAN_ANEW
from procure.db.work import Work
from procure.kernel.keeping import Kept

MOST_CANDIDATES: Final = 60


_KEPT: Final = Kept()


def synonyms(work: Work) -> Synonyms:
    """Return phrases by what else they are called; a process keeps them for a minute."""

    def ask() -> Synonyms:
        found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for words, same in work.session.execute(select(SearchSynonym.words, SearchSynonym.same)):
            found.setdefault(words_of(words), []).append(words_of(same))
            found.setdefault(words_of(same), []).append(words_of(words))
        return found

    return _KEPT.get(work.actor.region_id, work.now, ask)


def query_of(asked: Asked) -> ColumnElement[str]:
    """Return the words as PostgreSQL searches them: as written, or by their stems."""
    plain = func.to_tsquery(literal_column("'simple'::regconfig"), asked.plain)
    stems = func.to_tsquery(literal_column("'indonesian'::regconfig"), asked.stems)
    return plain.op("||")(stems)


_KNOWN = select(SearchWord.word).where(
    SearchWord.region_id == bindparam("here"),
    SearchWord.word == func.any(bindparam("words", type_=ARRAY(String))),
)
_NEAR = (
    select(SearchWord.word, SearchWord.uses)
    .where(
        SearchWord.region_id == bindparam("here"),
        SearchWord.holes.op("&&")(bindparam("holes", type_=ARRAY(String))),
    )
    .order_by(SearchWord.uses.desc())
    .limit(MOST_CANDIDATES)
)
_ALIKE = (
    select(SearchWord.word, SearchWord.uses)
    .where(SearchWord.region_id == bindparam("here"))
    .order_by(SearchWord.word.op("<->")(bindparam("word", type_=String)))
    .limit(MOST_CANDIDATES)
)


def corrected(work: Work, words: Sequence[str]) -> tuple[str, ...]:
    """Return the words with those that nobody uses replaced by the nearest that somebody does."""
    here = work.actor.region_id
    known = set(work.session.scalars(_KNOWN, {"here": here, "words": list(words)}))
    return tuple(
        (_nearest(work, word) or word) if word not in known and may_be_misspelt(word) else word
        for word in words
    )


def _nearest(work: Work, word: str) -> str:
    here = work.actor.region_id
    near = work.session.execute(
        _NEAR, {"here": here, "holes": holes(word)}, execution_options=PLAN_ANEW
    )
    if found := closest(word, [(other, uses) for other, uses in near]):
        return found
    alike = work.session.execute(_ALIKE, {"here": here, "word": word})
    return closest(word, [(other, uses) for other, uses in alike])

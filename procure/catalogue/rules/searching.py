"""How people's words become a search: no signs, no small words, synonyms, and misspellings."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
MOST_WORDS: Final = 8
MOST_VARIANTS: Final = 6
LONGEST_WORD: Final = 40
LEAST_LETTERS: Final = 3
"""Words with fewer letters are never taken for misspelt."""

SMALL_WORDS: Final = frozenset(
    "ada adalah agar akan atas atau bagi dalam dan dari dengan di ini itu juga ke oleh pada para "
    "per serta untuk yang".split()
)
"""Words that say nothing of what is looked for; the database leaves the same ones out."""


Synonyms = Mapping[tuple[str, ...], Iterable[tuple[str, ...]]]
"""Phrases by what else they are called."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search in PostgreSQL's words: as written, and to be stemmed; empty if nothing is asked."""

    plain: str = ""
    stems: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.plain)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a question, small ones left out unless there are no others."""
    found = [word[:LONGEST_WORD] for word in _WORD.findall(text.casefold())][:MOST_WORDS]
    return tuple([word for word in found if word not in SMALL_WORDS] or found)


def ask(words: Sequence[str], synonyms: Synonyms, *, unfinished: bool = True) -> Asked:
    """Return the search for all the words or their synonyms; the last one perhaps unfinished."""
    if not words:
        return Asked()
    meant = variants(words, synonyms)
    begun = [(*words[:-1], f"{words[-1]}:*"), *meant[1:]] if unfinished else meant
    return Asked(_said(begun), _said(meant))


def _said(meant: Sequence[Sequence[str]]) -> str:
    """Return phrases of which one is looked for; what all of them say is asked for only once.

    `nasi & ((kotak) | (dus))`: the database begins with what stands outside the brackets.
    """
    always = [word for word in meant[0] if all(word in one for one in meant)]
    rest = [[word for word in one if word not in always] for one in meant]
    if not all(rest):  # one of them says no more than they all do
        return f"({' & '.join(always)})"
    either = " | ".join(f"({' & '.join(one)})" for one in rest)
    return f"{' & '.join(always)} & ({either})" if always else either


def variants(words: Sequence[str], synonyms: Synonyms) -> list[tuple[str, ...]]:
    """Return the words, and the same with each known phrase replaced by one that means the same."""
    meant = [tuple(words)]
    for begin in range(len(words)):
        for end in range(begin + 1, len(words) + 1):
            for other in synonyms.get(tuple(words[begin:end]), ()):
                one = (*words[:begin], *other, *words[end:])
                if one not in meant:
                    meant.append(one)
    return meant[:MOST_VARIANTS]


def holes(word: str) -> list[str]:
    """Return the word, and what is left of it without each of its letters in turn.

    Two words that differ by one letter (added, missing, changed or swapped) share one of these.
    """
    return [word, *sorted({word[:n] + word[n + 1 :] for n in range(len(word))} - {word})]


def may_be_misspelt(word: str) -> bool:
    """Whether a word is one that the lexicon could correct: letters only, and enough of them."""
    return len(word) >= LEAST_LETTERS and word.isascii() and word.isalpha()


def closest(word: str, known: Iterable[tuple[str, int]]) -> str:
    """Return the known word (with how often it is used) that was most likely meant; "" if none."""
    most = 1 if len(word) <= 4 else 2 if len(word) <= 8 else 3  # noqa: PLR2004 - letters
    judged = [
        (distance(word, other, most), other[0] != word[0], -uses, other)
        for other, uses in known
        if abs(len(word) - len(other)) <= most
    ]
    best = min((one for one in judged if one[0] <= most), default=None)
    return best[3] if best else ""


def distance(one: str, other: str, most: int = LONGEST_WORD) -> int:
    """Return how many letters were added, left out, changed, or swapped with their neighbour.

    Once it is clear that there are more than `most`, any greater number is returned.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if before and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(last) >= most:
            return most + 1
        before, last = last, row
    return last[-1]

"""Rules read by themselves, and their sources say how far they were checked."""

import pytest

from procure.regulations.rules import Trust, in_general, trust_in


@pytest.mark.parametrize(
    ("sentence", "alone"),
    [
        ("Up to Rp50.000.000; this one is %(total)s.", "Up to Rp50.000.000."),
        ("Quotes close on working days.", "Quotes close on working days."),
        ("First; second; this is %(total)s; that too.", "First; second."),
        ("Only %(total)s counts.", "Only \N{HORIZONTAL ELLIPSIS} counts."),
    ],
)
def test_a_rule_reads_without_its_case(sentence: str, alone: str) -> None:
    assert in_general(sentence) == alone


@pytest.mark.parametrize(
    ("source", "trust", "words"),
    [
        ("verified: text read", Trust.VERIFIED, "text read"),
        ("secondary: a blog", Trust.SECONDARY, "a blog"),
        ("fiction: for show", Trust.FICTION, "for show"),
        ("somebody said so", Trust.SECONDARY, "somebody said so"),
    ],
)
def test_an_unmarked_source_is_not_trusted(source: str, trust: Trust, words: str) -> None:
    assert trust_in(source) == (trust, words)

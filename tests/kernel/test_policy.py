"""A group of people may bring its own refusal, which is said where that group is the reason."""

from uuid import uuid4

import pytest

from procure.kernel.actors import Actor, Role
from procure.kernel.errors import NotPermitted
from procure.kernel.labels import Labelled
from procure.kernel.policy import Policy, Who, holds


class Tied(NotPermitted):
    """Somebody else decides."""


class Do(Labelled):
    """Deeds of this test."""

    ACCEPT = "thing.accept", "Accept"
    END = "thing.end", "End"
    KEEP = "thing.keep", "Keep"


officer = holds(Role.REGISTRY_OFFICER)
untied = Who("untied", lambda _a, thing: thing != "tied", refusal=Tied)
POLICY = Policy(
    {
        Do.ACCEPT: officer & untied,
        Do.END: officer & untied | holds(Role.SYSTEM),
        Do.KEEP: ~holds(Role.COACH) & officer,
    }
)


def an_actor(role: Role) -> Actor:
    return Actor(uuid4(), "-", uuid4(), roles=frozenset({role}))


@pytest.mark.parametrize("deed", [Do.ACCEPT, Do.END])
def test_the_part_that_fails_says_why(deed: Do) -> None:
    POLICY.require(an_actor(Role.REGISTRY_OFFICER), deed, "free")
    with pytest.raises(Tied):
        POLICY.require(an_actor(Role.REGISTRY_OFFICER), deed, "tied")


@pytest.mark.parametrize(
    ("role", "deed"),
    [(Role.AUDITOR, Do.ACCEPT), (Role.AUDITOR, Do.END), (Role.COACH, Do.KEEP)],
)
def test_whoever_is_not_meant_at_all_hears_who_is(role: Role, deed: Do) -> None:
    with pytest.raises(NotPermitted) as refusal:
        POLICY.require(an_actor(role), deed, "tied")
    assert type(refusal.value) is NotPermitted
    assert refusal.value.facts["who"] is POLICY.table[deed]

"""Who may: groups of people that combine with & | ~ and carry their own words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from procure.kernel.actors import Actor, Role
from procure.kernel.errors import NotPermitted
from procure.kernel.labels import N_, Labelled

BOTH: Final = N_("%(a)s and %(b)s")


@dataclass(frozen=True, slots=True)
class Who:
    """A named group of people, decided from the actor and the record.

    A group made of others keeps them and the words that join them, so that the whole sentence
    can be said in the reader's language. A group may bring its own refusal, where "it is for
    others" does not say enough.
    """

    name: str
    test: Callable[[Actor, Any], bool]
    joint: str = ""
    parts: tuple["Who", ...] = ()
    refusal: type[NotPermitted] = NotPermitted

    def __and__(self, other: "Who") -> "Who":
        return Who(
            "",
            lambda a, s: self.test(a, s) and other.test(a, s),
            BOTH,
            (self, other),
        )

    def __or__(self, other: "Who") -> "Who":
        return Who(
            "",
            lambda a, s: self.test(a, s) or other.test(a, s),
            N_("%(a)s or %(b)s"),
            (self, other),
        )

    def __invert__(self) -> "Who":
        return Who("", lambda a, s: not self.test(a, s), N_("not %(a)s"), (self,))

    def why_not(self, actor: Actor, subject: Any) -> type[NotPermitted]:
        """Return how to refuse somebody who is not in the group: by the first part that fails."""
        failing = [part for part in self.parts if not part.test(actor, subject)]
        if self.joint == BOTH:
            failing = failing[:1]
        own = (part.why_not(actor, subject) for part in failing)
        return next((why for why in own if why is not NotPermitted), self.refusal)

    def say(self, translate: Callable[[str], str]) -> str:
        """Name the group in the reader's language."""
        if not self.parts:
            return translate(self.name)
        said = (part.say(translate) for part in self.parts)
        return translate(self.joint) % dict(zip(("a", "b"), said, strict=False))

    @property
    def words(self) -> str:
        """Name the group in English, for the permission tables of the documents."""
        return self.say(str)


def holds(role: Role) -> Who:
    """People appointed to the role."""
    return Who(role.label, lambda a, _: role in a.roles)


everybody = Who(N_("everybody"), lambda _a, _s: True)
signed_in = Who(N_("everybody signed in"), lambda a, _: bool(a.roles))
nobody = Who(N_("nobody"), lambda _a, _s: False)
the_system = Who(N_("the system"), lambda a, _: Role.SYSTEM in a.roles)


class Policy:
    """A table: action -> who."""

    def __init__(self, table: Mapping[Any, Who]) -> None:
        """Keep the table; an action that is missing is for nobody."""
        self.table = dict(table)

    def allows(self, actor: Actor, action: Labelled, subject: Any = None) -> bool:
        """Whether this person may do this to this record."""
        who = self.table.get(action)
        return who is not None and who.test(actor, subject)

    def require(self, actor: Actor, action: Labelled, subject: Any = None) -> None:
        """Refuse with NotPermitted when the person may not do this."""
        who = self.table.get(action, nobody)
        if not who.test(actor, subject):
            raise who.why_not(actor, subject)(who=who)

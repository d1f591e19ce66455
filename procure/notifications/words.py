"""A message in its reader's language: the text of its template, filled with its facts."""

from procure.notifications.models import Message
from procure.notifications.texts import TEXTS, Text, told
from procure.web.errors import say


def _text(message: Message) -> Text:
    return TEXTS[message.template]


def subject_of(message: Message) -> str:
    """Return the subject, on one line."""
    return say(_text(message).subject, told(message.facts))


def sentence_of(message: Message) -> str:
    """Return what happened and what to do, in one or two lines."""
    text, facts = _text(message), told(message.facts)
    lines = (text.sentence, text.second_line)
    return "\n".join(say(line, facts) for line in lines if line)

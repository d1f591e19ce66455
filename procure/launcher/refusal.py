"""The one error that the launcher shows to people."""


class Refused(Exception):
    """Something stands in the way; its text is a sentence that says what to do about it."""

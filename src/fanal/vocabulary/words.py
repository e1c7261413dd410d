"""Marks an English text as a message id where no translation may be imported: pure packages and tables of data."""


def gettext_noop(message: str) -> str:
    """The text itself; its name is what the extractor of messages looks for."""
    return message

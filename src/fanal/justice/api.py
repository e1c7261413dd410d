"""The door of the law: what higher rooms may ask and hear. A child is never known here."""

from fanal.justice.library import LawGone, at_version, corpus, keep
from fanal.justice.signals import provision_changed, reform_proposed

__all__ = ["LawGone", "at_version", "corpus", "keep", "provision_changed", "reform_proposed"]

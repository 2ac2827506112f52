"""Images and other media, without a dependency: what they hold beside the picture, and how to publish them without it."""

from netjournal.media.position import hidden_position
from netjournal.media.stripping import Stripped, refusal, strip_metadata
from netjournal.media.texts import texts_of, unreadable

__all__ = ["Stripped", "hidden_position", "refusal", "strip_metadata", "texts_of", "unreadable"]

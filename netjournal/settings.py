"""What mkdocs.yml says about a journal, typed. Where the values come from is the business of engines/ and cli/."""

from __future__ import annotations

from msgspec import Struct

from netjournal.schema import CHANNELS, Publication


class Settings(Struct, frozen=True):
    """The options of the plugin that bear on the journal and its pages."""

    owner: str | None = None  # the author's name, shown on the month's page
    contacts: Publication = Publication.ALIAS
    alias_key: str = ""
    repository: str = "private"  # or public: who can read what git keeps
    more_channels: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    goals_per_month: int = 3
    days_per_month: int = 8  # with a plan and an activity, for a submission
    language: str = "en"
    week_start: str = "monday"  # or sunday
    journal_path: str = "journal"  # the journal's folder, relative to the folder of mkdocs.yml, with slashes
    prefix: str = ""  # the journal's folder inside docs_dir, so also on the site; empty, or ends with a slash
    site_url: str | None = None
    site_name: str = "Journal"

    @property
    def channels(self) -> tuple[str, ...]:
        """The format's channels and those that the journal adds, in this order."""
        return (*CHANNELS, *(c for c in self.more_channels if c not in CHANNELS))

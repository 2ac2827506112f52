"""What the pages and the exports tell: one file per noun. Pure functions of a Journal and today."""

from netjournal.reports import companies, contacts, days, facts, follow_ups, goals, tracker

__all__ = ["companies", "contacts", "days", "facts", "follow_ups", "goals", "tracker"]

"""Pictures as SVG, made at build, one file each. They take their colours from the theme; the same numbers stand beside each.

Where a picture has to fit any width, its SVG is stretched and holds no text: labels stand beside it as HTML.
"""

from netjournal.site.charts.around_me import around_me
from netjournal.site.charts.burn_up import burn_up
from netjournal.site.charts.calendar import days_of_month
from netjournal.site.charts.columns import Column, columns
from netjournal.site.charts.funnel import dots, funnel, stack
from netjournal.site.charts.introductions import branches
from netjournal.site.charts.ring import ring

__all__ = ["Column", "around_me", "branches", "burn_up", "columns", "days_of_month", "dots", "funnel", "ring", "stack"]

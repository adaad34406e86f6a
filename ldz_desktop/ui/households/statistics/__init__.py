"""Figures about the people of a place."""

from ldz_desktop.ui.households.statistics.page import StatisticsPage

__all__ = ["StatisticsPage"]

"""Indexes that answer what the window asks first (the tree's counts, the list) by themselves."""

SQL = """
DROP INDEX resident_household;
CREATE INDEX resident_household ON resident(household_id, state);
DROP INDEX household_dwelling;
CREATE INDEX household_dwelling ON household(dwelling_id, closed_on);
CREATE INDEX dwelling_order ON dwelling(building_id, sort_key);
"""

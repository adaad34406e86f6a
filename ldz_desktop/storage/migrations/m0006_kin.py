"""Whose father, mother or spouse somebody is: a guided change asks it of all in the household, and
reading every resident of the office each time took most of its preview. Frozen."""

SQL = """
CREATE INDEX resident_father ON resident(father_id) WHERE father_id IS NOT NULL;
CREATE INDEX resident_mother ON resident(mother_id) WHERE mother_id IS NOT NULL;
CREATE INDEX resident_spouse ON resident(spouse_id) WHERE spouse_id IS NOT NULL;
"""

"""What else offices keep of a leader: party branch, former occupation, service in the forces; and
files are found by their number. Frozen."""

SQL = """
ALTER TABLE leader ADD COLUMN branch TEXT;
ALTER TABLE leader ADD COLUMN former_work TEXT;
ALTER TABLE leader ADD COLUMN service TEXT;
CREATE INDEX household_file_no ON household(file_no);
"""

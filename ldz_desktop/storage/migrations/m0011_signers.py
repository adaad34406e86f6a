"""Months that were published before the signing unit was a setting keep the one they have on paper.
Frozen."""

SQL = """
INSERT INTO setting(key, value)
SELECT 'signers:' || month,
    '{"ranking:小区": "〔社区〕居民委员会", "ranking:社区": "〔社区〕居民委员会"}'
FROM month WHERE state = 'published' OR EXISTS(
    SELECT 1 FROM month_edition e WHERE e.month = month.month AND e.published_on IS NOT NULL);
"""

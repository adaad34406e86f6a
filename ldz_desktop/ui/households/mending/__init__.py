"""数据体检: what contradicts itself, is missing or is due, mended line by line or on paper."""

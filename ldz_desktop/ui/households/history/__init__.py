"""变更历史 of a household, 今日操作 of the office, and taking an action back."""

"""走访: the laptop's side of a visit. The office's side: households.visits."""

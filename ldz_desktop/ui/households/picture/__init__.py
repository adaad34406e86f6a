"""The building picture: floors × units × rooms, painted."""

"""Which office: places people name, distances, and what a list can be narrowed by."""

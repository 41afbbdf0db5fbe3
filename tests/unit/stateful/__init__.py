"""Random lives of many petitions in one province, and what must hold of all of them (see `machine`)."""

"""The rules of the case: pure, standard library only, no I/O and no clock."""

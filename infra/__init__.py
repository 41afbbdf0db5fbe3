"""Where the code meets AWS: one template, one package, one deployment; and the same on one machine (local/)."""

"""The resources that Chalice does not know, as the merge template for `chalice package --merge-template`.

Merging is by name: dicts merge, lists are replaced. The functions' logical names are Chalice's own (APIHandler, Sweep,
Mail, ...): a misspelt one would silently add a second function, which tests/infra/test_template.py refuses.
"""

from typing import Any

from infra.template import api, buckets, cdn, functions, mail, parameters, tables

Template = dict[str, Any]


def merge_template() -> Template:
    """The whole merge template: parameters, conditions, resources and outputs of every part."""
    parts = [parameters, tables, buckets, mail, functions, api, cdn]
    merged: Template = {"Parameters": {}, "Conditions": {}, "Resources": {}, "Outputs": {}}
    for part in parts:
        for section, entries in part.template().items():
            clash = merged[section].keys() & entries.keys()
            if clash:
                raise ValueError(f"{part.__name__} defines {sorted(clash)} a second time")
            merged[section].update(entries)
    return merged

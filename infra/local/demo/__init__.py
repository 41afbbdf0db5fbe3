"""Behind `make demo`: the petitions of `data/demo.jsonl` played through the public API and the links in the mails.

`python -m infra.local.demo [--port 8000] [--data .local]`, against a running system.
"""

"""The operator's commands, one file each; `manage.py` dispatches."""

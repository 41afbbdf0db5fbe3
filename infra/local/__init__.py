"""The whole system on one machine: emulator, gateway, workbench. Nothing in here is ever deployed."""

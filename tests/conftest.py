"""What all tests share. No test depends on how fast the machine is: hypothesis must not either."""

from hypothesis import settings

settings.register_profile("hoiam", deadline=None)
settings.load_profile("hoiam")

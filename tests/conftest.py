"""Settings of all tests."""

from hypothesis import settings

# a test that is right must not fail because the machine is busy
settings.register_profile("hedgesim", deadline=None)
settings.load_profile("hedgesim")

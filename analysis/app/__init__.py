"""The page of ``hedgesim app``; only :mod:`.page` and :mod:`.parts` need the extra ``app``."""

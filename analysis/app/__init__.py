"""The page of ``hedgesim app``.

Only :mod:`.page`, :mod:`.components`, :mod:`.live_update` and serving need the extra ``app``.
"""

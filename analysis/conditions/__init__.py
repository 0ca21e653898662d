"""The small expression language of ``--where``, ``--when`` and ``--require``."""

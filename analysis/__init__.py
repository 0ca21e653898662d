"""What people do with runs: designs, batches, result folders, comparisons, figures and commands.

The public names stand in ``__init__.pyi``, their only list. Each is loaded when it is first used, so that
a command starts quickly.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

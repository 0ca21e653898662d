"""The hedging model: scenarios, rules, the Mesa model and its engines.

The public names stand in ``__init__.pyi``, their only list. Each is loaded when it is first used, so that
an import is quick, and commands that need no Mesa do not import it.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

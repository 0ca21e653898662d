"""The hedging model: scenarios, rules, the Mesa model and its engines.

``__init__.pyi`` is the only list of public names. Each name is imported on first use, which keeps
``import hedgesim.model`` fast; commands that do not need Mesa never import it.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""Run the command line: ``python -m hedgesim.analysis.cli``."""

from .main import main

if __name__ == "__main__":
    main()

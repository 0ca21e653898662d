"""Run the command line: ``python -m hedgesim``."""

from .analysis.cli.main import main

if __name__ == "__main__":
    main()

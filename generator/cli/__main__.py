"""``python -m generator.cli``: the program without its console script."""

from generator.cli.app import main

main()

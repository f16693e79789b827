"""The command line, called as a module of Python."""

from counterpoise.cli import main

main()

"""`python -m pathways`: the same as the command `pathways`."""

from pathways.cli import main

if __name__ == "__main__":
    main()

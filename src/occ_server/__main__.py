"""`python -m occ_server`: the same as ``occ-server``."""

from occ_server.cli import main

if __name__ == "__main__":
    main()

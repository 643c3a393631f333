"""``python -m occ_server.cli``: the same as ``occ-server``."""

from occ_server.cli import main

main(prog_name="occ-server")

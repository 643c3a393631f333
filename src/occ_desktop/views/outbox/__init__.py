"""보낼 일: what waits to be sent, and what was refused with the person's text kept."""

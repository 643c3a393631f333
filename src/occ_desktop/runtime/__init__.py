"""Glue between Qt and asyncio, and the life of the process: no room, no server, no cache."""

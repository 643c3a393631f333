"""The only place that knows everything: builds the objects, connects them, runs and closes the program."""

# Before Qt: once it is there, PySide6 reads the source of every module that is imported after it, to see
# whether it asks for one of its `__feature__`s. Of SQLAlchemy alone that is more text than all of ours.
from occ_desktop.services import container as _container  # noqa: F401

"""The only place that knows everything: builds the objects, connects them, runs and closes the program."""

import builtins

_plain_import = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401

# PySide6 (6.11) has put an `import` of its own in place, which reads the source of every module that is
# imported, to see whether it asks for one of its `__feature__`s. None of ours does: a tenth of a start.
builtins.__import__ = _plain_import

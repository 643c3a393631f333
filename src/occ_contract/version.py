"""The version of both sides, one number; a test holds it against the package's metadata."""

VERSION = "0.1.0"

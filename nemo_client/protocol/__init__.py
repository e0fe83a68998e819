"""The rules of the wire as data and pure functions: no I/O, no clock, no environment."""

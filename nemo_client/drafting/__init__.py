"""The timeline as a draft, taken elsewhere and brought back: what `nemo draft` does."""

"""A timeline as something to look at: drawn in letters, as a graphic, as a page. Pure."""

"""`nemo chat`: a conversation, line by line, at a terminal or through a pipe."""

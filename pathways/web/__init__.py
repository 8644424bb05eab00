"""A workspace to pages in the browser of the person at this computer; whole requests come in, whole pages go out."""

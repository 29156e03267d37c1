"""Programme files: read, held to their shape, written; and what is wrong in one, or only may be."""

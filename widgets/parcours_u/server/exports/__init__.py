"""A journal as documents that its owner takes away; each module is imported only when its format is asked for."""

"""Where journals are kept: one SQLite file, opened by the server and the command line only."""

"""One box over articles, clauses, comments and documents."""

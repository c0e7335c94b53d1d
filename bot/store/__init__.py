"""What visitors asked and said, on the owner's own disk: the log, votes, needs, and what editors taught. SQLAlchemy Core."""

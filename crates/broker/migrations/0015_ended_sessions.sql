-- Sessions that are over, by when they ended: what retention looks for (room: audit).

CREATE INDEX sessions_ended ON sessions (ended_ms) WHERE ended_ms IS NOT NULL;

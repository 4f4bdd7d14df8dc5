-- What was shared, and what helpers note about their sessions (room: report). Times are Unix milliseconds.

-- Kinds of surface, as the sharer's page said, in the order in which each was shared first, with a space between.
ALTER TABLE session_report ADD COLUMN surfaces TEXT NOT NULL DEFAULT '';
-- How often sharing was paused, and for how long together.
ALTER TABLE session_report ADD COLUMN pauses BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session_report ADD COLUMN paused_ms BIGINT NOT NULL DEFAULT 0;

-- Beside the report, since a session can be noted before it is over. It goes with its session.
CREATE TABLE session_notes (
    -- The session's.
    id         TEXT   NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    note       TEXT   NOT NULL,
    ticket     TEXT   NOT NULL,
    -- The ticket, folded as the directory folds what is searched.
    ticket_key TEXT   NOT NULL,
    changed_ms BIGINT NOT NULL
);

-- The audit trail becomes a chain (room: audit). Nothing was released with rows that are not chained.
DROP TABLE audit;

-- Rows are only ever added; the one place that adds is `audit::append`.
CREATE TABLE audit (
    seq     BIGINT NOT NULL PRIMARY KEY,
    at_ms   BIGINT NOT NULL,
    session TEXT,
    actor   TEXT,
    kind    TEXT   NOT NULL,
    data    TEXT   NOT NULL,
    -- SHA-256 of this row and of the hash of the one before it: `audit::chain`.
    hash    BLOB   NOT NULL
);

-- One segment for each day (UTC) on which something was recorded. It stays when its rows are removed.
CREATE TABLE audit_segments (
    -- Days since 1970-01-01.
    day        BIGINT NOT NULL PRIMARY KEY,
    first_seq  BIGINT NOT NULL UNIQUE,
    last_seq   BIGINT NOT NULL,
    -- The hash before its first row, and that of its last.
    before     BLOB   NOT NULL,
    head       BLOB   NOT NULL,
    -- When retention removed its rows.
    removed_ms BIGINT
);

CREATE INDEX audit_by_session ON audit (session) WHERE session IS NOT NULL;

-- Against mistakes: whoever means harm drops them first, and is found by the chain.
CREATE TRIGGER audit_rows_stay_as_written BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit rows are never changed');
END;

CREATE TRIGGER audit_rows_are_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)
BEGIN
    SELECT RAISE(ABORT, 'audit rows are never changed');
END;

CREATE TRIGGER audit_rows_go_by_retention_only BEFORE DELETE ON audit
WHEN (
    SELECT removed_ms FROM audit_segments
    WHERE first_seq <= OLD.seq ORDER BY first_seq DESC LIMIT 1
) IS NULL
BEGIN
    SELECT RAISE(ABORT, 'audit rows are removed with their day only');
END;

CREATE TRIGGER audit_segments_stay BEFORE DELETE ON audit_segments
BEGIN
    SELECT RAISE(ABORT, 'audit segments are never removed');
END;

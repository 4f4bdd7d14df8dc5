-- Sessions, security codes, attempts at codes, and the audit trail (room: hub, audit).
-- Times are Unix milliseconds. Ids are the text forms of the protocol's ids.

CREATE TABLE sessions (
    id             TEXT   NOT NULL PRIMARY KEY,
    helper_account TEXT   NOT NULL,
    created_ms     BIGINT NOT NULL,
    -- NULL while the session is open.
    ended_ms       BIGINT,
    -- The whole session machine as JSON: authoritative, deadlines included.
    state          TEXT   NOT NULL
);

CREATE INDEX sessions_open_by_helper ON sessions (helper_account) WHERE ended_ms IS NULL;

-- Who is in which session, so that a person finds the sessions to return to.
CREATE TABLE session_participants (
    session   TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    account   TEXT NOT NULL,
    role      TEXT NOT NULL,
    PRIMARY KEY (session, account, role)
);

CREATE INDEX session_participants_by_account ON session_participants (account, role);

-- A code is live while it is neither redeemed nor retired and has not expired. Dead codes are kept
-- for a day, so that the same eight characters are not given out again while somebody may hold them.
CREATE TABLE codes (
    code        TEXT   NOT NULL PRIMARY KEY,
    session     TEXT   NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    expires_ms  BIGINT NOT NULL,
    redeemed_ms BIGINT,
    retired_ms  BIGINT
);

CREATE INDEX codes_by_session ON codes (session);
CREATE INDEX codes_by_expiry ON codes (expires_ms);

-- Attempts at codes. A row is written before the code is looked at and goes away when the code
-- proves right, so that guessing in parallel gains nothing and a crash forgets nothing.
CREATE TABLE code_attempts (
    id      TEXT   NOT NULL PRIMARY KEY,
    account TEXT   NOT NULL,
    at_ms   BIGINT NOT NULL,
    -- 0: not decided yet; 1: wrong.
    wrong   BIGINT NOT NULL
);

CREATE INDEX code_attempts_by_account ON code_attempts (account, at_ms);
CREATE INDEX code_attempts_by_time ON code_attempts (at_ms);
CREATE INDEX code_attempts_wrong ON code_attempts (at_ms) WHERE wrong = 1;

-- The audit trail. Rows are only ever added; the one place that adds is `audit::append`.
CREATE TABLE audit (
    seq     BIGINT NOT NULL PRIMARY KEY,
    at_ms   BIGINT NOT NULL,
    session TEXT,
    actor   TEXT,
    kind    TEXT   NOT NULL,
    data    TEXT   NOT NULL
);

CREATE INDEX audit_by_session ON audit (session) WHERE session IS NOT NULL;

CREATE TRIGGER audit_rows_stay_as_written BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit rows are never changed');
END;

-- The report of sessions (room: report), and what finds records of the audit. Times are Unix milliseconds.

-- One row for each session that is over, narrow, since a report looks at all of them. It goes with its session.
CREATE TABLE session_report (
    session        TEXT   NOT NULL UNIQUE REFERENCES sessions (id) ON DELETE CASCADE,
    created_ms     BIGINT NOT NULL,
    -- When both sides had agreed for the first time; NULL if they never did.
    started_ms     BIGINT,
    ended_ms       BIGINT NOT NULL,
    -- From the start to the end; 0 if it never started.
    duration_ms    BIGINT NOT NULL,
    -- For how long the screen was shared, without pauses.
    shared_ms      BIGINT NOT NULL,
    -- Why it ended: `rh_protocol::view::EndReason`.
    outcome        TEXT   NOT NULL,
    helper_account TEXT   NOT NULL,
    helper_name    TEXT   NOT NULL,
    -- Name and address, a line each, folded as the directory folds what is searched.
    helper_key     TEXT   NOT NULL,
    sharer_account TEXT,
    sharer_name    TEXT,
    sharer_key     TEXT,
    -- The sharer's device, where it is known.
    device         TEXT,
    device_name    TEXT,
    device_key     TEXT,
    PRIMARY KEY (created_ms, session)
) WITHOUT ROWID;

-- What ended before there was a report. Letters beyond ASCII keep their case here.
INSERT INTO session_report (
    session, created_ms, started_ms, ended_ms, duration_ms, shared_ms, outcome,
    helper_account, helper_name, helper_key, sharer_account, sharer_name, sharer_key
)
WITH people AS (
    SELECT s.id AS session,
           json_extract(p.value, '$.role') AS role,
           MIN(p.key) AS place
    FROM sessions s, json_each(s.state, '$.participants') p
    WHERE s.ended_ms IS NOT NULL
    GROUP BY s.id, role
),
named AS (
    SELECT q.session, q.role,
           json_extract(s.state, '$.participants[' || q.place || '].account') AS account,
           json_extract(s.state, '$.participants[' || q.place || '].person.name') AS name
    FROM people q JOIN sessions s ON s.id = q.session
),
keyed AS (
    SELECT n.session, n.role, n.account, n.name,
           lower(n.name || COALESCE(char(10) || a.email, '')) AS key
    FROM named n LEFT JOIN accounts a ON a.id = n.account
),
started AS (
    SELECT session, MIN(at_ms) AS at_ms FROM audit WHERE kind = 'connected' GROUP BY session
),
screen AS (
    SELECT a.session, a.kind, a.at_ms,
           LEAD(a.at_ms, 1, s.ended_ms) OVER (PARTITION BY a.session ORDER BY a.seq) AS until_ms
    FROM audit a JOIN sessions s ON s.id = a.session
    WHERE a.kind IN ('sharing-started', 'sharing-paused', 'sharing-resumed', 'sharing-stopped')
),
shared AS (
    SELECT session, SUM(until_ms - at_ms) AS ms FROM screen
    WHERE kind IN ('sharing-started', 'sharing-resumed') GROUP BY session
)
SELECT s.id, s.created_ms, b.at_ms, s.ended_ms, COALESCE(s.ended_ms - b.at_ms, 0), COALESCE(m.ms, 0),
       COALESCE(json_extract(s.state, '$.life.reason'), 'unknown'),
       s.helper_account, COALESCE(h.name, ''), COALESCE(h.key, ''), w.account, w.name, w.key
FROM sessions s
LEFT JOIN started b ON b.session = s.id
LEFT JOIN shared m ON m.session = s.id
LEFT JOIN keyed h ON h.session = s.id AND h.role = 'helper'
LEFT JOIN keyed w ON w.session = s.id AND w.role = 'sharer'
WHERE s.ended_ms IS NOT NULL;

-- Each goes through the records in their order and looks at nothing but itself for the time.
CREATE INDEX audit_by_time ON audit (seq, at_ms);
CREATE INDEX audit_by_kind ON audit (kind, seq, at_ms);
CREATE INDEX audit_by_actor ON audit (actor, seq, at_ms) WHERE actor IS NOT NULL;

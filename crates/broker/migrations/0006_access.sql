-- Roles and their assignments (room: access). Those that are built in, or come from the configuration, have no rows.
-- Times are Unix milliseconds.

CREATE TABLE roles (
    id          TEXT   NOT NULL PRIMARY KEY,
    name        TEXT   NOT NULL UNIQUE,
    description TEXT   NOT NULL,
    -- Names of permissions, a JSON array.
    permissions TEXT   NOT NULL,
    updated_ms  BIGINT NOT NULL
);

CREATE TABLE assignments (
    id         TEXT   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    -- Of a row of `roles`, or of a built-in role.
    role       TEXT   NOT NULL,
    -- As JSON: `rh_access::Members` and `rh_access::Scope`.
    members    TEXT   NOT NULL,
    scope      TEXT   NOT NULL,
    updated_ms BIGINT NOT NULL
);

CREATE INDEX assignments_by_role ON assignments (role);

-- What is known of a person for access goes to where the person is: it is asked for while they take part in a session, in
-- whatever browser they signed in last.
ALTER TABLE accounts ADD COLUMN email TEXT;
ALTER TABLE accounts ADD COLUMN groups_held TEXT NOT NULL DEFAULT '[]';
UPDATE accounts SET
    email = (SELECT s.email FROM sign_ins s WHERE s.account = accounts.id ORDER BY s.seen_ms DESC LIMIT 1),
    groups_held = COALESCE(
        (SELECT s.groups_held FROM sign_ins s WHERE s.account = accounts.id ORDER BY s.seen_ms DESC LIMIT 1),
        '[]'
    );
ALTER TABLE sign_ins DROP COLUMN email;
ALTER TABLE sign_ins DROP COLUMN groups_held;

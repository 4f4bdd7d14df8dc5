-- The embedded directory (room: directory): the organisation's people, groups and devices, where no other
-- directory is asked. Times are Unix milliseconds.
-- What is sorted and searched is kept folded to lower case by the broker: databases fold letters differently, SQLite
-- only those of ASCII.

CREATE TABLE directory_people (
    id        TEXT   NOT NULL PRIMARY KEY,
    -- What names them at the identity provider.
    subject   TEXT   UNIQUE,
    email     TEXT,
    -- The address with ASCII's letters in lower case: what it is found by.
    email_key TEXT   UNIQUE,
    name      TEXT   NOT NULL,
    title     TEXT,
    company   TEXT,
    -- 0 or 1.
    enabled   BIGINT NOT NULL,
    name_key  TEXT   NOT NULL,
    -- Name and address, a line each.
    search    TEXT   NOT NULL
);

CREATE INDEX directory_people_by_name ON directory_people (name_key, id);

CREATE TABLE directory_groups (
    id       TEXT NOT NULL PRIMARY KEY,
    -- `people` or `devices`.
    kind     TEXT NOT NULL,
    name     TEXT NOT NULL,
    name_key TEXT NOT NULL
);

CREATE TABLE directory_devices (
    id              TEXT   NOT NULL PRIMARY KEY,
    name            TEXT   NOT NULL,
    owner           TEXT   REFERENCES directory_people (id),
    platform        TEXT   NOT NULL,
    compliance      TEXT   NOT NULL,
    -- A JSON array of texts.
    reasons         TEXT   NOT NULL,
    last_seen_ms    BIGINT,
    -- What each order sorts by; the owner's name is kept here too, and changes with it.
    name_key        TEXT   NOT NULL,
    owner_key       TEXT   NOT NULL,
    compliance_rank BIGINT NOT NULL,
    seen_rank       BIGINT NOT NULL,
    -- Name, id, and the owner's name and address, a line each.
    search          TEXT   NOT NULL
);

CREATE INDEX directory_devices_by_name ON directory_devices (name_key, id);
CREATE INDEX directory_devices_by_owner_name ON directory_devices (owner_key, id);
CREATE INDEX directory_devices_by_compliance ON directory_devices (compliance_rank, id);
CREATE INDEX directory_devices_by_seen ON directory_devices (seen_rank, id);
CREATE INDEX directory_devices_by_owner ON directory_devices (owner);

CREATE TABLE directory_group_people (
    group_id TEXT NOT NULL REFERENCES directory_groups (id) ON DELETE CASCADE,
    person   TEXT NOT NULL REFERENCES directory_people (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, person)
);

CREATE INDEX directory_group_people_by_person ON directory_group_people (person, group_id);

CREATE TABLE directory_group_devices (
    group_id TEXT NOT NULL REFERENCES directory_groups (id) ON DELETE CASCADE,
    device   TEXT NOT NULL REFERENCES directory_devices (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, device)
);

CREATE INDEX directory_group_devices_by_device ON directory_group_devices (device, group_id);

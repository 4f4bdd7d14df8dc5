-- People, their pictures, sign-ins at the broker, and nonces (room: identity).
-- Times are Unix milliseconds. Secrets are kept as their SHA-256 in hexadecimal digits, never themselves.

-- Who has ever signed in, as their provider described them last.
CREATE TABLE accounts (
    id         TEXT   NOT NULL PRIMARY KEY,
    issuer     TEXT   NOT NULL,
    -- `sub`, or `oid` with Entra ID.
    subject    TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    title      TEXT,
    company    TEXT,
    domain     TEXT,
    -- Hash of the profile picture.
    picture    TEXT,
    updated_ms BIGINT NOT NULL,
    UNIQUE (issuer, subject)
);

CREATE TABLE pictures (
    -- SHA-256 of the bytes.
    hash       TEXT   NOT NULL PRIMARY KEY,
    media_type TEXT   NOT NULL,
    bytes      BLOB   NOT NULL,
    stored_ms  BIGINT NOT NULL
);

-- One row while somebody is signed in, in one browser and one role.
CREATE TABLE sign_ins (
    id          TEXT   NOT NULL PRIMARY KEY,
    secret_hash TEXT   NOT NULL UNIQUE,
    role        TEXT   NOT NULL,
    account     TEXT   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- What can make a helper: verified address, and known groups as a JSON array.
    email       TEXT,
    groups_held TEXT   NOT NULL,
    seen_ms     BIGINT NOT NULL,
    expires_ms  BIGINT NOT NULL
);

CREATE INDEX sign_ins_by_expiry ON sign_ins (expires_ms);
CREATE INDEX sign_ins_by_account ON sign_ins (account);

-- Nonces that were given out and are not yet used, each for one browser and role.
CREATE TABLE nonces (
    nonce_hash   TEXT   NOT NULL PRIMARY KEY,
    browser_hash TEXT   NOT NULL,
    role         TEXT   NOT NULL,
    expires_ms   BIGINT NOT NULL
);

CREATE INDEX nonces_by_browser ON nonces (browser_hash, expires_ms);
CREATE INDEX nonces_by_expiry ON nonces (expires_ms);

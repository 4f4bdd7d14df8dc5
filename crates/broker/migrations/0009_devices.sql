-- Browsers that are enrolled on devices of the directory (room: devices). Times are Unix milliseconds.

CREATE TABLE device_keys (
    id          TEXT   NOT NULL PRIMARY KEY,
    -- The directory's id of the device.
    device      TEXT   NOT NULL,
    -- Who enrolled it.
    account     TEXT   NOT NULL,
    -- An uncompressed point on P-256.
    public_key  BLOB   NOT NULL,
    enrolled_ms BIGINT NOT NULL,
    -- When it signed last; when it was enrolled, until then.
    used_ms     BIGINT NOT NULL,
    -- 1: in the place of one that its browser had forgotten.
    renewed     BIGINT NOT NULL
);

CREATE INDEX device_keys_by_device ON device_keys (device);
CREATE INDEX device_keys_by_account ON device_keys (account);

-- One link for each device: the newest counts. Of its secret only the hash is kept.
CREATE TABLE device_links (
    device     TEXT   NOT NULL PRIMARY KEY,
    token_hash TEXT   NOT NULL UNIQUE,
    expires_ms BIGINT NOT NULL
);

-- What a sign-in's browser is to sign: the newest counts, and once.
CREATE TABLE device_challenges (
    sign_in    TEXT   NOT NULL PRIMARY KEY REFERENCES sign_ins (id) ON DELETE CASCADE,
    challenge  TEXT   NOT NULL,
    expires_ms BIGINT NOT NULL
);

-- The device that the provider named when somebody signed in, where it names any.
ALTER TABLE sign_ins ADD COLUMN device_claim TEXT;

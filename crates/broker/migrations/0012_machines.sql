-- Tokens by which other programs use the interface (room: identity). Times are Unix milliseconds.

CREATE TABLE machine_tokens (
    id          TEXT   NOT NULL PRIMARY KEY,
    name        TEXT   NOT NULL,
    -- Of the token only the hash is kept.
    secret_hash TEXT   NOT NULL UNIQUE,
    -- Names of permissions, a JSON array.
    permissions TEXT   NOT NULL,
    -- The account that issued it.
    issued_by   TEXT   NOT NULL,
    issued_ms   BIGINT NOT NULL,
    expires_ms  BIGINT NOT NULL,
    -- When it was last used, to a few minutes; NULL: never.
    used_ms     BIGINT
);

-- What administrators have set in place of the configuration (room: policy): one row at most.
CREATE TABLE policy (
    id         BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    -- Counts the changes.
    revision   BIGINT NOT NULL,
    -- `rh_intake::settings::Overrides` as JSON.
    overrides  TEXT   NOT NULL,
    updated_ms BIGINT NOT NULL
);

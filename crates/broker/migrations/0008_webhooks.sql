-- What webhooks are told, and what became of it (room: webhooks). Times are Unix milliseconds.

-- The outbox: a row stands here from the transaction of what it tells until it is delivered, or as a dead letter.
CREATE TABLE webhook_deliveries (
    -- The order in which one webhook is told. Of rows that are gone, numbers may come again.
    seq     BIGINT NOT NULL PRIMARY KEY,
    id      TEXT   NOT NULL UNIQUE,
    -- By its name in the configuration.
    webhook TEXT   NOT NULL,
    event   TEXT   NOT NULL,
    -- When it happened.
    at_ms   BIGINT NOT NULL,
    -- The body as it is sent, the same bytes each time.
    body    TEXT   NOT NULL,
    -- `webhooks::delivery::Delivery` as JSON: authoritative.
    state   TEXT   NOT NULL,
    -- When it was given up; NULL while it waits.
    dead_ms BIGINT
);

CREATE INDEX webhook_deliveries_in_order ON webhook_deliveries (webhook, seq);
CREATE INDEX webhook_deliveries_dead ON webhook_deliveries (webhook, seq) WHERE dead_ms IS NOT NULL;
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (at_ms);

-- How each webhook did last.
CREATE TABLE webhook_results (
    webhook      TEXT NOT NULL PRIMARY KEY,
    delivered_ms BIGINT,
    failed_ms    BIGINT,
    -- `webhooks::delivery::Failure` as JSON.
    failure      TEXT
);

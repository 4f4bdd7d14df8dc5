-- What the provider says of somebody is asked again while they are signed in, and it can end their sign-ins (room: identity).
-- When the provider issued the ID token, by its own clock.
ALTER TABLE sign_ins ADD COLUMN issued_ms BIGINT NOT NULL DEFAULT 0;
-- What the provider calls its own sign-in (`sid`), where it tells.
ALTER TABLE sign_ins ADD COLUMN provider_session TEXT;
-- The refresh token, sealed with the secret that only the browser has; none where the provider gives none.
ALTER TABLE sign_ins ADD COLUMN refresh_sealed BLOB;
-- When the provider said last what is known of the person.
ALTER TABLE sign_ins ADD COLUMN told_ms BIGINT NOT NULL DEFAULT 0;

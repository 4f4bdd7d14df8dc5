-- When a token for another program was revoked; NULL: it was not. It ends for good, whatever the clock says later (room: identity).
ALTER TABLE machine_tokens ADD COLUMN revoked_ms BIGINT;
-- Until now revoking moved a token's end, which else is whole days after its issue.
UPDATE machine_tokens SET revoked_ms = expires_ms WHERE (expires_ms - issued_ms) % 86400000 <> 0;

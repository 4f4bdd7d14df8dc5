-- How strong each sign-in was, and whether it was found too weak (room: identity).

-- `rh_intake::tokens::Proved` as JSON: what its ID token proved.
ALTER TABLE sign_ins ADD COLUMN proved TEXT NOT NULL DEFAULT '{}';
-- Whether the audit holds already that it is weaker than what is required since.
ALTER TABLE sign_ins ADD COLUMN too_weak BOOLEAN NOT NULL DEFAULT FALSE;

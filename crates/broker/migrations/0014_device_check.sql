-- What the identity provider said of the device of each sign-in (room: identity).

-- `identity::device_check::Checked` as JSON; empty while it was not asked.
ALTER TABLE sign_ins ADD COLUMN checked TEXT NOT NULL DEFAULT '';

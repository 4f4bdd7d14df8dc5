//! How much the embedded directory takes. Texts in characters, files in bytes, times in milliseconds.

/// Id of a person, a group or a device.
pub const ID: usize = 128;
/// What names a person at the identity provider: OpenID Connect allows 255.
pub const SUBJECT: usize = 255;
/// An e-mail address (RFC 5321 leaves 254).
pub const EMAIL: usize = 254;
/// A name, a title, a company: as much as the other side is shown.
pub const NAME: usize = rh_protocol::limits::PERSON_CHARS;
/// One reason why a device does not meet the policies.
pub const REASON: usize = 256;
/// Reasons of one device.
pub const REASONS: usize = 32;
/// Groups that one person or one device is in.
pub const GROUPS: usize = 200;
/// The latest time that is one: the end of the year 9999, in Unix milliseconds.
pub const LATEST_MS: u64 = 253_402_300_799_999;
/// A text that is searched for. No text that it is looked for in is longer.
pub const SEARCH: usize = 256;
/// A cursor, encoded.
pub const CURSOR: usize = 4 * 1024;
/// A file that is imported.
pub const FILE: u64 = 64 * 1024 * 1024;
/// One row of it.
pub const ROW: usize = 64 * 1024;
/// Rows of it.
pub const ROWS: usize = 250_000;
/// The time in which a file that is imported over HTTP has to be there, whole.
pub const FILE_MS: u64 = 5 * 60 * 1_000;
/// Exports over HTTP that go on at once: each reads from one moment of the store for as long as it takes.
pub const EXPORTS: usize = 2;
/// The longest that one may take.
pub const EXPORT_MS: u64 = 10 * 60 * 1_000;

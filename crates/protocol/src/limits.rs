//! Every declared limit, in one place. Sizes in bytes unless the name says otherwise.

/// Body of an HTTP request to the API.
pub const HTTP_BODY: usize = 64 * 1024;
/// One ID token or access token.
pub const TOKEN: usize = 16 * 1024;
/// One WebSocket message, either direction.
pub const SOCKET_MESSAGE: usize = 64 * 1024;
/// WebSocket messages that a client may send in any second, on average.
pub const SOCKET_MESSAGES_PER_SECOND: u32 = 50;
/// WebSocket messages that a client may send at once, above the average.
pub const SOCKET_BURST: u32 = 200;
/// Requests that a client may make in any second, on average, which change the session back and forth
/// and so are written down. More are refused.
pub const CHANGES_PER_SECOND: u32 = 5;
/// Such requests at once, above the average: a nervous finger on *Pause* is no attack.
pub const CHANGES_BURST: u32 = 20;
/// Messages that wait for one slow client before its connection is closed.
pub const SOCKET_QUEUE: usize = 256;
/// Requests of one WebSocket that wait behind a consent for which the directory is being asked.
pub const SOCKET_WAITING: usize = 32;
/// A session description (SDP).
pub const DESCRIPTION: usize = 32 * 1024;
/// One ICE candidate line.
pub const CANDIDATE: usize = 2 * 1024;
/// A certificate fingerprint, algorithm included.
pub const FINGERPRINT: usize = 256;
/// The name of a build.
pub const BUILD: usize = 64;
/// Characters (Unicode scalar values) of a chat message.
pub const CHAT_CHARS: usize = 4_000;
/// Messages that a chat thread keeps for the session; the oldest give way.
pub const CHAT_MESSAGES: usize = 2_000;
/// One message on the `control` or `chat` data channel.
pub const PEER_MESSAGE: usize = 64 * 1024;
/// One packet on the `screen` data channel.
pub const SCREEN_PACKET: usize = 64 * 1024;
/// Characters of a name, title or company as shown to the other side.
pub const PERSON_CHARS: usize = 128;
/// A profile picture.
pub const PICTURE: usize = 256 * 1024;
/// Participants of one session.
pub const PARTICIPANTS: usize = 8;
/// Wrong codes that one account may enter within [`WRONG_CODES_WINDOW_MS`].
pub const WRONG_CODES: u8 = 5;
/// Window in which wrong codes are counted, in milliseconds.
pub const WRONG_CODES_WINDOW_MS: u64 = 10 * 60 * 1_000;
/// Wrong codes of a whole tenant in a day after which an alarm is raised, and an account waits the longer
/// for its next try the more wrong codes of its own it had.
pub const WRONG_CODES_TENANT_DAY: u32 = 900;
/// Sessions that one helper may hold open at once.
pub const OPEN_SESSIONS_PER_HELPER: usize = 20;
/// Characters of what an administrator says when they end a session.
pub const NOTE_CHARS: usize = 500;
/// Characters of what a helper notes about a session.
pub const HELPER_NOTE_CHARS: usize = 2_000;
/// Characters of the reference to a ticket.
pub const TICKET_CHARS: usize = 64;
/// Values of `acr` of which a sign-in must have proved one.
pub const ACR_VALUES: usize = 16;
/// One value of `acr`.
pub const ACR_VALUE: usize = 256;
/// Roles that administrators make.
pub const ROLES: usize = 200;
/// Assignments that administrators make.
pub const ASSIGNMENTS: usize = 1_000;
/// Characters of what a role or assignment is called.
pub const NAME_CHARS: usize = 128;
/// Characters of what it is for.
pub const DESCRIPTION_CHARS: usize = 1_000;
/// People or groups in one list of an assignment.
pub const NAMES: usize = 1_000;
/// Bytes of a name by which an assignment names one of them.
pub const NAME_BYTES: usize = 512;
/// Bytes of the id of a role or assignment.
pub const RULE_ID: usize = 64;
/// Receivers of webhooks.
pub const WEBHOOKS: usize = 16;
/// Fewest bytes of a secret that deliveries to one are signed with.
pub const WEBHOOK_SECRET: usize = 32;
/// Deliveries to one of them that wait or have failed.
pub const WEBHOOK_OUTBOX: u32 = 10_000;
/// How long a challenge can be answered, in milliseconds.
pub const CHALLENGE_MS: u64 = 2 * 60 * 1_000;
/// Longest `error` of the provider's that is taken from a page, in bytes.
pub const PROVIDER_ERROR: usize = 64;
/// How long what the provider has said of a device counts for joining, in milliseconds: as long as a code.
pub const DEVICE_CHECK_MS: u64 = 10 * 60 * 1_000;
/// How long an enrolment link can be used, in milliseconds: long enough for somebody who is asleep.
pub const ENROLMENT_MS: u64 = 24 * 60 * 60 * 1_000;
/// A browser that has not signed for so long, in milliseconds, may have forgotten its key: Safari forgets what a page has stored
/// after seven days without it.
pub const KEY_UNUSED_MS: u64 = 7 * 24 * 60 * 60 * 1_000;
/// A browser that has not signed for so long, in milliseconds, is not renewed but enrolled anew: 90 days.
pub const KEY_RENEWABLE_MS: u64 = 90 * 24 * 60 * 60 * 1_000;
/// Devices that one person is offered to renew their browser on, those used last: each is looked up.
pub const RENEWABLE_DEVICES: u32 = 5;
/// Browsers enrolled on one device.
pub const DEVICE_KEYS: usize = 20;
/// Reasons that are shown of a device that is not compliant.
pub const DEVICE_REASONS: usize = 8;
/// How long the same refusal is not recorded again, in milliseconds: an hour.
pub const REFUSAL_REPEATED_MS: u64 = 60 * 60 * 1_000;
/// Refusals that are remembered for that; the one that was recorded first gives way.
pub const REFUSALS_REMEMBERED: usize = 10_000;
/// Tokens for other programs at once.
pub const MACHINE_TOKENS: usize = 100;
/// Such tokens that have ended and are still known, so that whoever uses one is named; the one that ended first gives way.
pub const MACHINE_TOKENS_ENDED: usize = 100;
/// How long such a token may be good, in days.
pub const MACHINE_TOKEN_DAYS: u32 = 730;

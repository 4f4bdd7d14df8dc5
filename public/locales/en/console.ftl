# The administrators' console. Fetched with it, beside core.ftl.
# Names of people, groups, roles and assignments stand outside of the messages where they can.

## The frame

console-sign-in-title = Sign in to administer
console-sign-in-lead = Sign in with the account that has the permission.
access = Access
settings = Settings
save = Save
saved = Saved.
edit = Edit
remove = Remove
removed = Removed.

## Access: roles

access-lead = Who may help whom, and who may administer. What you change counts at once, for sessions that run too.
roles = Roles
roles-lead = A role is a set of permissions. Nobody has it before it is assigned.
new-role = New role
role-new = New role
role-edit = Change the role
built-in = Built in
role-permissions =
    { $count ->
        [0] No permissions
        [one] One permission
       *[other] { $count } permissions
    }
role-help-desk-operator = Help Desk Operator
    .about = Everything about helping, and sees the devices.
role-school-administrator = School Administrator
    .about = Everything about helping, but for devices that nobody sits at; sees the devices.
role-administrator = Administrator
    .about = Everything in this console. Helps nobody by itself.
name = Name
name-hint = What people call it, in up to 128 characters.
description = Description
description-hint = What it is for, if the name does not say it.
wrong-name = A role needs a name of at most 128 characters that no other role has.
wrong-description = A description has at most 1,000 characters, in one line.
tiers = Templates
tiers-hint = The usual tiers of a help desk. They set the permissions about helping, and leave the others.
tier-one = Tier 1: looks
tier-two = Tier 2: takes control too
tier-three = Tier 3: unattended too
permission-whole = { $group }: { $permission }
group-remote-help = Remote Help
group-remote-tasks = Remote Tasks
group-connector = Remote Assistance Connector
group-devices = Managed devices
group-audit = Audit data
group-organization = Organization
group-roles = Roles
permission-view-screen = View screen
    .about = Needed for helping.
permission-take-full-control = Take full control
    .about = Grants nothing here: Remote Help for the web is view only.
permission-elevation = Elevation
    .about = Grants nothing here: Remote Help for the web is view only.
permission-unattended = Unattended
    .about = Grants nothing here: Remote Help for the web is view only.
permission-offer-remote-assistance = Offer remote assistance
    .about = Needed for helping.
permission-connector-read = Read
    .about = Needed for helping.
permission-devices-read = Read
    .about = Sees the devices, the people and their groups.
permission-devices-update = Update
    .about = Changes devices; with Roles: Update also people and groups.
permission-audit-read = Read
    .about = Sees the audit log and the report of sessions.
permission-sessions = Sessions
    .about = Sees the sessions that run now, and can end them.
permission-organization-update = Update
    .about = Changes the settings, and can switch Remote Help off.
permission-roles-update = Update
    .about = Changes roles and assignments: whoever has it can give themselves all others.
helps-too-little = This is not enough for helping. It also takes, from this role or another:

## Access: assignments

assignments = Assignments
assignments-lead = An assignment gives a role to people or groups, over those whom they may help.
no-assignments = There is no assignment yet.
new-assignment = New assignment
assignment-new = New assignment
assignment-edit = Change the assignment
assignment-name-hint = What it is for, in up to 128 characters.
configured = From the configuration
configured-helpers = Helpers of the configuration
configured-administrators = Administrators of the configuration
role = Role
role-choose = Choose a role
members = Members
members-hint = Who has the role: these people, and everybody in these groups.
members-emails = E-mail addresses
members-subjects = Subjects
members-subjects-hint = What the sign-in service calls a person: “sub”, or “oid” with Entra ID. One on each line.
members-groups = Groups
groups-hint = Values of the claim of groups that the configuration lists in “identity.groups”. One on each line.
one-a-line = One on each line.
member-email = E-mail
member-subject = Subject
member-claim = Group
member-directory = Directory
more-names =
    { $count ->
        [one] and one more
       *[other] and { $count } more
    }
sharers = May help
sharers-all = Everybody
sharers-groups = People in these groups
sharers-nothing = Not by people
sharer-groups-label = Groups of people
devices = On devices
devices-all = All enrolled devices
devices-groups = Devices in these groups
devices-nothing = Not by devices
device-groups-label = Groups of devices
scope-sharers = Whom they may help
scope-devices = On which devices
scope-devices-hint = A device that is not enrolled is covered only where nothing is said of devices. If you choose people and devices, both must fit.
wrong-assignment-name = An assignment needs a name of at most 128 characters.
wrong-role = Choose a role that is there.
wrong-members = Name at least one person or group. A name has up to 512 characters, a list up to 1,000 names. Groups of the sign-in service are those in “identity.groups”.
wrong-scope = Choose people, devices, or both, and name at least one group where you choose groups. Groups of the sign-in service are those in “identity.groups”.

## Access: removing

remove-role-title = Remove the role { $name }?
remove-role-body = It can be removed once no assignment gives it any more.
remove-assignment-title = Remove the assignment { $name }?
remove-assignment-body = Whoever may help only by it no longer may: their sessions end at once.

## Access: why

why = May this person help that one?
why-lead = For people who have signed in before. It says what each assignment makes of it.
why-helper = Who helps
why-sharer = Who is helped
why-hint = An e-mail address, or a subject.
why-device = On which device
why-no-device = A device that is not enrolled
why-find-device = Find a device
why-on = Device:
why-ask = Look it up
why-yes = Yes, this person may help.
why-unknown = One of them has never signed in here, or is called something else.
refused-no-role = No: no assignment makes this person a helper.
refused-missing = No: what covers this session does not allow enough. It also takes:
refused-sharer = No: this person helps others, but not the one who is to be helped.
refused-unenrolled = No: only devices are left to go by, and this one is not enrolled.
refused-setting = No: nobody is helped on a device that is not enrolled, as the settings say.
refused-device = No: the device is in none of the groups.
refused-helper-disabled = No: the account of the one who would help is disabled in the directory.
refused-sharer-disabled = No: the account of the one who is to be helped is disabled in the directory.
refused-unknown = No, for a reason that this page does not know.
why-considered = What was looked at
verdict-covers = Covers this session.
verdict-covers-nothing = Covers it, but its role is not about helping.
verdict-not-a-member = The helper is not among its members.
verdict-sharer = Who is helped is in none of its groups.
verdict-unenrolled = Goes by devices, and the device is not enrolled.
verdict-device = The device is in none of its groups.
verdict-empty = Covers nobody.

## Settings

settings-lead = They hold in place of the configuration, for new sessions at once, until you take them back.
section-features = What there is
section-devices = Devices
section-sessions = Codes and sessions
section-sign-in = Sign-ins
section-strength = How strong a sign-in must be
section-graph = Microsoft Graph
section-audit = What is kept
setting-enabled = Remote Help is on
    .about = Off, nobody can start or join a session, and only administrators get in.
setting-chat = Chat
    .about = Helper and sharer can write to each other. What they write never reaches the broker.
setting-notice = Notice
    .about = In your own words, where people enter a code and before they allow that their screen is seen.
setting-unenrolled = Help on devices that are not enrolled
    .about = Off, nobody is helped on a device that the directory does not know, or whose browser has not shown which one it is.
setting-others = A session for a device is for nobody else
    .about = Off, its helper is only warned when another person or another device joins.
setting-compliance-context = Authentication context that proves a compliant device
    .about = Microsoft Entra ID: sharers are asked for it when they join, without a page where that is possible. Its policy should demand a compliant device. The answer decides the state of the device. Empty, nobody is asked.
setting-code = A code can be redeemed for, in seconds
    .about = Then the helper makes a new one.
setting-join = A session waits for somebody to join for, in seconds
    .about = From its newest code on.
setting-answer = The question of trust can be answered for, in seconds
    .about = If not both agree in time, the session ends.
setting-consent = Consent stands while somebody is away for, in seconds
    .about = A Wi-Fi that changes or a page that is loaded again takes some. Later both are asked again.
setting-return = A session waits for somebody who is away for, in seconds
    .about = As long as not both have agreed, or their consent stands no more.
setting-longest = A session lasts, in seconds
    .about = From its first code on, whatever happens.
setting-idle = A sign-in that is not used lasts, in minutes
    .about = Each request begins this time anew.
setting-absolute = A sign-in lasts, in minutes
    .about = Whatever happens. It cannot be shorter than one that is not used.
setting-refresh = Ask the provider again, every so many minutes
    .about = Whether somebody who is signed in may still be, and is still in their groups. It takes a refresh token, which the provider must give: docs/providers.md.
setting-helpers-context = Helpers: authentication context
    .about = Microsoft Entra ID: the sign-in must have met the policies of this context. Administrators count as helpers: whoever sets this is asked for it first.
setting-helpers-acr = Helpers: ways to sign in (acr)
    .about = Any other provider: one of these must have been used. Administrators count as helpers: whoever sets this is asked for it first.
setting-helpers-age = Helpers: a sign-in at the provider may be this old, in minutes
    .about = Who has signed in there longer ago is asked again.
setting-sharers-context = Sharers: authentication context
    .about = Microsoft Entra ID: the sign-in must have met the policies of this context.
setting-sharers-acr = Sharers: ways to sign in (acr)
    .about = Any other provider: one of these must have been used.
setting-sharers-age = Sharers: a sign-in at the provider may be this old, in minutes
    .about = Who has signed in there longer ago is asked again.
setting-graph-refresh = Microsoft is asked again after, in minutes
    .about = Counts where Microsoft Graph keeps the directory. A right that is taken away there ends sessions within this time.
setting-retention = The audit and ended sessions are kept for, in days
    .about = What is older is removed for good.
configuration-says = The configuration says:
setting-own = Changed
as-configured = As configured
on = On
off = Off
nothing = Nothing
never = Never
number = { $number }
range = From 1 to { $most }.
range-open = At least 1.
range-age = 0 for any age, or from { $least } to { $most }.
range-interval = 0 for never, or from { $least } to { $most }.
range-context = From c1 to c99; empty for none.
range-words = One on each line, or divided by blanks; empty for any.
wrong-number = This must be a whole number from 1 to { $most }.
wrong-number-open = This must be a whole number of at least 1.
wrong-relation = This does not go together with the others: a sign-in cannot last shorter than one that is not used.
wrong-notice = A notice has at most { $most } characters.
wrong-age = This must be 0, or a whole number from { $least } to { $most }.
wrong-context = This must be a context from c1 to c99, or empty.
wrong-context-provider = Only Microsoft Entra ID has authentication contexts.
wrong-words = These must be at most 16 words of at most 256 English letters, digits and signs each.
wrong-acr-provider = With Microsoft Entra ID set an authentication context instead.
settings-changes = What will change
settings-no-changes = Nothing yet.
settings-unfit = Something is out of its range: see what is said at the fields.
discard = Discard
load-now = Show what is there now, and keep what I typed
off-title = Switch Remote Help off?
off-body = All sessions that run end at once, for both sides. Nobody can start or join one until it is on again.
off-chat-title = Switch the chat off?
off-chat-body = It goes from the sessions that run, and what was written in them is gone. The sessions go on.
off-unenrolled-title = Help no more on devices that are not enrolled?
off-unenrolled-body = Sessions that run on such devices end at once, for both sides.
off-confirm = Switch off

## Report

report = Report
report-lead = The sessions that are over, as long as they are kept. Days and times are UTC.
report-helper = Helper
report-sharer = Who was helped
report-somebody-hint = An account, or part of a name or an e-mail address.
report-device = Device
report-device-hint = An id, or part of a name.
report-outcome = How it ended
report-any-outcome = However it ended
report-began = Began
report-duration = Lasted
report-shared = Screen shared:
report-paused =
    { $count ->
        [one] Paused once, for { $time }
       *[other] Paused { $count } times, for { $time } together
    }
report-ticket = Ticket
report-ticket-hint = Part of its reference.
report-noted = Ticket and note
report-note = Note
report-records = Records
report-nobody = Nobody joined
report-view-only = View only
report-sessions = Sessions
report-none = There is no such session.
filters = What to show
filter-from = From
filter-to = To
filter-show = Show
filter-clear = Show all
export-csv = Export as CSV
export-jsonl = Export as JSON lines
recent-on-device = Past sessions on this device
recent-of-person = Sessions in which this person was helped
recent-none = None, as far as they are kept.
recent-all = All of them, in the report
totals = In figures
total-sessions = Sessions
total-started = Both sides agreed
total-duration = Lasted together
total-median = Lasted, median
total-shared = Screens shared
total-outcomes = How they ended
chart-sessions = Sessions a day
chart-durations = How long they lasted, a day
chart-most = Most:
chart-cut =
    { $count ->
        [one] The last day is drawn; the table has all.
       *[other] The last { $count } days are drawn; the table has all.
    }
chart-table = The same day by day
chart-day = Day
outcome-ended-by-helper = Ended by the helper
outcome-ended-by-sharer = Ended by who was helped
outcome-declined-by-sharer = Declined by who was to be helped
outcome-declined-by-helper = Declined by the helper
outcome-consent-timed-out = Not both agreed in time
outcome-nobody-joined = Nobody joined in time
outcome-helper-gone = The helper stayed away
outcome-sharer-gone = Who was helped stayed away
outcome-too-long = Longest duration reached
outcome-ended-by-administrator = Ended by an administrator
outcome-not-permitted = The helper may not help who joined
outcome-permission-withdrawn = Permission withdrawn
outcome-device-not-enrolled = Device not enrolled
outcome-other-than-bound = Another person or device joined
outcome-unknown = Ended, for a reason that is not known here

## Audit

audit = Audit
audit-lead = What happened, and who did it, as long as it is kept. Times are UTC.
audit-records = Records
audit-number = No.
audit-when = When
audit-kind = What
audit-any-kind = Whatever it was
audit-actor = Who
audit-session = Session
audit-session-hint = A session’s id.
audit-details = Details
audit-kind-sign-in = Signed in
audit-kind-sign-out = Signed out
audit-kind-sign-in-refused = Sign-in refused
audit-kind-session-created = Session started
audit-kind-code-issued = Code made
audit-kind-joined = Joined by a code
audit-kind-code-refused = Code refused
audit-kind-join-refused = Joining refused
audit-kind-code-alarm = Alarm: many wrong codes
audit-kind-consent-given = Allowed
audit-kind-consent-declined = Declined
audit-kind-consent-lapsed = Consent ran out
audit-kind-connected = Both sides agreed
audit-kind-sharing-started = Sharing began
audit-kind-sharing-changed = Another kind of surface shared
audit-kind-sharing-paused = Sharing paused
audit-kind-sharing-resumed = Sharing went on
audit-kind-sharing-stopped = Sharing stopped
audit-kind-absent = Away
audit-kind-returned = Back
audit-kind-access-refused = May not help
audit-kind-request-refused = Request refused
audit-kind-chat-off = Chat switched off
audit-kind-session-ended = Session ended
audit-kind-session-noted = Note or ticket changed
audit-kind-settings-changed = Settings changed
audit-kind-role-saved = Role saved
audit-kind-role-removed = Role removed
audit-kind-assignment-saved = Assignment saved
audit-kind-assignment-removed = Assignment removed
audit-kind-directory-person-saved = Person saved
audit-kind-directory-person-removed = Person removed
audit-kind-directory-group-saved = Group saved
audit-kind-directory-group-removed = Group removed
audit-kind-directory-group-members = Group’s members changed
audit-kind-directory-device-saved = Device saved
audit-kind-directory-device-removed = Device removed
audit-kind-device-checked = Sign-in service asked about the device
audit-kind-device-warning = Warned of the device
audit-kind-device-changed = Device’s state changed
audit-kind-sign-in-too-weak = Sign-in too weak
audit-kind-device-link-issued = Enrolment link made
audit-kind-device-enrolled = Browser enrolled
audit-kind-device-key-renewed = Browser enrolled again
audit-kind-device-key-revoked = Browser revoked
audit-kind-token-issued = Token issued
audit-kind-token-revoked = Token revoked
audit-kind-webhook-failed = Webhook: delivery given up
audit-kind-webhook-retried = Webhook: delivery tried again
audit-kind-webhook-discarded = Webhook: delivery discarded
audit-kind-webhook-tested = Webhook tested
audit-kind-audit-exported = Audit exported
audit-kind-report-exported = Report exported
audit-kind-directory-exported = Directory exported
audit-kind-audit-removed = Old records removed
audit-kind-audit-key-told = Key of the audit told
audit-kind-audit-key-changed = Key of the audit changed

## Lists

actions = Actions
filter-any = All
page-nothing = Nothing found.
page-rows = { $first } to { $last }
page-rows-of = { $first } to { $last } of { $total }
page-back = Previous page
page-forward = Next page
answer-age = As it was { $time } ago.

## Devices

devices-title = Devices
devices-lead = The devices that your organisation’s directory knows. To help on one, open it and start a session.
devices-search = Search devices
devices-search-hint = Part of the device’s name, or of its owner’s name or e-mail address.
devices-back = All devices
device-name = Name
device-owner = Owner
device-state = State
device-platform = System
device-seen = Last seen
device-id = Id in the directory
device-nobody = Nobody
device-groups-unknown = Not known: the directory does not tell them at the moment
device-never = Never
device-new = New device
device-edit = Change the device
device-start = New remote assistance session
device-start-hint = For this device and its owner. You pass on the code as always.
device-reasons = Why it is not compliant
device-reasons-hint = For people to read. One on each line.
device-remove-title = Remove the device { $name }?
device-remove-body = It is no longer enrolled. The browsers that are enrolled on it count no more.
state-compliant = Compliant
state-not-compliant = Not compliant
state-in-grace-period = In grace period
state-unknown = Unknown
state-proved = Proved by sign-in
state-denied = The sign-in service did not confirm it
state-silent = The sign-in service gave no answer about it
proof-claim = Named by the sign-in service
proof-proxy = Proved by its certificate
proof-key = Proved by a browser that is enrolled on it
proof-presumed = Presumed, not proved
proof-unknown = How it is known, this page cannot say
state-unenrolled = Not enrolled
platform-windows = Windows
platform-macos = macOS
platform-linux = Linux
platform-ios = iOS or iPadOS
platform-android = Android
platform-other = Other
owner-find = Find the owner
browsers = Enrolled browsers
browsers-lead = A browser that is enrolled proves in each session that it is on this device.
browsers-none = No browser is enrolled on this device.
browser-who = Enrolled by
browser-since = Enrolled
browser-used = Last used
browser-never = Never
browser-renewed = Renewed
browser-revoke = Revoke
browser-revoke-title = Revoke the browser of { $name }?
browser-revoke-body = From now on it no longer proves that it is on this device. To enrol it again, a new link is needed.
browser-revoked = Revoked.
enrolment = Enrolment link
enrolment-title = Enrolment link for this device
enrolment-what = Open it once, on this device, in the browser that is to be enrolled. Pass it on as you would a password: whoever opens it first enrols their browser.
enrolment-lasts = It is shown only now, and can be used for another { $time }.
enrolment-earlier = A link that was made before can still be used for { $time }. A new one takes its place.

## Directory: people and groups

directory = Directory
kept-here = Remote Help keeps this directory itself. Whoever may update devices can change these here, and who may also update roles, people and groups.
kept-by-graph = Microsoft Entra ID and Intune keep this directory, read through Microsoft Graph. Change it there: here it can only be read.
kept-elsewhere = This directory is kept elsewhere. Here it can only be read.
people = People
people-list = People in the directory
people-search = Search people
people-search-hint = Part of the name, or of the e-mail address.
people-back = All people
person-new = New person
person-name = Name
person-email = E-mail address
person-email-hint = By it somebody is found whose subject is not known yet.
person-subject = Subject
person-subject-hint = What the sign-in service calls the person: “sub”, or “oid” with Entra ID.
person-title = Job title
person-company = Company
person-optional = Shown to the other side. May be left empty.
person-account = Account
person-remove-title = Remove { $name } from the directory?
person-remove-body = Their devices stay, without an owner. What they may do by a group of the directory they may no longer: such sessions end at once.
account-enabled = May be used
account-disabled = Disabled
account-may-be-used = The account may be used
    .about = Off, this person gets in no more, and their sessions end at once.
groups = Groups
groups-none = In no group
groups-there-are-none = There is no group yet.
groups-list = Groups in the directory
groups-lead = Assignments give roles to groups of people, and their scopes name groups of people and of devices.
groups-search = Search groups
groups-search-hint = Part of the name.
groups-back = All groups
groups-count =
    { $count ->
        [0] No groups
        [one] One group
       *[other] { $count } groups
    }
group-new = New group
group-name = Name
group-kind = Made of
group-of-people = People
group-of-devices = Devices
group-members = Members
group-remove-title = Remove the group { $name }?
group-remove-body = Its members stay in the directory. Roles and scopes that go by this group no longer reach them.
member = Member
member-find-person = Add a person
member-find-device = Add a device
member-added = Added.
member-remove = Take out
wrong-entry-name = A name is needed, of at most 128 characters.
wrong-owner = This person is no longer in the directory. Choose another, or nobody.
wrong-choice = Choose one of these.
wrong-reasons = At most 32 lines of 256 characters each, without semicolons.
wrong-groups = One of these groups is no longer there. Look at them again.
wrong-email = This is no e-mail address, or somebody else has it already.
wrong-subject = A subject has at most 255 characters, and nobody else has it.
wrong-line = At most 128 characters.

## Directory: import and export

files = Import and export
files-read-only = Files can be imported and exported only where Remote Help keeps the directory itself, by who may update devices.
files-groups = Groups
files-people = People
files-devices = Devices
import = Import
import-lead = Files are CSV in UTF-8. Import groups first, then people, then devices. A file with anything wrong in it changes nothing.
import-devices-only = You can import devices. People and groups decide who may do what: importing them also takes Roles: Update.
import-kind = What is in the file
import-file = File
import-file-hint = A CSV file whose first line names the columns, such as one that was exported here.
import-no-file = Choose a file first.
import-unreadable = The file was changed or moved after you chose it. Choose it again.
import-replace = Replace everything
    .about = What is not in the file is removed from the directory. Otherwise it stays as it is.
import-check = Check the file
import-would = The file is in order. Imported, it would change this:
import-done = The file was imported:
import-bad = Nothing was imported. Correct these in the file, and check it again:
import-new = New
import-changed = Changed
import-unchanged = Unchanged
import-removed = Removed
import-replace-title = Remove what is not in the file: { $name }?
import-replace-body = What the file does not name is removed from the directory. Sessions that depend on it end at once.
import-said = Done. See what came of it.
export = Export
export-lead = All of one kind, as a file that can be imported again.
faults = What is wrong with the file
fault-line = Line
fault-column = Column
fault-what = What is wrong
fault-empty = This has to be there, and is empty.
fault-too-long = This is too long.
fault-too-many = This has too many entries.
fault-hidden-characters = This holds characters that nobody sees. Type it anew.
fault-semicolon = This must not hold a semicolon, which divides the entries of a list.
fault-no-address = This is no e-mail address.
fault-late = This is a time beyond the year 9999.
fault-taken = Another one has this already:
fault-unknown-owner = This person is not in the directory. Add them first.
fault-unknown-group = This group is not in the directory. Add it first:
fault-unknown-member = This is not in the directory. Add it first:
fault-wrong-kind = This group is made of something else:
fault-has-members = What a group is made of cannot change while it has members.
fault-no-switch = This is neither “yes” nor “no”.
fault-no-word = This is none of the words that can stand here:
fault-no-time = This is no time. Write 2026-11-29T08:30:00Z or 2026-11-29.
fault-id-twice = This id stands on an earlier line already. Keep one of the two. Line:
fault-twice = Each may be there only once. It is also on line:
fault-no-utf8 = This is not in UTF-8. Save the file as “CSV UTF-8”.
fault-no-header = The file is empty. Its first line has to name the columns.
fault-unknown-column = There is no such column:
fault-column-twice = This column stands there twice. Remove one:
fault-no-column = This column is missing. Add it:
fault-cells = The row has another number of cells than the first line. A text with a separator in it needs quotation marks.
fault-long-row = The row is too long. Is a quotation mark missing?
fault-many-rows = From here on there are more rows than can be imported at once. Divide the file.
fault-other = This cannot be imported.

## Sessions that run

sessions = Sessions
sessions-lead = Who helps whom right now. The list follows what happens by itself.
sessions-now = Running now
sessions-count =
    { $count ->
        [0] None
        [one] One session
       *[other] { $count } sessions
    }
sessions-none = Nobody is being helped right now.
session-helper = Helper
session-sharer = Who is helped
session-state = State
session-since = Since
session-nobody = Nobody has joined yet
session-end = End session
session-end-title = End this session?
session-end-body = It ends at once for both sides. They are told that an administrator ended it.
session-end-who = { $helper } helps { $sharer }.
session-end-alone = { $helper } waits for somebody to join.
session-note = A word to both sides
session-note-hint = They read it at once, and the audit keeps it. May be left empty.
wrong-session-note = At most { $most } characters.
session-ended-said = The session has ended.
phase-created = Waiting for somebody to join
phase-joined = Both look at the trust screen
phase-connected = Connected, nothing is shared
phase-sharing = Sharing the screen
phase-paused = Paused
phase-unknown = Unknown
presence-here = There
presence-unstable = Unstable
presence-lost = Connection lost
presence-away = Has left the page

## Webhooks

webhooks = Webhooks
webhooks-lead = Other programs that are told when sessions start and end, and of alarms.
webhooks-none = No webhook is set up.
webhooks-none-how = They stand in the configuration, in sections “[[webhooks]]”, and count after a restart.
webhook-state = State
webhook-idle = Nothing waits
webhook-delivering = Delivering
webhook-failing = Failing; it is tried again
webhook-unknown = Unknown
webhook-host = Where to
webhook-events = Told of
webhook-waiting = Waiting
webhook-dead = Given up
webhook-success = Last delivered
webhook-failure = Last failure
webhook-never = Never
webhook-test = Send a test
webhook-tested = The test was delivered.
webhook-test-failed = The test was not delivered.
event-session-started = Session started
event-session-ended = Session ended
event-alarm = Alarm
event-test = Test
why-status = The answer was { $status }.
why-timed-out = There was no answer in time.
why-unreachable = It could not be reached.
why-not-known = Nobody knows why.
letters = What was given up
letters-show = Show what was given up
letters-hide = Hide what was given up
letters-none = Nothing was given up.
letters-more = Show more
letter-event = What happened
letter-at = When
letter-attempts = Tries
letter-why = Why
letter-retry = Try again
letter-retried = It is tried again.
letter-discard = Discard
letter-discard-title = Discard this for { $name }?
letter-discard-body = The receiver will never be told of it.
letter-discarded = Discarded.

## Tokens

tokens = Tokens
tokens-lead = Other programs use the interface with a token in place of a sign-in. It opens what administrators do, and helps nobody.
tokens-openapi = Description of the interface (OpenAPI)
tokens-list = Tokens that are good
tokens-none = There is no token.
token-new = New token
token-name = What it is for
token-name-hint = Such as the program that will use it. Up to 128 characters.
token-permissions = May
token-permissions-hint = What the program may do. You can only give what you may do yourself.
token-days = How long it is good, in days
token-will-end = It ends on { $time }.
token-by = Made by
token-since = Made
token-ends = Ends
token-used = Last used
token-never = Never
token-issued = Your new token
token-issued-what = Copy it now: it is shown only this once. Whoever has it can do what it may, so keep it as you would a password.
token-copy = Copy the token
token-kept = I have kept it
token-revoke = Revoke
token-revoke-title = Revoke the token { $name }?
token-revoke-body = The program that uses it gets in no more, at once. A new one is another token.
token-revoked = Revoked.
wrong-token-permissions = Choose at least one, and only what you may do yourself.
wrong-token-days = This must be a whole number of days within the range.

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
    .about = Changes devices, people and their groups.
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
wrong-members = Name at least one person or group. A name has up to 512 characters, a list up to 1,000 names.
wrong-scope = Choose people, devices, or both, and name at least one group where you choose groups.

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
why-ask = Look it up
why-yes = Yes, this person may help.
why-unknown = One of them has never signed in here, or is called something else.
refused-no-role = No: no assignment makes this person a helper.
refused-missing = No: what covers this session does not allow enough. It also takes:
refused-sharer = No: this person helps others, but not the one who is to be helped.
refused-unenrolled = No: only devices are left to go by, and this one is not enrolled.
refused-device = No: the device is in none of the groups.
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
setting-code = A code can be redeemed for, in seconds
    .about = Then the helper makes a new one.
setting-join = A session waits for somebody to join for, in seconds
    .about = From its newest code on.
setting-answer = The question of trust can be answered for, in seconds
    .about = If not both agree in time, the session ends.
setting-return = A session waits for somebody who is away for, in seconds
    .about = As long as not both have agreed. Later it is 60 seconds.
setting-longest = A session lasts, in seconds
    .about = From its first code on, whatever happens.
setting-idle = A sign-in that is not used lasts, in minutes
    .about = Each request begins this time anew.
setting-absolute = A sign-in lasts, in minutes
    .about = Whatever happens. It cannot be shorter than one that is not used.
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
setting-retention = The audit and ended sessions are kept for, in days
    .about = What is older is removed for good.
configuration-says = The configuration says:
setting-own = Changed
as-configured = As configured
on = On
off = Off
nothing = Nothing
number = { $number }
range = From 1 to { $most }.
range-open = At least 1.
range-age = 0 for any age, or from { $least } to { $most }.
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
pages = Pages
newer = Newer
older = Older
export-csv = Export as CSV
export-jsonl = Export as JSON lines
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
outcome-unknown = Ended, for a reason that is not known here

## Audit

audit = Audit
audit-lead = What happened, and who did it, as long as it is kept. Times are UTC.
audit-records = Records
audit-none = There is no such record.
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
audit-kind-sharing-paused = Sharing paused
audit-kind-sharing-resumed = Sharing went on
audit-kind-sharing-stopped = Sharing stopped
audit-kind-absent = Away
audit-kind-returned = Back
audit-kind-access-refused = May not help
audit-kind-chat-off = Chat switched off
audit-kind-session-ended = Session ended
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
audit-kind-webhook-failed = Webhook: delivery given up
audit-kind-webhook-retried = Webhook: delivery tried again
audit-kind-webhook-discarded = Webhook: delivery discarded
audit-kind-webhook-tested = Webhook tested
audit-kind-audit-exported = Audit exported
audit-kind-report-exported = Report exported
audit-kind-audit-removed = Old records removed

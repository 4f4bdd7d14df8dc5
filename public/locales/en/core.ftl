# English: the language that the others are translated from and fall back to.
# Codes, links, e-mail addresses and names of people stand outside of the messages.

## Everywhere

product = Remote Help
role-sharer = Get help
role-helper = Give help
demo-banner = This is a demonstration. The people and the company are invented.
language = Language
skip-to-content = Skip to the content
signed-in-as = Signed in as
sign-in = Sign in
sign-out = Sign out
loading = One moment…
try-again = Try again
use-another-account = Use another account
reload = Load the page again
to-start = Back to the start
console = Administration
to-console = To the administration
to-devices = Devices
cancel = Cancel
close = Close
copied = Copied
verified-domain = Verified domain:
callback-title = Signing in
callback-progress = Signing you in…

## Errors: what happened, and (.next) what to do

error-detail = For your help desk:
tries-left =
    { $count ->
        [0] You have no tries left.
        [one] You have one try left.
       *[other] You have { $count } tries left.
    }
retry-after = You can try again in { $time }.

error-bad-request = That did not work.
    .next = Load the page again. If it happens once more, tell your help desk.
error-not-found = There is nothing here.
    .next = The address may be mistyped, or out of date. Go back to the start.
error-method-not-allowed = That did not work.
    .next = Load the page again. If it happens once more, tell your help desk.
error-too-large = That is too large to be sent.
    .next = Make it shorter and try again.
error-too-many-requests = That was too much at once.
    .next = Wait a moment, then try again.
error-origin-refused = This page may not do that.
    .next = Open Remote Help by the address that your organisation gave you.
error-unsupported-version = Remote Help has been updated.
    .next = Load the page again to go on.
error-unknown-request = Remote Help has been updated.
    .next = Load the page again to go on.
error-unavailable = Remote Help is not available just now.
    .next = It is usually back within a minute. Please try again.
error-internal = Something went wrong on our side.
    .next = Please try again. If it happens once more, tell your help desk.
error-unknown = Something went wrong.
    .next = Load the page again. If it happens once more, tell your help desk.

error-not-signed-in = You are not signed in any more.
    .next = Sign in again to go on.
error-insufficient-claims = Your organisation asks for a stronger sign-in here.
    .next = Try again and follow the steps of the sign-in service, such as a second factor. If that does not help, tell your help desk.
error-device-check = The sign-in service has to say something about this device first.
    .next = Try again. If that does not help, tell your help desk.
error-sign-in-expired = The sign-in took too long or was started in another window.
    .next = Please sign in again from this page. Your browser has to allow this page to store data.
error-state-mismatch = This sign-in does not belong to this page, so it was not used.
    .next = Please sign in again from this page.
error-token-refused = Your sign-in could not be verified.
    .next = Sign in again. If it happens once more, tell your help desk.
error-wrong-tenant = This account belongs to another organisation.
    .next = Sign in with your account of this organisation.
error-not-a-helper = This account is not set up to give help.
    .next = Use another account, or ask your administrator for the permission. If you need help yourself, open the link that your helper sent you.
error-account-disabled = This account is switched off in your organisation.
    .next = Use another account, or ask your help desk.
error-provider-unreachable = The sign-in service cannot be reached.
    .next = Check your connection and try again.
error-provider-denied = The sign-in was cancelled or refused.
    .next = Try again, or use another account.
error-provider-interaction = The sign-in service needs something more from you.
    .next = Try again and follow the steps on its page.
error-provider-policy = Your organisation does not allow this sign-in, or not on this device.
    .next = Try again on a device of your organisation, use another account, or ask your help desk.
error-provider-misconfigured = Signing in to Remote Help is not set up correctly.
    .next = You can’t fix this yourself. Please tell your help desk.
error-provider-trouble = The sign-in service has a problem just now.
    .next = Wait a moment, then try again.
error-remote-help-off = Remote Help is switched off in your organisation.
    .next = Ask your help desk how to get help.

error-malformed-code = This is not a security code.
    .next = A code has 8 letters and digits. Check it, or ask your helper to read it out.
error-wrong-code = This code does not work.
    .next = It may be mistyped, used already or out of date. Check it, or ask your helper for a new one.
error-too-many-wrong-codes = Too many codes did not work.
    .next = Wait a while, and ask your helper for a new code.
error-own-session = This is your own session.
    .next = Pass the code on to the person whom you want to help.
error-helper-not-permitted = This helper may not help you.
    .next = Tell them so, and ask your help desk for another helper.
error-device-not-enrolled = Your organisation gives help only on devices that it knows, and does not know this one.
    .next = Use a device of your organisation, or ask your help desk to enrol this one. Then ask your helper for a new code.
error-other-than-bound = This session was started for another person or another device.
    .next = Ask your helper for a session of your own.
error-wrong-enrolment-link = This enrolment link does not work.
    .next = It may be used already or out of date. Ask your administrator for a new one.
error-device-key-failed = This browser cannot keep a key.
    .next = Leave private browsing, or allow this site to store data, and try again.
error-not-permitted = Your account may not do this.
    .next = Ask an administrator for the permission.
error-bad-field = Something is missing, too long, or names what is not there.
    .next = Correct it and try again.
error-built-in = This cannot be changed here.
    .next = What is built in stays as it is; what comes from the configuration is changed there.
error-directory-read-only = The directory cannot be changed here.
    .next = Microsoft Entra ID and Intune keep it: change it there.
error-changed-meanwhile = Somebody else has changed this meanwhile.
    .next = Look at what it is now, and change it again.
error-in-use = This is still in use.
    .next = Take it out of where it is used first.
error-last-administrator = Then nobody could administer any more.
    .next = Make somebody else an administrator first.
error-too-many = There are as many as there may be.
    .next = Remove one that is no longer needed.
error-too-many-sessions = You have too many sessions open.
    .next = End one of them, then start a new one.
error-session-not-found = This session is not there, or not for this account.
    .next = Ask your helper for a new code, or go back to the start.
error-session-ended = This session is over.
    .next = To go on, start a new one.
error-not-allowed = That is not possible just now.
    .next = See what the page says now, and try again from there.
error-stale = The session has moved on in the meantime.
    .next = See what the page says now, and answer again if it asks.
error-replaced = The session goes on in another tab or window.
    .next = Go on there, or bring it back here.

error-network-unreachable = Remote Help cannot be reached.
    .next = Check your internet connection and try again.
error-peer-failed = The two browsers could not connect to each other.
    .next = It is being tried again. If it does not work, a network or a VPN on one side may be in the way: tell your help desk.
error-capture-denied = Nothing is shared: no screen was chosen.
    .next = Press “Share screen” again and choose what you want to show.
error-capture-blocked = Your computer does not let this browser record the screen.
    .next = On a Mac, open System Settings → Privacy & Security → Screen Recording, switch your browser on and restart it. Then open this page again: your session waits for you.
error-capture-failed = The screen could not be shared.
    .next = Try again, or choose another window or screen.
error-picture-failed = The picture cannot be shown.
    .next = Load the page again. The session goes on.
error-load-failed = A part of this page could not be loaded.
    .next = Check your connection, then load the page again.
error-chat-too-long = This message is too long.
    .next = Shorten it, or send it in two parts. Your text is still there.
error-copy-failed = Copying did not work.
    .next = Select the text and copy it by hand.
error-save-failed = Saving did not work.
    .next = Allow downloads of this page in your browser and try again, or print the page.

## /rh: signing in, the code

sharer-sign-in-title = Sign in to get help
sharer-sign-in-lead = Sign in with your work account. So your helper knows who you are, and you see who your helper is.
sharer-sign-in-code-lead = Sign in with your work account. Then you go straight on to the session that you were invited to.

code-title = Enter your security code
code-lead = Your helper gives you the code. Nothing is shown of your screen before you agree.
code-label = Security code
code-hint = 8 letters and digits. You can also paste the whole link.
code-empty = Enter the code that your helper gave you.
code-too-short = Something is missing: a code has 8 characters.
code-too-long = That is too much: a code has 8 characters.
code-bad-character = There is a character in it that no code has. Check it, please.
join = Go on
joining = Joining the session…
return-title = You are still in a session
return-lead = Your helper waits for you. You can go back without a new code.
return-session = Return to your session
return-with = With:
return-age = Started { $time } ago

## The trust screens

trust-sharer-title = Do you know this person?
trust-sharer-lead = This person offers to help you and would like to see your screen.
trust-sharer-sees = You choose what they see: your whole screen, one window, or one tab.
trust-sharer-cannot = They can only look. They cannot click, type, or open anything.
trust-sharer-stop = You can pause or stop at any time. Nothing is recorded.
trust-helper-title = Is this the person you want to help?
trust-helper-lead = This person has joined with your code. Connect only if you expected them.
trust-helper-check = Compare name and company with whom you are talking to.
trust-helper-view-only = You will see what they choose to share. You cannot control their device.
trust-helper-recorded = Who helped whom, and when, is written down. The picture and the chat are not.
allow = Allow
decline = Decline
confirm = Connect
trust-time-left = Time left to answer:
device-yours = Your device:
device-theirs = Their device:
device-state-compliant = It meets your organisation’s policies.
device-state-not-compliant = It does not meet your organisation’s policies.
device-state-in-grace-period = It does not meet your organisation’s policies yet. There is still time to mend that.
device-state-unknown = Whether it meets your organisation’s policies is not known.
device-state-unenrolled = Your organisation does not know it.
device-proof-claim = The sign-in service says which device it is.
device-proof-proxy = Its certificate was checked.
device-proof-key =
    { $side ->
        [helper] Their browser is enrolled on it.
       *[sharer] Your browser is enrolled on it.
    }
device-proof-presumed =
    { $side ->
        [helper] Presumed, not proved: the session was started for it, and its owner has joined from a system of its kind.
       *[sharer] Presumed: the session was started for it.
    }
device-proof-unknown = How it is known, this page cannot say. Reload it.
device-verdict-compliant = Proved by sign-in: the sign-in service says so.
device-verdict-not-compliant = The sign-in service did not confirm this device when it was asked.
device-verdict-silent = The sign-in service was asked and gave no answer about this device.
device-warning-title = Mind this device
device-warning-not-compliant = It does not meet your organisation’s policies: it may not be safe.
device-warning-unknown = Nobody can say now whether it is safe.
device-warning-unenrolled = Your organisation does not know it: nobody can say whether it is safe.
device-warning-risk = Do not have anybody type administrator credentials on it. Other programs there could record them and use them elsewhere.
device-warning-person = This session was started for somebody else:
device-warning-device = They have not joined from the device that it was started for:
device-warning-changed = The state of their device has changed. Mind what is typed there.
device-continue = I understand the risk, continue
bound-to = This session is for one device only:
bound-owner = It belongs to:
enrol-sign-in-title = Sign in to enrol this device
enrol-sign-in-lead = Sign in with your work account, on the device that the link was made for.
enrol-title = Enrol this browser
enrol-lead = You were given this link for a device of your organisation:
enrol-other-system = This browser runs on another kind of system than that device. Open the link there.
enrol-means = Enrol only if you sit at that device now. Your browser then keeps a key by which Remote Help knows the device whenever you ask for help. The key never leaves this browser.
enrol = Enrol this browser
enrol-done = This browser is enrolled on:
enrol-missing = There is no enrolment link here. Open the link that you were given.
check-title = Your device could not be confirmed
check-refused = Your organisation’s sign-in service did not confirm that this device meets its policies.
check-silent = Your organisation’s sign-in service gave no answer about this device.
check-edge = Microsoft Edge shows your device only while you are signed in to Edge itself with your work account. Open your profile at the top of its window, sign in there, and check again.
check-browser = Some browsers show your device to the sign-in service only with an extension or a setting. Microsoft Edge does while you are signed in to it with your work account.
check-go-on-means = You can go on all the same. You and your helper will see what is known of this device.
check-go-on = Go on
check-again = Check again
renew-title = Is this the device that you enrolled?
renew-lead = Your browser seems to have forgotten it, as some do after a week. Renew it only if you sit at that device now.
renew = Renew
renew-done = This browser is enrolled again.
answered-title = Waiting for the other side
answered-wait-helper = You have agreed. Your helper still has to connect.
answered-wait-sharer = You have agreed. The other person still has to allow it.
cancel-session = End the session

## /rh: sharing

share-title = Share your screen
share-lead = You are connected. Your helper sees nothing yet.
share-cut-off = Sharing has ended from outside this page: the window was closed, or the browser stopped it. Your helper sees nothing any more.
share-how = Your browser asks what to show. “Entire screen” is the best choice for most problems.
share-close = Close what should not be seen: mails, messages, passwords.
share-screen = Share screen
sharing-title = You are sharing your screen
sharing-paused-title = Sharing is paused
sharing-paused-lead = Your helper sees the last picture, frozen, and knows that you paused.
sharing-to = Your helper sees it:
sharing-time = Sharing for
sharing-preview = This is what your helper sees
pause = Pause
resume = Go on
stop-sharing = Stop sharing
tab-sharing = Sharing
tab-paused = Paused

## /rhh: signing in, starting

helper-sign-in-title = Sign in to give help
helper-sign-in-lead = Sign in with your work account. The person you help sees your name, title and company.
helper-home-title = Help somebody
helper-home-lead = Start a session and pass on its code. You see the other screen once its owner has agreed.
helper-cannot-title = You administer
helper-cannot-lead = Your account may administer, but not help: you cannot start sessions.
start-session = Start a session
start-from-device = Find a device
open-sessions = Your open sessions
open-session-waiting = Nobody has joined yet
return-to-session = Return

## /rhh: the code

invite-title = Pass on this code
invite-lead = Code and link are good for one person, once.
invite-left = Good for another
invite-mail = Send by mail
invite-mail-subject = Remote Help: please join my session
invite-mail-body = Please open this link to get help. Sign in with your work account; nothing is installed, and you decide what is shown.
invite-mail-code = If the link does not work, open Remote Help and enter this code:
invite-qr = QR code of the session link
copy-code = Copy code
copy-link = Copy link
new-code = New code
invite-waiting = Waiting for somebody to join…
invite-expired-title = The code has expired
invite-expired-lead = Nobody joined in time. A new code continues the same session.
notify-ask = Tell me when somebody joins
notify-granted = You will be told when somebody joins, in another tab too.
notify-denied = Your browser blocks notifications of this page. Keep an eye on this tab.
notify-title = Somebody has joined your session
notify-body = Open the tab to see who it is.
tab-joined = Somebody joined

## /rhh: viewing

viewing-title = Viewing
viewing-of = Screen of
viewing-none-title = Nothing is shared yet
viewing-none-lead = The other person chooses what to show.
viewing-none-lead-chat = The other person chooses what to show. You can chat with them meanwhile.
viewing-canvas = The shared screen
viewer-zoom = Zoom
viewer-in = Zoom in
viewer-out = Zoom out
viewer-fit = Fit
viewer-fitted = Fit, { $factor }
viewer-actual = Actual size
viewer-full = Full screen
viewer-key = { $tool } ({ $key })
viewer-keys = Plus and minus zoom, 0 shows all of the picture, 1 its actual size; arrow keys move it, F fills the screen, S shows statistics.
stats-title = Statistics
stats-close = Close
stats-frames = Frames/s
stats-frames-told = { $captured } captured, { $sent } sent, { $skipped } skipped
stats-data = Data
stats-round-trip = Round trip
stats-path = Path carries
stats-path-told = at least { $rate }
stats-picture = Captured
stats-picture-told = { $width } × { $height }, { $format ->
    [0] I420
    [1] NV12
    [2] BGRA
   *[other] RGBA
 }
stats-film = Video codec
stats-film-told = { $codec ->
    [0] VP8
    [1] VP9
    [2] H.264
   *[other] AV1
 }
stats-film-none = none
stats-unknown = –
stats-stage = Stage, in ms
stats-median = Median
stats-p95 = 95 %
stats-capture = Capture jitter
stats-queue = Queue
stats-copy = Copy
stats-damage = Damage
stats-encode = Encode
stats-film-encode = Encode video
stats-send = Send
stats-network = Network, both ways
stats-reassemble = Reassemble
stats-decode = Decode
stats-film-decode = Decode video
stats-convert = Convert
stats-draw = Draw
stats-display = Display
state-live = Live
state-unchanged = Unchanged
state-stalled = Stalled
state-paused = Paused
state-none = No picture
state-age = for { $time }
state-stalled-hint = The picture is old: the connection is being restored.
state-paused-hint = The other person has paused. The picture is frozen on purpose.

## The session, on both sides

session-opening = Opening the session…
session-closed-title = The session does not go on here
take-over-here = Go on here
link-retrying = Connection lost. Trying again…
presence-unstable-sharer = The connection of the other person is unstable.
presence-unstable-helper = The connection of your helper is unstable.
presence-lost-sharer = The connection of the other person is lost.
presence-lost-helper = The connection of your helper is lost.
presence-away-sharer = The other person has left the page.
presence-away-helper = Your helper has left the page.
presence-waits = The session waits for another
presence-back-sharer = The other person is back.
presence-back-helper = Your helper is back.
leave = End session
leave-title = End the session?
leave-body = It ends for both of you. To go on later, a new code is needed.
leave-confirm = End session

## Chat

chat-title = Chat
chat-label = Your message
chat-placeholder = Write a message
chat-send = Send
chat-show = Show chat
chat-hide = Hide chat
chat-empty = No messages yet.
chat-waiting = The chat opens as soon as both browsers are connected.
chat-you = You
chat-helper = Helper
chat-sharer = The other person
chat-pending = Not delivered yet
chat-count = { $length } of { $limit } characters
chat-unread =
    { $count ->
        [one] One new message
       *[other] { $count } new messages
    }

## The end

ended-title = The session is over
ended-note = Nothing is shared.
ended-again-helper = Start another session
ended-again-sharer = Enter another code
ended-ended-by-helper =
    { $side ->
        [helper] You ended the session.
       *[sharer] Your helper ended the session.
    }
ended-ended-by-sharer =
    { $side ->
        [helper] The other person ended the session.
       *[sharer] You ended the session.
    }
ended-declined-by-sharer =
    { $side ->
        [helper] The other person declined.
       *[sharer] You declined. Nobody saw your screen.
    }
ended-declined-by-helper =
    { $side ->
        [helper] You declined.
       *[sharer] Your helper declined. Ask for a new code if that was a mistake.
    }
ended-consent-timed-out = Not both of you agreed in time. For another try, a new code is needed.
ended-nobody-joined = Nobody joined in time.
ended-helper-gone =
    { $side ->
        [helper] You were away for too long.
       *[sharer] Your helper was away for too long.
    }
ended-sharer-gone =
    { $side ->
        [helper] The other person was away for too long.
       *[sharer] You were away for too long.
    }
ended-too-long = The session reached its longest duration.
ended-ended-by-administrator = An administrator ended the session.
ended-administrator-says = They say:
ended-not-permitted =
    { $side ->
        [helper] You may not help the person who entered the code. Ask your administrator, or a colleague who may.
       *[sharer] This helper may not help you. Ask your help desk for another helper.
    }
ended-permission-withdrawn =
    { $side ->
        [helper] The permission to help in this session was withdrawn. Ask your administrator.
       *[sharer] Your helper may no longer help in this session. Ask your help desk for another helper.
    }
ended-device-not-enrolled =
    { $side ->
        [helper] The other person’s device is not known to your organisation, which gives help only on devices that it knows. Have it enrolled, or ask them to use another, and start again.
       *[sharer] Your organisation gives help only on devices that it knows, and does not know this one. Use another device, or ask your help desk to enrol this one.
    }
ended-other-than-bound =
    { $side ->
        [helper] Another person or another device has joined than the session was started for. Start again, and pass the link only to whom it is for.
       *[sharer] This session was started for another person or another device. Ask your helper for a session of your own.
    }
ended-unknown = The session was ended.

## The end: the sharer's receipt

receipt-title = Receipt
receipt-lead = This is what there was. Your helper has no part in it: it comes from your organisation’s service.
receipt-save = Save as a file
receipt-saved = The receipt is saved where your browser keeps downloads.
receipt-helper = Who helped you
receipt-sharer = You
receipt-device = Your device
receipt-joined = You joined
receipt-agreed = Both agreed
receipt-agreed-never = You did not both agree.
receipt-ended = The session ended
receipt-why = How it ended
receipt-said = What the administrator said
receipt-lasted = It lasted
receipt-shared = You shared
receipt-shared-nothing = Nothing. Nobody saw your screen.
receipt-shared-for = Shared for, without pauses
receipt-pauses = Pauses
receipt-pauses-none = None
receipt-pauses-some =
    { $count ->
        [one] One, of { $time }
       *[other] { $count }, together { $time }
    }
receipt-chat = Chat
receipt-chat-on = On. What was written is not kept.
receipt-chat-off = Off
receipt-chat-cut = On, until an administrator switched it off during the session. What was written is not kept.
receipt-mode = What your helper could do
receipt-mode-view = Look only. They could not click, type, or open anything.
receipt-session = Number of the session
receipt-fine = What kind of thing you shared is what your browser said. With questions, give the number of the session to your help desk.
surface-monitor = A whole screen
surface-window = A window
surface-browser = A tab of the browser
surface-unknown = Something of which the browser does not say what kind it is

## The helper's note

note-title = Note and ticket
note-lead = For your organisation’s report. The person you help never sees it.
note-text = Note
note-text-hint = What was wrong, and what you did. No passwords.
note-text-wrong = The note is too long, or holds characters that are no text.
note-ticket = Ticket
note-ticket-hint = As your ticket system calls it. Optional.
note-ticket-wrong = The reference is too long, or holds characters that are no text.
note-count = { $length } of { $limit } characters
note-save = Save note
note-saved = Saved.
note-unsaved = Not saved yet.
note-kept = What you have typed is still here. Try again.
note-loading = Looking for your note…

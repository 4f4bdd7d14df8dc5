# Pages of the demonstration's own sign-in service. Names, addresses and codes stay outside of messages.

# Stands on top of every page.
demo-notice = This is a demonstration. The organisation and its people are invented, and no password is needed.

demo-accounts-title = Choose an account · Demonstration
demo-accounts-heading = Who would you like to be?
demo-accounts-lead = Remote Help asks you to sign in. Choose a person to go on as.

demo-group-helpers = Support staff, who may help
demo-group-sharers = Colleagues, who may ask for help
demo-group-outsiders = From another organisation, who will be turned away

demo-decline = Decline to sign in

demo-refused-heading = This sign-in cannot go on
demo-refused-text = The request names an app or an address that is not registered here. Start again from Remote Help.

demo-signed-out-heading = You are signed out
demo-signed-out-text = You can close this tab now.

demo-to-start = Go to Remote Help

# Shown before, or in place of, the app: plain texts without placeables.
unsupported-title = Please use another browser
unsupported-share = This browser cannot share your screen: that needs a computer and an up-to-date browser. Nothing is wrong on your side, and nothing has to be installed.
unsupported-body = Remote Help needs an up-to-date browser. Nothing is wrong on your side.
unsupported-use = Open the same link in one of these browsers, in this version or a newer one:
unsupported-browsers = Chrome 109, Edge 109, Firefox 122 or Safari 16.4
unsupported-noscript = Remote Help needs JavaScript. Please allow it for this page and load the page again.
load-failed-title = Remote Help did not load
load-failed-body = Part of this page did not arrive. Please check your connection and try again.
load-failed-retry = Try again
language = Language
language-name = English

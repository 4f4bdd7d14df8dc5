//! The web app, a library and thin binaries.

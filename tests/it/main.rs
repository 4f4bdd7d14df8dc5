//! Tests of the web app that need no browser.

mod locales;

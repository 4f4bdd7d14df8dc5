//! What runs in a page.

//! Mounts the app of `/rh` and `/rhh`.
fn main() {}

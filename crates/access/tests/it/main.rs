//! The rules of access, as a table and as properties.
mod properties;
mod table;

//! Tests of what is read, from outside: golden documents, whole and broken.

mod golden;

//! Tests of the session: the broker's machine alone, and whole sessions in virtual time.

mod channels;
mod chat;
mod consent;
mod device;
mod life;
mod pages;
mod presence;
mod receipt;
mod rules;
mod schedules;
mod statistics;
mod support;
mod world;

//! The broker from outside: the real program in this process, on a port of its own, spoken to over
//! HTTP and WebSocket.

mod access;
mod conditions;
mod devices;
mod directory;
mod hub;
mod identity;
mod notes;
mod openapi;
mod page;
mod refused;
mod report;
mod running;
mod schema;
mod server;
mod settings;
mod support;
mod tokens;
mod webhooks;

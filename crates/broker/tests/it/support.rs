//! The kit of these tests: a broker in this process, browsers that speak to it, and people who are in a session by them.

mod audit;
mod broker;
mod browser;
mod pair;
mod sign_in;

pub(crate) use broker::{Broker, Plan};
pub(crate) use browser::{Browser, Exchange, Reply};
pub(crate) use pair::{connected, joined};

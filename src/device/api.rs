//! The calls of the broker's HTTP interface that concern this browser's device.

use crate::platform::http;
use rh_protocol::ErrorBody;
use rh_protocol::api::{Challenge, Enrol, EnrolledKey, Enrolment, EnrolmentLink, Renew};

/// Something to sign.
pub(super) async fn challenge() -> Result<Challenge, ErrorBody> {
    http::post_empty("/sharer/device/challenge").await
}

/// What an enrolment link is for.
pub(super) async fn enrolment(link: &EnrolmentLink) -> Result<Enrolment, ErrorBody> {
    http::post("/sharer/device/enrolment", link).await
}

/// Enrols this browser.
pub(super) async fn enrol(enrol: &Enrol) -> Result<EnrolledKey, ErrorBody> {
    http::post("/sharer/device/enrol", enrol).await
}

/// Enrols it again.
pub(super) async fn renew(renew: &Renew) -> Result<EnrolledKey, ErrorBody> {
    http::post("/sharer/device/renew", renew).await
}

//! Whatever is written reads as itself, and is written the same again.

use crate::any;
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::fmt::Debug;

/// Text and back, and by way of a tree, as between a `Value` and a message.
fn round_trip<T>(message: &T) -> Result<(), TestCaseError>
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let text = serde_json::to_string(message).unwrap();
    let again: T = serde_json::from_str(&text).unwrap();
    prop_assert_eq!(&again, message, "{}", &text);
    prop_assert_eq!(serde_json::to_string(&again).unwrap(), &text[..]);

    let tree: Value = serde_json::from_str(&text).unwrap();
    prop_assert_eq!(&serde_json::to_value(message).unwrap(), &tree);
    prop_assert_eq!(&serde_json::from_value::<T>(tree).unwrap(), message);
    Ok(())
}

/// One test for each kind of message.
macro_rules! round_trips {
    ($($name:ident)*) => {
        proptest! {
            #![proptest_config(ProptestConfig::with_cases(10_000))]
            $(
                #[test]
                fn $name(message in any::$name()) {
                    round_trip(&message)?;
                }
            )*
        }
    };
}

round_trips! {
    client_frame
    broker_frame
    helper_control
    sharer_control
    chat_frame

    app_config
    nonce
    sign_in
    me
    signed_out
    redeem
    start
    challenge
    enrolment_link
    enrolment
    enrol
    renew
    enrolled_key
    joined
    open_sessions
    away
    error_envelope

    passcode
    session
    participant_id
    connection
    page
}

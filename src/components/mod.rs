//! What every screen is built of: native elements, styled, each with its words from Fluent.
//!
//! | component | what for |
//! | --- | --- |
//! | [`Frame`] | header, language, account, demo banner, live region; once, around all pages |
//! | [`Card`] | one step of a page, with its heading first |
//! | [`StepHeading`] | the step's `h1`; takes the focus and names the tab |
//! | [`Button`], [`CopyButton`] | what can be pressed |
//! | [`Field`] | one line of text with label, hint and error |
//! | [`ErrorBox`] | an error in words, with a way forward |
//! | [`PersonCard`] | somebody, as the broker vouches for them |
//! | [`Notice`] | the organisation's own words to who needs help |
//! | [`Progress`] | waiting, without a spinner |
//! | [`Dialog`] | a question that must be answered first |
//! | [`Countdown`] | time left |
//! | [`QrCode`] | a text for a phone's camera |
//! | [`Live`] | what is read out, and shown for a moment |
//! | [`Part`] | a page that is not in the first download |
//! | [`Icon`] | small signs beside words |
//! | [`surface_words`] | what kinds of surface are called |

mod button;
mod card;
mod copy_button;
mod countdown;
mod dialog;
mod error_box;
mod field;
mod frame;
mod heading;
mod icon;
mod language;
mod live;
mod notice;
mod part;
mod person_card;
mod progress;
mod qr_code;
mod surface;

pub use button::{Button, ButtonKind};
pub use card::Card;
pub use copy_button::CopyButton;
pub use countdown::Countdown;
pub use dialog::Dialog;
pub use error_box::ErrorBox;
pub use field::Field;
pub use frame::{Frame, NotFound};
pub use heading::StepHeading;
pub use icon::{Icon, Sign};
pub use language::LanguageSwitch;
pub use live::Live;
pub use notice::Notice;
pub use part::{Fetching, MakePage, NotFetched, Part};
pub use person_card::PersonCard;
pub use progress::Progress;
pub use qr_code::QrCode;
pub use surface::surface_words;

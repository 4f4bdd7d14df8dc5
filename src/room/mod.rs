//! What both sides' session pages share: which step it is, how the page opens and closes, who is
//! away, and what is shown at the end.

mod banner;
mod closed;
mod companion;
mod device;
mod ended;
mod leave;
mod page;
mod returning;
mod stage;
mod step;
mod trust;
mod warning;

pub use banner::Banners;
pub use companion::{Companion, Elapsed, OtherName};
pub use device::device_words;
pub use ended::ended_words;
pub use leave::LeaveButton;
pub use page::RoomPage;
pub use returning::ReturnCard;
pub use stage::Stage;
pub use step::Step;
pub use trust::{Answered, TrustStep};

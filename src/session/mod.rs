//! A session as the views see it: a handle with signals to read and things to ask for.
//!
//! Behind it one queue takes all that happens (`shared`). A driver (`driver`) feeds it to the session
//! machine, carries out what that wants (`effects`), passes on what goes over the one peer connection
//! at a time (`call`, `flows`), minds what the sharer captures (`sharing`) and brings the signals up to
//! date (`showing`). The sharer's picture goes out through `sending`, the helper's comes in through
//! `receiving`; `standing` says what it is worth. What all that takes is measured while a helper looks at it
//! (`measuring`), and told as `statistics`.

pub mod api;
mod call;
mod driver;
mod effects;
mod flows;
mod measuring;
mod picture;
mod receiving;
mod sending;
mod shared;
mod sharing;
mod showing;
mod signals;
mod standing;
mod statistics;

pub use picture::{Picture, PictureLabel};
pub use rh_screen::times::Stage;
pub use rh_session::peer::{Link, PeerState};
pub use signals::ChatEntry;
pub use statistics::Statistics;

use crate::platform::canvas::Canvas;
use crate::platform::capture::{Change, Stream};
use crate::platform::certificate::Certificate;
use crate::platform::{capture, clock, document, random, spawn};
use driver::Driver;
use leptos::prelude::*;
use rh_protocol::socket::ShareState;
use rh_protocol::view::{DeviceState, SessionView};
use rh_protocol::{ErrorBody, ErrorCode, PageId, Role, SessionId};
use rh_session::Timing;
use rh_session::peer::{Ask, Config, Input};
use shared::{Event, Post, Shared};
use signals::Signals;
use std::cell::Cell;
use std::rc::Rc;

thread_local! {
    /// Number of the newest capture of this page.
    static CAPTURES: Cell<u32> = const { Cell::new(0) };
}

/// One session, for as long as the view that opened it is there.
#[derive(Clone, Copy)]
pub struct SessionHandle {
    signals: Signals,
    shared: StoredValue<Rc<Shared>, LocalStorage>,
}

impl SessionHandle {
    /// Connects to a session that the person is in. Closes when the present owner is cleaned up.
    #[must_use]
    pub fn open(role: Role, session: SessionId) -> Self {
        let signals = Signals::new();
        let shared = Rc::new(Shared::default());
        let post = Post::to(&shared);
        let weak = Rc::downgrade(&shared);
        spawn(async move {
            let certificate = Certificate::of_page().await.ok();
            if let Some(shared) = weak.upgrade() {
                let config = Config {
                    role,
                    // A new one each time: what was agreed with the one before does not count.
                    page: PageId::from_bits(random::bits128()),
                    build: document::build(),
                    fingerprint: certificate.as_ref().map(|c| c.fingerprint().to_owned()),
                    seed: random::bits64(),
                    timing: Timing::DEFAULT,
                };
                shared.install(Driver::new(session, config, certificate, signals, post));
            }
        });
        Self {
            signals,
            shared: StoredValue::new_local(shared),
        }
    }

    /// The session as the broker last told it.
    #[must_use]
    pub fn view(self) -> Signal<Option<SessionView>> {
        self.signals.view.into()
    }

    /// How this page stands with the broker.
    #[must_use]
    pub fn link(self) -> Signal<Link> {
        self.signals.link.into()
    }

    /// How this page stands with the other page.
    #[must_use]
    pub fn peer(self) -> Signal<PeerState> {
        self.signals.peer.into()
    }

    /// Time since the newest view arrived, in milliseconds, moving once a second: to be taken off
    /// the remaining times in it.
    #[must_use]
    pub fn elapsed_ms(self) -> Signal<u64> {
        self.signals.elapsed_ms.into()
    }

    /// The picture: for a helper what is seen, for a sharer what is shared.
    #[must_use]
    pub fn picture(self) -> Signal<Picture> {
        self.signals.picture.into()
    }

    /// Sharer: the capture, for a preview in a `<video>`.
    #[must_use]
    pub fn preview(self) -> Signal<Option<Stream>, LocalStorage> {
        self.signals.preview.into()
    }

    /// Sharer: whether the last capture was ended by the system or the browser, and not here.
    #[must_use]
    pub fn cut_off(self) -> Signal<bool> {
        self.signals.cut_off.into()
    }

    /// The chat, in order.
    #[must_use]
    pub fn chat(self) -> Signal<Vec<ChatEntry>> {
        self.signals.chat.into()
    }

    /// Whether chat messages reach the other side now; others wait.
    #[must_use]
    pub fn chat_open(self) -> Signal<bool> {
        self.signals.chat_open.into()
    }

    /// The last thing that went wrong; set it to nothing when the person has seen it.
    #[must_use]
    pub fn error(self) -> RwSignal<Option<ErrorBody>> {
        self.signals.error
    }

    /// Answers the trust screen. Helper: `device` is the state of the sharer's device, where it warns, with which they go on.
    pub fn consent(self, allow: bool, device: Option<DeviceState>) {
        self.ask(Ask::Consent { allow, device });
    }

    /// Helper: asks for another code.
    pub fn new_code(self) {
        self.ask(Ask::NewCode);
    }

    /// Ends the session for both.
    pub fn end(self) {
        self.ask(Ask::End);
    }

    /// Takes the session back to this page, after another had taken it over.
    pub fn take_back(self) {
        self.post(Event::Machine(Input::Start));
    }

    /// Sharer: opens the browser's picker. Call it in the click, before anything is awaited. While
    /// something is shared already, the new choice takes its place.
    pub fn share(self) {
        let asked = match capture::ask() {
            Ok(asked) => asked,
            Err(code) => return self.signals.fail(code),
        };
        let Some(post) = self.shared.try_with_value(Post::to) else {
            return;
        };
        let (signals, number) = (self.signals, CAPTURES.get().wrapping_add(1));
        CAPTURES.set(number);
        let told = post.clone();
        spawn(async move {
            let told = move |change| {
                told.send(match change {
                    Change::Ended => Event::CaptureEnded { number },
                    Change::Muted(muted) => Event::CaptureMuted { number, muted },
                });
            };
            match asked.choice(told).await {
                Ok(capture) => post.send(Event::Captured { number, capture }),
                Err(code) => signals.fail(code),
            }
        });
    }

    /// Sharer: freezes what the helper sees.
    pub fn pause(self) {
        self.post(Event::Share(ShareState::Paused));
    }

    /// Sharer: goes on after a pause.
    pub fn resume(self) {
        self.post(Event::Share(ShareState::Live));
    }

    /// Sharer: stops sharing; the session goes on.
    pub fn stop_sharing(self) {
        self.post(Event::Share(ShareState::Stopped));
    }

    /// Writes a chat message. It waits where the other side cannot be reached now.
    ///
    /// # Errors
    /// [`ErrorCode::ChatTooLong`], [`ErrorCode::BadRequest`] for an empty one, and
    /// [`ErrorCode::NotAllowed`] where chat is off or before both have consented.
    pub fn send_chat(self, text: String) -> Result<(), ErrorCode> {
        let shared = self.shared.try_get_value().ok_or(ErrorCode::NotAllowed)?;
        let written = shared.ask(|driver| {
            let written = driver.peer.write_chat(clock::wall_ms(), text);
            driver.settle();
            written
        });
        written.unwrap_or(Err(ErrorCode::NotAllowed)).map(|_| ())
    }

    /// Helper: draws the picture on this canvas from now on.
    pub fn attach_screen(self, canvas: Canvas) {
        self.post(Event::Canvas(canvas));
    }

    /// Helper: what the picture costs, while that is measured.
    #[must_use]
    pub fn statistics(self) -> Signal<Option<Statistics>> {
        self.signals.statistics.into()
    }

    /// Helper: measures what the picture costs from now on, on both sides, or no longer.
    pub fn measure(self, on: bool) {
        self.post(Event::Measure(on));
    }

    /// Helper: they look at this pixel of the picture, as their pointer tells.
    pub fn focus(self, x: u16, y: u16) {
        self.post(Event::Focus { x, y });
    }

    fn ask(self, ask: Ask) {
        self.post(Event::Machine(Input::Ask(ask)));
    }

    fn post(self, event: Event) {
        // The driver may run what follows at once: nothing is borrowed meanwhile.
        if let Some(shared) = self.shared.try_get_value() {
            shared.post(event);
        }
    }
}

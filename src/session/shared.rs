//! One queue for all that happens to a session, so that nothing is handled in the middle of
//! something else: browsers call back whenever they like.

use super::driver::Driver;
use crate::platform::canvas::Canvas;
use crate::platform::capture::Capture;
use crate::platform::channel::ChannelEvent;
use crate::platform::frames::Frame;
use crate::platform::page::PageEvent;
use crate::platform::screen_worker::Said;
use rh_protocol::socket::ShareState;
use rh_session::peer::{Channel, Input};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

/// Something that happened.
pub(super) enum Event {
    /// For the session machine as it is.
    Machine(Input),
    /// The clock ticked.
    Tick,
    /// The clock cannot be started.
    NoClock,
    /// The page's life changed.
    Page(PageEvent),
    /// On a data channel of this peer connection.
    Channel {
        attempt: u32,
        channel: Channel,
        event: ChannelEvent,
    },
    /// From the worker of this number.
    Worker { worker: u32, said: Said },
    /// A captured frame for the worker of this number, or none if there was none to be had.
    Frame { worker: u32, frame: Option<Frame> },
    /// The person has chosen what to share; `number` names the capture from now on.
    Captured { number: u32, capture: Capture },
    /// The person or the system ended this capture.
    CaptureEnded { number: u32 },
    /// The browser has no picture of this capture for now, or has one again.
    CaptureMuted { number: u32, muted: bool },
    /// The person wants to pause, go on or stop.
    Share(ShareState),
    /// There is a canvas for the picture.
    Canvas(Canvas),
    /// The helper wants to know what the picture costs, or no longer.
    Measure(bool),
    /// The helper looks at this pixel of the picture.
    Focus { x: u16, y: u16 },
    /// The animation frame after what was drawn at this time.
    Displayed { drawn: f64 },
}

/// The queue, and the driver that works it off once it is there.
#[derive(Default)]
pub(super) struct Shared {
    driver: RefCell<Option<Driver>>,
    queue: RefCell<VecDeque<Event>>,
}

impl Shared {
    /// Puts the driver in charge of what has happened so far.
    pub(super) fn install(&self, driver: Driver) {
        if let Ok(mut place) = self.driver.try_borrow_mut() {
            *place = Some(driver);
        }
        self.drain();
    }

    /// Tells the driver, now or when it has finished what it is doing.
    pub(super) fn post(&self, event: Event) {
        self.queue.borrow_mut().push_back(event);
        self.drain();
    }

    /// Asks the driver something at once; nothing if it is not there yet.
    pub(super) fn ask<T>(&self, question: impl FnOnce(&mut Driver) -> T) -> Option<T> {
        let answer = self.driver.try_borrow_mut().ok()?.as_mut().map(question);
        self.drain();
        answer
    }

    fn drain(&self) {
        // Whoever holds the driver drains: what is posted meanwhile is found by their loop.
        let Ok(mut driver) = self.driver.try_borrow_mut() else {
            return;
        };
        let Some(driver) = driver.as_mut() else {
            return;
        };
        loop {
            let next = self.queue.borrow_mut().pop_front();
            let Some(event) = next else { return };
            driver.handle(event);
        }
    }
}

/// Where callbacks post to. Does not keep the session alive.
#[derive(Clone)]
pub(super) struct Post(Weak<Shared>);

impl Post {
    pub(super) fn to(shared: &Rc<Shared>) -> Self {
        Self(Rc::downgrade(shared))
    }

    /// Posts an event; what happens after the session's view is gone is dropped.
    pub(super) fn send(&self, event: Event) {
        if let Some(shared) = self.0.upgrade() {
            shared.post(event);
        }
    }

    /// Posts an input of the session machine.
    pub(super) fn input(&self, input: Input) {
        self.send(Event::Machine(input));
    }
}

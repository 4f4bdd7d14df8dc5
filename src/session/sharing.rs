//! What the sharer's page captures, from the picker's choice to its end.

use super::driver::Driver;
use super::sending::Sending;
use crate::platform::capture::Capture;
use crate::platform::frames::Frame;
use leptos::prelude::Set;
use rh_protocol::ErrorCode;
use rh_protocol::peer::SharerControl;
use rh_protocol::socket::ShareState;
use rh_session::peer::Ask;
use rh_session::wire::Control;

impl Driver {
    /// The person has chosen what to share; what was shared before gives way to it.
    pub(super) fn captured(&mut self, number: u32, capture: Capture) {
        let Ok(sending) = Sending::start(number, capture, self.post.clone()) else {
            self.signals.fail(ErrorCode::CaptureFailed);
            return;
        };
        sending.encoder().codecs(self.codecs);
        self.signals.preview.try_set(Some(sending.stream()));
        self.sending = Some(sending);
        self.signals.error.try_set(None);
        self.signals.cut_off.try_set(false);
        self.tell_share(ShareState::Live);
        self.heed_share();
        self.show_picture();
    }

    pub(super) fn capture_ended(&mut self, number: u32) {
        if self.is_sending(number) {
            self.cut_off();
        }
    }

    pub(super) fn capture_muted(&self, number: u32, muted: bool) {
        if let Some(sending) = self.sending.as_ref().filter(|s| s.number() == number) {
            sending.encoder().set_muted(muted);
        }
    }

    /// The capture was ended from outside: the person is to know that it was not them.
    pub(super) fn cut_off(&mut self) {
        self.signals.cut_off.try_set(true);
        self.stop_sharing();
    }

    /// Tells what is shared, and what kind of surface that is.
    fn tell_share(&mut self, state: ShareState) {
        let surface = self.sending.as_ref().map(Sending::surface);
        let surface = surface.unwrap_or_default();
        self.ask(Ask::Share { state, surface });
    }

    /// Sharing ends, and everybody is told.
    pub(super) fn stop_sharing(&mut self) {
        self.drop_capture();
        self.tell_share(ShareState::Stopped);
    }

    /// Ends the capture; the other side is told at once, not only by the broker.
    pub(super) fn drop_capture(&mut self) {
        if self.sending.take().is_some() {
            self.send_control(&Control::Sharer(SharerControl::Stopped));
            self.signals.preview.try_set(None);
            self.show_picture();
        }
    }

    /// A frame for the encoder; one that comes too late is let go.
    pub(super) fn frame(&mut self, worker: u32, frame: Option<Frame>) {
        let sending = self.sending.as_ref().filter(|s| s.number() == worker);
        if let (Some(sending), Some(frame)) = (sending, frame) {
            sending.give_frame(frame);
        }
    }

    /// The sharer wants to pause, go on or stop.
    pub(super) fn share(&mut self, state: ShareState) {
        match (&mut self.sending, state) {
            (Some(sending), ShareState::Live | ShareState::Paused) => {
                sending.set_paused(state == ShareState::Paused);
                self.tell_share(state);
                self.heed_share();
                self.show_picture();
            }
            (Some(_), ShareState::Stopped) => {
                self.drop_capture();
                self.tell_share(state);
            }
            (None, _) => {}
        }
    }

    /// Does with the capture what the machine has made of the person's wish: consent may have ended
    /// meanwhile.
    pub(super) fn heed_share(&mut self) {
        let paused = match self.peer.share() {
            ShareState::Live => false,
            ShareState::Paused => true,
            ShareState::Stopped => return self.drop_capture(),
        };
        if let Some(sending) = self.sending.as_mut().filter(|s| s.is_paused() != paused) {
            sending.set_paused(paused);
        }
    }

    pub(super) fn is_sending(&self, number: u32) -> bool {
        self.sending.as_ref().is_some_and(|s| s.number() == number)
    }
}

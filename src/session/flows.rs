//! What goes over the data channels, and what the picture's workers say.

use super::driver::Driver;
use crate::platform::canvas::Canvas;
use crate::platform::channel::ChannelEvent;
use crate::platform::clock;
use crate::platform::screen_worker::Said;
use rh_protocol::peer::{HelperControl, SharerControl};
use rh_protocol::{ErrorCode, Role};
use rh_screen::{FrameId, Heartbeat};
use rh_session::peer::{Channel, Input};
use rh_session::wire::{self, Control};

impl Driver {
    pub(super) fn channel(&mut self, attempt: u32, channel: Channel, event: ChannelEvent) {
        if self.peer.attempt() != Some(attempt) {
            return;
        }
        match (event, channel) {
            (ChannelEvent::Open, _) => {
                self.input(Input::ChannelOpened { attempt, channel });
                if channel == Channel::Screen {
                    self.screen_opened();
                }
                self.ask_for_picture();
            }
            (ChannelEvent::Closed, _) => self.input(Input::ChannelClosed { attempt, channel }),
            (ChannelEvent::Text(text), Channel::Chat) => {
                self.input(Input::ChatText { attempt, text });
            }
            (ChannelEvent::Text(text), Channel::Control) => {
                // What the other role may not say is dropped.
                if let Ok(message) = self.peer.receive_control(attempt, &text) {
                    self.control(message);
                }
            }
            (ChannelEvent::Binary(packet), Channel::Screen) if self.role == Role::Helper => {
                self.receiving.packet(&packet);
            }
            (ChannelEvent::Drained, Channel::Screen) => {
                if let Some(sending) = &mut self.sending {
                    sending.pump(self.call.as_ref());
                }
            }
            _ => {}
        }
    }

    /// Both sides begin anew with each `screen` channel.
    fn screen_opened(&mut self) {
        match self.role {
            Role::Sharer => {
                if let Some(sending) = &mut self.sending {
                    sending.channel_opened();
                }
            }
            Role::Helper => {
                if let Err(code) = self.receiving.channel_opened() {
                    self.signals.fail(code);
                }
            }
        }
    }

    /// A decoder begins with a keyframe: asked for when there is a way to ask and one to answer.
    fn ask_for_picture(&self) {
        let ready = |channel| {
            let call = self.call.as_ref();
            call.is_some_and(|call| call.ready(channel).is_some())
        };
        if self.role == Role::Helper && ready(Channel::Screen) && ready(Channel::Control) {
            self.send_control(&Control::Helper(HelperControl::Keyframe));
            self.send_codecs();
            self.measure_again();
        }
    }

    /// Tells which films can be shown here, once that is known.
    fn send_codecs(&self) {
        if let Some(codecs) = self.receiving.codecs() {
            self.send_control(&Control::Helper(HelperControl::Codecs { codecs }));
        }
    }

    /// Helper: tells where they look, if that has changed since the last tick.
    pub(super) fn tell_focus(&mut self) {
        if let Some((x, y)) = self.focus.take() {
            self.send_control(&Control::Helper(HelperControl::Focus { x, y }));
        }
    }

    fn control(&mut self, message: Control) {
        match message {
            Control::Helper(HelperControl::Codecs { codecs }) => {
                self.codecs = codecs;
                if let Some(sending) = &self.sending {
                    sending.encoder().codecs(codecs);
                }
            }
            Control::Helper(message) => {
                let Some(sending) = &mut self.sending else {
                    return;
                };
                match message {
                    HelperControl::Ack { frame, delay_us } => sending.acked(frame, delay_us),
                    HelperControl::Keyframe => sending.encoder().keyframe(),
                    HelperControl::Focus { x, y } => sending.encoder().focus(x, y),
                    // Taken above; heeded by the machine; of a newer build.
                    HelperControl::Codecs { .. }
                    | HelperControl::Measure { .. }
                    | HelperControl::Unknown => {}
                }
            }
            Control::Sharer(SharerControl::Heartbeat {
                frame,
                captured_ago_ms,
                paused_ago_ms,
            }) => {
                let heartbeat = Heartbeat {
                    frame: Some(FrameId(frame)),
                    captured_ago: captured_ago_ms,
                    paused: paused_ago_ms,
                };
                if self.receiving.heartbeat(clock::now_ms(), heartbeat) {
                    self.send_control(&Control::Helper(HelperControl::Keyframe));
                }
                self.show_picture();
            }
            Control::Sharer(SharerControl::Stopped) => {
                self.receiving.clear();
                self.show_picture();
            }
            Control::Sharer(SharerControl::Stats { stats }) => {
                self.show_statistics(|times| times.told(stats));
            }
            Control::Sharer(SharerControl::Unknown) => {}
        }
    }

    /// Sends a control message, if there is a channel: what it says is said again, or not needed.
    pub(super) fn send_control(&self, message: &Control) {
        if let Some(channel) = self
            .call
            .as_ref()
            .and_then(|call| call.ready(Channel::Control))
            && let Ok(text) = wire::control_text(self.role, message)
        {
            let _ = channel.send_text(&text);
        }
    }

    /// Sends what was written, as long as the channel takes it.
    pub(super) fn pump_chat(&mut self) {
        let Some(channel) = self
            .call
            .as_ref()
            .and_then(|call| call.ready(Channel::Chat))
        else {
            return;
        };
        while let Some(text) = self.peer.next_chat_text() {
            // A channel that fails closes, and the thread sends again on the next.
            if channel.send_text(&text).is_err() {
                return;
            }
        }
    }

    pub(super) fn worker(&mut self, worker: u32, said: Said) {
        match self.role {
            Role::Sharer if self.is_sending(worker) => self.encoder_said(said),
            Role::Helper if self.receiving.is_present(worker) => self.decoder_said(said),
            _ => {}
        }
    }

    fn encoder_said(&mut self, said: Said) {
        let Some(sending) = &mut self.sending else {
            return;
        };
        match said {
            Said::Packet(packet, posted) => sending.send(packet, posted, self.call.as_ref()),
            Said::EncoderStats(stats) => self.tell_stats(stats),
            Said::Heartbeat {
                frame: Some(frame),
                captured_ago_ms,
                paused_ago_ms,
            } => self.send_control(&Control::Sharer(SharerControl::Heartbeat {
                frame,
                captured_ago_ms,
                paused_ago_ms,
            })),
            Said::WantFrame => sending.fetch_frame(self.post.clone()),
            Said::Reading => sending.stop_fetching(),
            // The track's own end says the same, where it is said.
            Said::Ended => self.cut_off(),
            Said::Failed => {
                self.signals.fail(ErrorCode::PictureFailed);
                self.stop_sharing();
            }
            _ => {}
        }
    }

    fn decoder_said(&mut self, said: Said) {
        match said {
            Said::Draw(draw) => {
                if let Err(code) = self.receiving.draw(draw) {
                    self.signals.fail(code);
                }
            }
            Said::Ack { frame } if self.receiving.complete(clock::now_ms(), frame) => {
                let delay_us = self.receiving.times().and_then(|times| times.delay(frame));
                let ack = HelperControl::Ack { frame, delay_us };
                self.send_control(&Control::Helper(ack));
                self.show_picture();
            }
            Said::DecoderStats(stats) => self.show_statistics(|times| times.measured(stats)),
            Said::Codecs(codecs) => {
                self.receiving.decodes(codecs);
                self.send_codecs();
            }
            Said::NeedKeyframe => {
                self.send_control(&Control::Helper(HelperControl::Keyframe));
            }
            Said::Failed => {
                self.receiving.failed();
                self.signals.fail(ErrorCode::PictureFailed);
            }
            _ => {}
        }
    }

    pub(super) fn canvas(&mut self, canvas: Canvas) {
        if let Err(code) = self.receiving.attach(canvas) {
            self.signals.fail(code);
        }
    }
}

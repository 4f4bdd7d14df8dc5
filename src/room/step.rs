//! Which step of a session a page is at: a pure reading of the broker's view.

use rh_protocol::view::{EndReason, PhaseView, SessionView};

/// A step: each has a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing is known yet.
    Opening,
    /// The helper hands out the code.
    Code,
    /// The trust screen.
    Trust,
    /// This side has consented; the other has not yet.
    Answered,
    /// Both consented: chat, and the screen when it is shared.
    Live,
    /// Over.
    Ended(EndReason),
    /// The broker speaks of a phase that this page does not know: it is too old.
    Outdated,
}

impl Step {
    /// The step that a view stands for.
    #[must_use]
    pub fn of(view: Option<&SessionView>) -> Self {
        let Some(view) = view else {
            return Self::Opening;
        };
        match view.phase {
            PhaseView::Created { .. } => Self::Code,
            PhaseView::Joined { .. } if view.me().is_some_and(|me| me.consented) => Self::Answered,
            PhaseView::Joined { .. } => Self::Trust,
            PhaseView::Connected | PhaseView::Sharing | PhaseView::Paused => Self::Live,
            PhaseView::Ended { reason } => Self::Ended(reason),
            PhaseView::Unknown => Self::Outdated,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rh_protocol::view::{ParticipantView, Person, Presence, Surface};
    use rh_protocol::{ParticipantId, Role, SessionId};

    fn view(phase: PhaseView, consented: bool) -> SessionView {
        let you = ParticipantId::from_bits(1);
        let me = serde_json::json!({
            "id": you, "role": Role::Sharer, "presence": Presence::Here,
            "consented": consented, "person": Person::default(),
        });
        let me: ParticipantView = serde_json::from_value(me).unwrap();
        SessionView {
            session: SessionId::from_bits(2),
            revision: 1,
            you,
            phase,
            participants: vec![me],
            chat: true,
            note: None,
            bound: None,
            surface: Surface::Unknown,
            receipt: None,
        }
    }

    #[test]
    fn every_phase_has_its_step() {
        let joined = || PhaseView::Joined {
            round: 1,
            remaining_ms: 1,
        };
        let ended = || PhaseView::Ended {
            reason: EndReason::TooLong,
        };
        for (phase, consented, step) in [
            (PhaseView::Created { code: None }, false, Step::Code),
            (joined(), false, Step::Trust),
            (joined(), true, Step::Answered),
            (PhaseView::Connected, true, Step::Live),
            (PhaseView::Sharing, true, Step::Live),
            (PhaseView::Paused, true, Step::Live),
            (ended(), true, Step::Ended(EndReason::TooLong)),
            (PhaseView::Unknown, true, Step::Outdated),
        ] {
            assert_eq!(Step::of(Some(&view(phase, consented))), step);
        }
        assert_eq!(Step::of(None), Step::Opening);
    }
}

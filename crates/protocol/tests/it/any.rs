//! Any value of every message: what the properties are held against.

use proptest::{collection::vec, option, prelude::*, sample::select};
use rh_protocol::{
    ConnectionId, ErrorBody, ErrorCode, PageId, ParticipantId, Passcode, Redacted, Role, SessionId,
    api::{
        AppConfig, Away, Challenge, Enrol, EnrolledKey, Enrolment, EnrolmentLink, Joined, Me,
        Nonce, OpenSession, OpenSessions, ProviderConfig, Redeem, Renew, RenewableDevice, SignIn,
        Signed, SignedOut, Start,
    },
    error::ErrorEnvelope,
    peer::{ChatFrame, ChatId, ChatMessage, HelperControl, SharerControl},
    sign_in::Ask,
    signal::{IceServer, Signal, Signalled},
    socket::{
        BrokerEvent, BrokerFrame, ClientEvent, ClientFrame, Hello, Request, ShareState, Welcome,
    },
    stats::{SharerStages, SharerStats, StageTimes},
    view::{
        BoundView, CodeView, DeviceProof, DeviceState, DeviceVerdict, DeviceView, EndReason,
        ParticipantView, Person, PhaseView, Presence, Receipt, SessionView, Surface,
    },
};

/// Short texts, with all that JSON writes in a way of its own.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let awkward = select(vec!['"', '\\', '\0', '\n', '/', 'é', '\u{2028}', '👩', 'م']);
    let character = prop_oneof![2 => prop::char::range(' ', '~'), 1 => awkward, 1 => any::<char>()];
    vec(character, 0..8).prop_map(String::from_iter)
}

fn secret() -> impl Strategy<Value = Redacted<String>> {
    text().prop_map(Redacted::new)
}

pub(crate) fn connection() -> impl Strategy<Value = ConnectionId> {
    any::<u128>().prop_map(ConnectionId::from_bits)
}

pub(crate) fn page() -> impl Strategy<Value = PageId> {
    any::<u128>().prop_map(PageId::from_bits)
}

pub(crate) fn participant_id() -> impl Strategy<Value = ParticipantId> {
    any::<u128>().prop_map(ParticipantId::from_bits)
}

pub(crate) fn session() -> impl Strategy<Value = SessionId> {
    any::<u128>().prop_map(SessionId::from_bits)
}

pub(crate) fn passcode() -> impl Strategy<Value = Passcode> {
    any::<u64>().prop_map(Passcode::from_bits)
}

fn role() -> impl Strategy<Value = Role> {
    select(vec![Role::Helper, Role::Sharer])
}

fn surface() -> impl Strategy<Value = Surface> {
    select(&Surface::ALL[..])
}

fn receipt() -> impl Strategy<Value = Receipt> {
    (
        (any::<u64>(), option::of(any::<u64>()), any::<u64>()),
        vec(surface(), 0..4),
        any::<(u64, u32, u64, bool)>(),
    )
        .prop_map(
            |(
                (joined_ms, agreed_ms, ended_ms),
                surfaces,
                (shared_ms, pauses, paused_ms, chat_cut),
            )| {
                Receipt {
                    joined_ms,
                    agreed_ms,
                    ended_ms,
                    surfaces,
                    shared_ms,
                    pauses,
                    paused_ms,
                    chat_cut,
                }
            },
        )
}

fn share() -> impl Strategy<Value = ShareState> {
    select(vec![
        ShareState::Stopped,
        ShareState::Live,
        ShareState::Paused,
    ])
}

pub(crate) fn client_frame() -> impl Strategy<Value = ClientFrame> {
    let event = select(vec![ClientEvent::Heartbeat, ClientEvent::Unknown]);
    prop_oneof![
        2 => hello().prop_map(ClientFrame::Hello),
        6 => (any::<u32>(), request()).prop_map(|(id, request)| ClientFrame::Request { id, request }),
        1 => event.prop_map(|event| ClientFrame::Event { event }),
        1 => Just(ClientFrame::Unknown),
    ]
}

fn hello() -> impl Strategy<Value = Hello> {
    (
        text(),
        any::<(u16, u16)>(),
        option::of(text()),
        option::of(page()),
        option::of(share()),
        surface(),
    )
        .prop_map(
            |(build, (min, max), fingerprint, page, share, surface)| Hello {
                build,
                min,
                max,
                fingerprint,
                page,
                share,
                surface,
            },
        )
}

fn request() -> impl Strategy<Value = Request> {
    prop_oneof![
        (any::<(u32, bool)>(), option::of(device_state())).prop_map(|((round, allow), device)| {
            Request::Consent {
                round,
                allow,
                device,
            }
        }),
        Just(Request::NewCode),
        (connection(), signal()).prop_map(|(to, signal)| Request::Signal { to, signal }),
        (share(), surface()).prop_map(|(state, surface)| Request::Share { state, surface }),
        Just(Request::End),
        Just(Request::Unknown),
    ]
}

pub(crate) fn signal() -> impl Strategy<Value = Signal> {
    let path = (text(), option::of(text()), option::of(any::<u16>()));
    prop_oneof![
        (any::<u32>(), text()).prop_map(|(attempt, sdp)| Signal::Offer { attempt, sdp }),
        (any::<u32>(), text()).prop_map(|(attempt, sdp)| Signal::Answer { attempt, sdp }),
        (any::<u32>(), path).prop_map(|(attempt, (candidate, mid, index))| Signal::Candidate {
            attempt,
            candidate,
            mid,
            index,
        }),
        any::<u32>().prop_map(|attempt| Signal::Restart { attempt }),
        Just(Signal::Unknown),
    ]
}

pub(crate) fn broker_frame() -> impl Strategy<Value = BrokerFrame> {
    prop_oneof![
        welcome().prop_map(BrokerFrame::Welcome),
        error().prop_map(|error| BrokerFrame::Refused { error }),
        (any::<u32>(), option::of(error()))
            .prop_map(|(id, error)| BrokerFrame::Response { id, error }),
        broker_event().prop_map(|event| BrokerFrame::Event { event }),
        Just(BrokerFrame::Unknown),
    ]
}

fn welcome() -> impl Strategy<Value = Welcome> {
    (text(), any::<u16>(), connection(), ice_servers(), view()).prop_map(
        |(build, version, connection, ice_servers, view)| Welcome {
            build,
            version,
            connection,
            ice_servers,
            view,
        },
    )
}

pub(crate) fn broker_event() -> impl Strategy<Value = BrokerEvent> {
    prop_oneof![
        view().prop_map(|view| BrokerEvent::View { view }),
        (connection(), signal())
            .prop_map(|(from, signal)| BrokerEvent::Signal(Signalled { from, signal })),
        ice_servers().prop_map(|ice_servers| BrokerEvent::IceServers { ice_servers }),
        Just(BrokerEvent::Heartbeat),
        any::<u64>().prop_map(|retry_after_ms| BrokerEvent::Restarting { retry_after_ms }),
        Just(BrokerEvent::Unknown),
    ]
}

fn ice_servers() -> impl Strategy<Value = Vec<IceServer>> {
    let server = (vec(text(), 0..3), option::of(text()), option::of(secret()));
    let server = server.prop_map(|(urls, username, credential)| IceServer {
        urls,
        username,
        credential,
    });
    vec(server, 0..3)
}

fn error() -> impl Strategy<Value = ErrorBody> {
    (
        select(ErrorCode::ALL),
        option::of(any::<u8>()),
        option::of(any::<u64>()),
        option::of("[a-z_]{1,16}"),
        option::of(ask().prop_map(Box::new)),
    )
        .prop_map(|(code, tries_left, retry_after_ms, field, ask)| ErrorBody {
            code,
            tries_left,
            retry_after_ms,
            field,
            ask,
        })
}

fn ask() -> impl Strategy<Value = Ask> {
    (
        option::of(text()),
        option::of(text()),
        option::of(any::<u64>()),
    )
        .prop_map(|(claims, acr_values, max_age)| Ask {
            claims,
            acr_values,
            max_age,
        })
}

fn view() -> impl Strategy<Value = SessionView> {
    (
        session(),
        any::<u64>(),
        participant_id(),
        phase(),
        vec(participant(), 0..3),
        (any::<bool>(), option::of(secret()), option::of(bound())),
        (surface(), option::of(receipt())),
    )
        .prop_map(
            |(
                session,
                revision,
                you,
                phase,
                participants,
                (chat, note, bound),
                (surface, receipt),
            )| SessionView {
                session,
                revision,
                you,
                phase,
                participants,
                chat,
                note,
                bound,
                surface,
                receipt,
            },
        )
}

pub(crate) fn phase() -> impl Strategy<Value = PhaseView> {
    let code = (passcode(), any::<u64>());
    let code = code.prop_map(|(code, remaining_ms)| CodeView { code, remaining_ms });
    prop_oneof![
        option::of(code).prop_map(|code| PhaseView::Created { code }),
        any::<(u32, u64)>().prop_map(|(round, remaining_ms)| PhaseView::Joined {
            round,
            remaining_ms,
        }),
        Just(PhaseView::Connected),
        Just(PhaseView::Sharing),
        Just(PhaseView::Paused),
        end_reason().prop_map(|reason| PhaseView::Ended { reason }),
        Just(PhaseView::Unknown),
    ]
}

fn end_reason() -> impl Strategy<Value = EndReason> {
    select(vec![
        EndReason::EndedByHelper,
        EndReason::EndedBySharer,
        EndReason::DeclinedBySharer,
        EndReason::DeclinedByHelper,
        EndReason::ConsentTimedOut,
        EndReason::NobodyJoined,
        EndReason::HelperGone,
        EndReason::SharerGone,
        EndReason::TooLong,
        EndReason::EndedByAdministrator,
        EndReason::NotPermitted,
        EndReason::PermissionWithdrawn,
        EndReason::DeviceNotEnrolled,
        EndReason::OtherThanBound,
        EndReason::Unknown,
    ])
}

fn participant() -> impl Strategy<Value = ParticipantView> {
    let presence = select(vec![
        Presence::Here,
        Presence::Unstable,
        Presence::Lost,
        Presence::Away,
    ]);
    (
        (participant_id(), role(), presence),
        option::of(connection()),
        option::of(page()),
        any::<(bool, Option<u64>)>(),
        option::of(text()),
        (person(), option::of(device())),
    )
        .prop_map(
            |(
                (id, role, presence),
                connection,
                page,
                (consented, absence_remaining_ms),
                fingerprint,
                (person, device),
            )| ParticipantView {
                id,
                role,
                presence,
                connection,
                page,
                consented,
                absence_remaining_ms,
                fingerprint,
                person,
                device,
            },
        )
}

fn device_state() -> impl Strategy<Value = DeviceState> {
    select(DeviceState::ALL.to_vec())
}

fn device() -> impl Strategy<Value = DeviceView> {
    let proof = select(vec![
        DeviceProof::Claim,
        DeviceProof::Proxy,
        DeviceProof::Key,
        DeviceProof::Presumed,
        DeviceProof::Unknown,
    ]);
    let verdict = select(vec![
        DeviceVerdict::Compliant,
        DeviceVerdict::NotCompliant,
        DeviceVerdict::Silent,
    ]);
    (
        device_state(),
        option::of(proof),
        option::of(secret()),
        vec(secret(), 0..3),
        option::of(verdict),
    )
        .prop_map(|(state, proof, name, reasons, verdict)| DeviceView {
            state,
            proof,
            name,
            reasons,
            verdict,
        })
}

fn bound() -> impl Strategy<Value = BoundView> {
    (secret(), option::of(secret()), any::<(bool, bool)>()).prop_map(
        |(device, owner, (other_person, other_device))| BoundView {
            device,
            owner,
            other_person,
            other_device,
        },
    )
}

fn person() -> impl Strategy<Value = Person> {
    (
        secret(),
        option::of(secret()),
        option::of(secret()),
        option::of(secret()),
        option::of(text()),
    )
        .prop_map(|(name, title, company, domain, picture)| Person {
            name,
            title,
            company,
            domain,
            picture,
        })
}

pub(crate) fn helper_control() -> impl Strategy<Value = HelperControl> {
    prop_oneof![
        8 => any::<(u32, Option<u32>)>()
            .prop_map(|(frame, delay_us)| HelperControl::Ack { frame, delay_us }),
        1 => Just(HelperControl::Keyframe),
        1 => any::<u8>().prop_map(|codecs| HelperControl::Codecs { codecs }),
        1 => any::<(u16, u16)>().prop_map(|(x, y)| HelperControl::Focus { x, y }),
        1 => any::<bool>().prop_map(|on| HelperControl::Measure { on }),
        1 => Just(HelperControl::Unknown),
    ]
}

pub(crate) fn sharer_control() -> impl Strategy<Value = SharerControl> {
    let heartbeat = any::<(u32, u64, Option<u64>)>();
    let heartbeat =
        heartbeat.prop_map(
            |(frame, captured_ago_ms, paused_ago_ms)| SharerControl::Heartbeat {
                frame,
                captured_ago_ms,
                paused_ago_ms,
            },
        );
    prop_oneof![
        8 => heartbeat,
        8 => sharer_stats().prop_map(|stats| SharerControl::Stats { stats }),
        1 => Just(SharerControl::Stopped),
        1 => Just(SharerControl::Unknown),
    ]
}

fn sharer_stats() -> impl Strategy<Value = SharerStats> {
    (
        any::<[u32; 5]>(),
        any::<(Option<u32>, Option<u32>, Option<u8>)>(),
        any::<(u16, u16, u8)>(),
        vec(stage_times(), 8),
    )
        .prop_map(
            |(counts, (round_trip_ms, rate, film), (width, height, format), stages)| {
                let [interval_ms, captured, sent, replaced, bytes] = counts;
                SharerStats {
                    interval_ms,
                    captured,
                    sent,
                    replaced,
                    bytes,
                    round_trip_ms,
                    rate,
                    film,
                    width,
                    height,
                    format,
                    stages: SharerStages {
                        capture: stages[0],
                        queue: stages[1],
                        copy: stages[2],
                        damage: stages[3],
                        encode: stages[4],
                        send: stages[5],
                        network: stages[6],
                        film_encode: stages[7],
                    },
                }
            },
        )
}

fn stage_times() -> impl Strategy<Value = Option<StageTimes>> {
    let times = any::<(u32, u32, u32)>();
    option::of(times.prop_map(|(count, p50_us, p95_us)| StageTimes {
        count,
        p50_us,
        p95_us,
    }))
}

pub(crate) fn chat_frame() -> impl Strategy<Value = ChatFrame> {
    prop_oneof![
        vec(chat_id(), 0..4).prop_map(|known| ChatFrame::Have { known }),
        chat_message().prop_map(ChatFrame::Message),
        chat_id().prop_map(|id| ChatFrame::Got { id }),
        vec(chat_id(), 0..4).prop_map(|upto| ChatFrame::Gone { upto }),
        Just(ChatFrame::Unknown),
    ]
}

fn chat_id() -> impl Strategy<Value = ChatId> {
    (connection(), any::<u32>()).prop_map(|(connection, seq)| ChatId { connection, seq })
}

fn chat_message() -> impl Strategy<Value = ChatMessage> {
    (chat_id(), any::<u64>(), role(), any::<u64>(), secret()).prop_map(
        |(id, order, author, written_at_ms, text)| ChatMessage {
            id,
            order,
            author,
            written_at_ms,
            text,
        },
    )
}

pub(crate) fn app_config() -> impl Strategy<Value = AppConfig> {
    (
        text(),
        any::<(bool, bool)>(),
        option::of(text()),
        text(),
        option::of(provider_config()),
    )
        .prop_map(
            |(build, (demo, enabled), notice, public_url, provider)| AppConfig {
                build,
                demo,
                enabled,
                notice,
                public_url,
                provider,
            },
        )
}

fn provider_config() -> impl Strategy<Value = ProviderConfig> {
    (
        (text(), text(), text()),
        option::of(text()),
        option::of(text()),
        vec(text(), 0..3),
    )
        .prop_map(
            |(
                (authorization_endpoint, token_endpoint, client_id),
                end_session_endpoint,
                response_issuer,
                scopes,
            )| ProviderConfig {
                authorization_endpoint,
                token_endpoint,
                end_session_endpoint,
                response_issuer,
                client_id,
                scopes,
            },
        )
}

pub(crate) fn nonce() -> impl Strategy<Value = Nonce> {
    (secret(), option::of(ask())).prop_map(|(nonce, ask)| Nonce { nonce, ask })
}

pub(crate) fn sign_in() -> impl Strategy<Value = SignIn> {
    (secret(), secret(), option::of(secret())).prop_map(
        |(id_token, access_token, refresh_token)| SignIn {
            id_token,
            access_token,
            refresh_token,
        },
    )
}

pub(crate) fn me() -> impl Strategy<Value = Me> {
    let permissions = vec(text(), 0..3);
    let renewable = (text(), secret()).prop_map(|(id, name)| RenewableDevice { id, name });
    (
        role(),
        person(),
        any::<u64>(),
        permissions,
        vec(renewable, 0..2),
    )
        .prop_map(|(role, person, remaining_ms, permissions, renewable)| Me {
            role,
            person,
            remaining_ms,
            permissions,
            renewable,
        })
}

pub(crate) fn signed_out() -> impl Strategy<Value = SignedOut> {
    option::of(text()).prop_map(|end_session_url| SignedOut { end_session_url })
}

pub(crate) fn redeem() -> impl Strategy<Value = Redeem> {
    let signed = (text(), secret()).prop_map(|(key, signature)| Signed { key, signature });
    (passcode(), option::of(signed)).prop_map(|(code, device)| Redeem { code, device })
}

pub(crate) fn start() -> impl Strategy<Value = Start> {
    option::of(text()).prop_map(|device| Start { device })
}

pub(crate) fn challenge() -> impl Strategy<Value = Challenge> {
    secret().prop_map(|challenge| Challenge { challenge })
}

pub(crate) fn enrolment_link() -> impl Strategy<Value = EnrolmentLink> {
    secret().prop_map(|token| EnrolmentLink { token })
}

pub(crate) fn enrolment() -> impl Strategy<Value = Enrolment> {
    (secret(), any::<bool>(), any::<u64>()).prop_map(|(device, fits, remaining_ms)| Enrolment {
        device,
        fits,
        remaining_ms,
    })
}

pub(crate) fn enrol() -> impl Strategy<Value = Enrol> {
    (secret(), text()).prop_map(|(token, public_key)| Enrol { token, public_key })
}

pub(crate) fn renew() -> impl Strategy<Value = Renew> {
    (text(), text()).prop_map(|(device, public_key)| Renew { device, public_key })
}

pub(crate) fn enrolled_key() -> impl Strategy<Value = EnrolledKey> {
    (text(), secret()).prop_map(|(key, device)| EnrolledKey { key, device })
}

pub(crate) fn joined() -> impl Strategy<Value = Joined> {
    session().prop_map(|session| Joined { session })
}

pub(crate) fn open_sessions() -> impl Strategy<Value = OpenSessions> {
    let one = (session(), option::of(person()), any::<u64>());
    let one = one.prop_map(|(session, other, age_ms)| OpenSession {
        session,
        other,
        age_ms,
    });
    vec(one, 0..3).prop_map(|sessions| OpenSessions { sessions })
}

pub(crate) fn away() -> impl Strategy<Value = Away> {
    connection().prop_map(|connection| Away { connection })
}

pub(crate) fn error_envelope() -> impl Strategy<Value = ErrorEnvelope> {
    error().prop_map(|error| ErrorEnvelope { error })
}

//! The thread: numbering, order, gaps, reloads, limits, and two sides that end up the same.

use proptest::prelude::*;
use rh_protocol::{
    ConnectionId, ErrorCode, Role, limits,
    peer::{ChatFrame, ChatId, ChatMessage},
};
use rh_session::chat::{Refusal, Thread};

fn line(bits: u128) -> ConnectionId {
    ConnectionId::from_bits(bits)
}

/// Carries frames both ways until nothing is left.
fn talk(a: &mut Thread, b: &mut Thread) {
    loop {
        let (to_b, to_a) = (a.next_frame(), b.next_frame());
        if to_b.is_none() && to_a.is_none() {
            return;
        }
        if let Some(frame) = to_b {
            b.receive(frame).unwrap();
        }
        if let Some(frame) = to_a {
            a.receive(frame).unwrap();
        }
    }
}

fn open(a: &mut Thread, b: &mut Thread) {
    a.opened();
    b.opened();
    talk(a, b);
}

fn shown(thread: &Thread) -> Vec<(Role, String)> {
    let entries = thread.entries();
    entries
        .map(|e| (e.message.author, e.message.text.expose().clone()))
        .collect()
}

fn waiting(thread: &Thread) -> usize {
    thread.entries().filter(|entry| !entry.delivered).count()
}

fn write(thread: &mut Thread, connection: u128, text: &str) {
    thread.write(line(connection), 0, text.to_owned()).unwrap();
}

fn message(connection: u128, seq: u32, order: u64, author: Role, text: &str) -> ChatFrame {
    ChatFrame::Message(ChatMessage {
        id: ChatId {
            connection: line(connection),
            seq,
        },
        order,
        author,
        written_at_ms: 0,
        text: text.to_owned().into(),
    })
}

#[test]
fn any_script_arrives_intact_and_is_acknowledged() {
    let (mut helper, mut sharer) = (Thread::new(Role::Helper), Thread::new(Role::Sharer));
    open(&mut helper, &mut sharer);
    for text in [
        "Hello",
        "مرحبا 123 abc",
        "画面が見えません",
        "👩‍💻🏳️‍🌈",
        "<b>&amp;\u{0}\u{202e}x",
    ] {
        write(&mut helper, 1, text);
        write(&mut sharer, 2, text);
        assert_eq!((waiting(&helper), waiting(&sharer)), (1, 1));
        talk(&mut helper, &mut sharer);
        assert_eq!((waiting(&helper), waiting(&sharer)), (0, 0));
    }
    assert_eq!(shown(&helper), shown(&sharer));
    assert_eq!(shown(&helper).len(), 10);
}

#[test]
fn what_is_written_without_a_channel_waits_for_the_next() {
    let (mut helper, mut sharer) = (Thread::new(Role::Helper), Thread::new(Role::Sharer));
    write(&mut helper, 1, "before");
    assert_eq!(helper.next_frame(), None);
    open(&mut helper, &mut sharer);
    assert_eq!(shown(&sharer).len(), 1);
    helper.closed();
    sharer.closed();
    write(&mut helper, 3, "while closed");
    write(&mut sharer, 2, "me too");
    assert_eq!((waiting(&helper), waiting(&sharer)), (1, 1));
    open(&mut helper, &mut sharer);
    assert_eq!((waiting(&helper), waiting(&sharer)), (0, 0));
    assert_eq!(shown(&helper), shown(&sharer));
}

#[test]
fn a_message_lost_with_its_channel_is_sent_again() {
    let (mut helper, mut sharer) = (Thread::new(Role::Helper), Thread::new(Role::Sharer));
    open(&mut helper, &mut sharer);
    write(&mut helper, 1, "lost on the way");
    assert!(helper.next_frame().is_some());
    helper.closed();
    sharer.closed();
    assert_eq!(waiting(&helper), 1);
    open(&mut helper, &mut sharer);
    assert_eq!(waiting(&helper), 0);
    assert_eq!(shown(&sharer).len(), 1);
}

#[test]
fn a_reloaded_page_gets_everything_back() {
    let (mut helper, mut sharer) = (Thread::new(Role::Helper), Thread::new(Role::Sharer));
    open(&mut helper, &mut sharer);
    for number in 0..50 {
        write(&mut helper, 1, &format!("h{number}"));
        write(&mut sharer, 2, &format!("s{number}"));
        talk(&mut helper, &mut sharer);
    }
    sharer.closed();
    let mut reloaded = Thread::new(Role::Helper);
    open(&mut reloaded, &mut sharer);
    assert_eq!(shown(&reloaded), shown(&sharer));
    assert_eq!(waiting(&reloaded), 0);
    write(&mut reloaded, 3, "after");
    talk(&mut reloaded, &mut sharer);
    assert_eq!(shown(&reloaded), shown(&sharer));
    assert_eq!(shown(&sharer).last().unwrap().1, "after", "in its place");
}

#[test]
fn the_limit_counts_characters_not_bytes() {
    let mut thread = Thread::new(Role::Helper);
    for fits in ["x", "é", "😀"] {
        let text = fits.repeat(limits::CHAT_CHARS);
        assert!(thread.write(line(1), 0, text.clone()).is_ok());
        let long = thread.write(line(1), 0, text + fits);
        assert_eq!(long, Err(ErrorCode::ChatTooLong));
    }
    assert_eq!(
        thread.write(line(1), 0, String::new()),
        Err(ErrorCode::BadRequest)
    );
    // The longest message still fits its channel, however JSON escapes it.
    let mut other = Thread::new(Role::Sharer);
    open(&mut thread, &mut other);
    write(&mut thread, 1, &"\u{1}".repeat(limits::CHAT_CHARS));
    let frame = thread.next_frame().unwrap();
    assert!(rh_session::wire::encode(&frame).unwrap().len() < limits::PEER_MESSAGE);
}

#[test]
fn the_oldest_give_way_and_a_reload_does_not_wait_for_them() {
    let (mut helper, mut sharer) = (Thread::new(Role::Helper), Thread::new(Role::Sharer));
    open(&mut helper, &mut sharer);
    for number in 0..limits::CHAT_MESSAGES + 300 {
        write(&mut helper, 1, &number.to_string());
        talk(&mut helper, &mut sharer);
    }
    assert_eq!(shown(&helper).len(), limits::CHAT_MESSAGES);
    assert_eq!(shown(&helper), shown(&sharer));
    assert_eq!(shown(&helper).first().unwrap().1, "300");

    sharer.closed();
    let mut reloaded = Thread::new(Role::Helper);
    open(&mut reloaded, &mut sharer);
    assert_eq!(shown(&reloaded), shown(&sharer));
    assert_eq!(waiting(&reloaded), 0);
    // The next channel has nothing to fill: both know that both have all there is.
    reloaded.closed();
    sharer.closed();
    reloaded.opened();
    sharer.opened();
    let have = reloaded.next_frame().unwrap();
    sharer.receive(have).unwrap();
    let frames: Vec<_> = std::iter::from_fn(|| sharer.next_frame()).collect();
    assert!(
        matches!(frames[..], [ChatFrame::Have { .. }]),
        "{} frames",
        frames.len()
    );
}

#[test]
fn what_no_honest_page_sends_is_refused() {
    let mut thread = Thread::new(Role::Helper);
    thread.opened();
    write(&mut thread, 1, "mine");
    let mut refused = |frame, why| {
        let before: Vec<_> = shown(&thread);
        assert_eq!(thread.receive(frame), Err(why));
        assert_eq!(shown(&thread), before);
    };
    let long = "x".repeat(limits::CHAT_CHARS + 1);
    refused(message(2, 1, 1, Role::Sharer, &long), Refusal::Length);
    refused(message(2, 1, 1, Role::Sharer, ""), Refusal::Length);
    refused(message(2, 0, 1, Role::Sharer, "x"), Refusal::Numbering);
    refused(message(2, 1, 0, Role::Sharer, "x"), Refusal::Numbering);
    refused(
        message(2, 1, u64::MAX, Role::Sharer, "x"),
        Refusal::Numbering,
    );
    // In the name of this page, under either author.
    refused(message(1, 2, 5, Role::Helper, "forged"), Refusal::Author);
    refused(message(1, 2, 5, Role::Sharer, "forged"), Refusal::Author);
    refused(
        ChatFrame::Gone {
            upto: vec![ChatId {
                connection: line(1),
                seq: 9,
            }],
        },
        Refusal::Author,
    );
    // A connection has one author.
    assert_eq!(
        thread.receive(message(2, 1, 9, Role::Sharer, "x")),
        Ok(true)
    );
    assert_eq!(
        thread.receive(message(2, 2, 9, Role::Helper, "x")),
        Err(Refusal::Author)
    );
    // What was never written cannot be acknowledged.
    let beyond = ChatFrame::Got {
        id: ChatId {
            connection: line(1),
            seq: u32::MAX,
        },
    };
    thread.receive(beyond).unwrap();
    write(&mut thread, 1, "new");
    assert_eq!(waiting(&thread), 1);
}

#[test]
fn a_flood_of_gaps_and_connections_is_bounded() {
    let mut thread = Thread::new(Role::Helper);
    thread.opened();
    let refused = (0..10_000_u32)
        .filter(|n| {
            thread
                .receive(message(2, 2 + 2 * n, 1, Role::Sharer, "x"))
                .is_err()
        })
        .count();
    assert_eq!(refused, 10_000 - limits::CHAT_MESSAGES);
    let refused = (0..10_000_u128)
        .filter(|n| {
            thread
                .receive(message(1_000 + n, 1, 1, Role::Sharer, "x"))
                .is_err()
        })
        .count();
    assert!(refused > 9_000, "{refused}");
    assert!(thread.entries().count() <= limits::CHAT_MESSAGES);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// Whatever order the messages come in, and however often: the same thread.
    #[test]
    fn merging_does_not_depend_on_the_order(
        script in prop::collection::vec((0..2_u8, 0..3_u128, 1..4_u64), 1..40),
        seed in any::<u64>(),
    ) {
        let mut next = std::collections::BTreeMap::new();
        let mut clock = 0;
        let all: Vec<ChatFrame> = script
            .into_iter()
            .map(|(who, connection, step)| {
                let author = if who == 0 { Role::Helper } else { Role::Sharer };
                let connection = u128::from(who) * 10 + connection;
                let seq = next.entry(connection).or_insert(0);
                *seq += 1;
                clock += step;
                message(connection, *seq, clock, author, &clock.to_string())
            })
            .collect();
        let mut straight = Thread::new(Role::Helper);
        for frame in &all {
            straight.receive(frame.clone()).unwrap();
        }
        let mut shuffled = all.clone();
        shuffled.extend(all.iter().step_by(2).cloned());
        let mut state = seed | 1;
        for index in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(index, (state >> 33) as usize % (index + 1));
        }
        let mut other = Thread::new(Role::Helper);
        for frame in shuffled {
            other.receive(frame).unwrap();
        }
        prop_assert_eq!(shown(&straight), shown(&other));
        prop_assert_eq!(shown(&straight).len(), all.len());
    }
}

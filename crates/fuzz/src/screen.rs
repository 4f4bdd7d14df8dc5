//! Targets of the screen codec: a hostile stream into the receiver, any frames through both ends.

use rh_screen::{
    Encoder, FIXED_MEMORY, FRAMES_OF_MEMORY, Format, Frame, FrameId, FrameRef, Layout, Limits,
    Plane, Received, Receiver, split_packet,
};

/// Small pictures, so that many inputs are tried in a second.
const LIMITS: Limits = Limits {
    max_width: 1024,
    max_height: 1024,
    max_pixels: 512 * 512,
    max_packet: 4_096,
};

/// Streams to start from: random bytes alone would hardly ever be a valid band.
const GOLDEN: [&[u8]; 8] = [
    include_bytes!("../../screen/tests/it/golden/typing-i420.rhs"),
    include_bytes!("../../screen/tests/it/golden/typing-nv12-fragments.rhs"),
    include_bytes!("../../screen/tests/it/golden/typing-bgra.rhs"),
    include_bytes!("../../screen/tests/it/golden/typing-rgba.rhs"),
    include_bytes!("../../screen/tests/it/golden/moves-i420.rhs"),
    include_bytes!("../../screen/tests/it/golden/sketch-i420.rhs"),
    include_bytes!("../../screen/tests/it/golden/sketch-bgra.rhs"),
    include_bytes!("../../screen/tests/it/golden/film.rhs"),
];

/// Any packets into a receiver: no panic, memory within its bound, the same result however the
/// packets are cut, and a keyframe repairs whatever they broke.
///
/// The first byte chooses: packets taken from the input, each behind a 16-bit length; or a golden
/// stream with the input as edits of it (which packet, which byte, what).
pub fn screen_decoder(data: &[u8]) {
    let Some((&choice, data)) = data.split_first() else {
        return;
    };
    let packets = match GOLDEN.get(usize::from(choice)) {
        Some(golden) => edited(golden, data),
        None => lengthened(data),
    };
    let mut whole = Receiver::new(LIMITS, 0);
    let mut cut = Receiver::new(LIMITS, 0);
    for packet in &packets {
        whole.push(0, packet);
        match split_packet(packet, packet.len() / 3) {
            Ok((first, second)) => {
                cut.push(0, &first);
                if let Some(second) = second {
                    cut.push(0, &second);
                }
            }
            Err(_) => {
                cut.push(0, packet);
            }
        }
        let bound = FRAMES_OF_MEMORY * LIMITS.max_pixels as usize * 4 + FIXED_MEMORY;
        assert!(whole.memory() <= bound);
    }
    match (whole.picture(), cut.picture()) {
        (Some((shown, picture)), Some((other_shown, other))) => {
            assert_eq!(shown, other_shown);
            assert!(picture.same_samples(&other));
        }
        (None, None) => {}
        _ => panic!("cutting packets made a difference"),
    }

    // As over a new channel: the id may be what the hostile stream pretended to have reached.
    whole.reset(0);
    let mut encoder = Encoder::new(LIMITS, FrameId(u32::MAX));
    let Ok(frame) = Frame::new(Format::I420, 65, 33, &LIMITS) else {
        return;
    };
    send(&mut encoder, &frame.as_ref(), &mut whole);
}

/// Frames made of the input, in any format, size and layout, arrive exactly.
pub fn screen_encoder(data: &[u8]) {
    let Some((&[max_packet, first], mut data)) = data.split_first_chunk::<2>() else {
        return;
    };
    let limits = Limits {
        max_packet: usize::from(max_packet) * 16,
        ..LIMITS
    };
    let mut encoder = Encoder::new(limits, FrameId(u32::from(first).wrapping_sub(2)));
    if first % 2 == 1 {
        encoder.set_budget(usize::from(first) * 16);
    }
    let mut receiver = Receiver::new(LIMITS, 0);
    while let Some((&[format, width, height, padding, fill, amount], rest)) =
        data.split_first_chunk::<6>()
    {
        let Some(format) = Format::from_code(format % 4) else {
            return;
        };
        let (width, height) = (u16::from(width) + 1, u16::from(height) + 1);
        let mut layout = Layout::packed(format, width, height);
        let mut end = 0;
        for (plane, at) in layout.planes.iter_mut().enumerate().take(format.planes()) {
            let (row, rows) = format.plane_size(plane, width, height);
            *at = Plane {
                offset: end,
                stride: row + usize::from(padding % 16),
            };
            end += at.stride * rows;
        }
        let (painted, rest) = rest.split_at(rest.len().min(usize::from(amount)));
        data = rest;
        let mut buffer = vec![fill; end];
        // Spread over the picture, so that a short input touches many tiles.
        for (i, byte) in painted.iter().enumerate() {
            buffer[i * 4_099 % end] = *byte;
        }
        let Ok(frame) = FrameRef::new(layout, &buffer, &LIMITS) else {
            return;
        };
        send(&mut encoder, &frame, &mut receiver);
    }
}

/// Sends a frame, with what a sketch leaves to be told, and holds what arrives against it.
fn send(encoder: &mut Encoder, frame: &FrameRef<'_>, receiver: &mut Receiver) {
    let mut begun = encoder
        .begin(frame, false)
        .expect("an idle encoder and an allowed size");
    while begun.is_some() {
        while let Some(packet) = encoder.next_packet() {
            let received = receiver.push(0, packet);
            assert!(
                !matches!(received, Received::NeedKeyframe(_)),
                "{received:?}"
            );
        }
        begun = encoder.begin_refined().expect("an idle encoder");
    }
    let (shown, picture) = receiver.picture().expect("a picture");
    assert!(shown.is_some() && picture.same_samples(frame));
}

/// The packets of a golden stream, some of them changed.
fn edited(mut golden: &[u8], edits: &[u8]) -> Vec<Vec<u8>> {
    let mut packets = Vec::new();
    while let Some((len, rest)) = golden.split_first_chunk::<4>() {
        let (packet, rest) = rest.split_at(u32::from_le_bytes(*len) as usize);
        packets.push(packet.to_vec());
        golden = rest;
    }
    for edit in edits.chunks_exact(4) {
        let index = usize::from(edit[0]) % packets.len();
        let at = u16::from_le_bytes([edit[1], edit[2]]);
        match at {
            // Half of the edits hit the headers, where most checks are.
            0..0x8000 => {
                let packet = &mut packets[index];
                let at = usize::from(at) % packet.len().min(64);
                packet[at] = edit[3];
            }
            0x8000..0xf000 => {
                let packet = &mut packets[index];
                let at = usize::from(at) % packet.len();
                packet[at] ^= edit[3];
            }
            0xf000..0xf800 => packets[index].truncate(usize::from(edit[3]).max(1)),
            _ => {
                let other = usize::from(edit[3]) % packets.len();
                packets.swap(index, other);
            }
        }
    }
    packets
}

/// Packets of the input, each behind its length as a little-endian u16.
fn lengthened(mut data: &[u8]) -> Vec<Vec<u8>> {
    let mut packets = Vec::new();
    while let Some((len, rest)) = data.split_first_chunk::<2>() {
        let len = usize::from(u16::from_le_bytes(*len)).min(rest.len());
        let (packet, rest) = rest.split_at(len);
        packets.push(packet.to_vec());
        data = rest;
    }
    packets
}

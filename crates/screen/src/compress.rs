//! The one general-purpose compressor (LZ4 blocks). Nothing else of the codec knows which it is.

use lz4_flex::block::{
    CompressTable, compress_into_with_table, decompress_into, get_maximum_output_size,
};

/// How a band's samples are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    /// As they are: they did not become smaller.
    Stored,
    /// One LZ4 block.
    Lz4,
}

impl Method {
    /// The code on the wire: 0 stored, 1 LZ4 block.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Stored => 0,
            Self::Lz4 => 1,
        }
    }

    /// The method of a code on the wire.
    pub(crate) const fn from_code(code: u8) -> Option<Self> {
        match code {
            0 => Some(Self::Stored),
            1 => Some(Self::Lz4),
            _ => None,
        }
    }
}

/// Room that [`Compressor::compress`] needs for this many bytes of input.
pub(crate) const fn bound(input: usize) -> usize {
    get_maximum_output_size(input)
}

/// Compresses blocks; keeps its table between them.
pub(crate) struct Compressor {
    table: CompressTable,
}

impl Compressor {
    pub(crate) fn new() -> Self {
        Self {
            table: CompressTable::large(),
        }
    }

    /// Writes the block to the front of `out`, which has room for [`bound`], and returns how it is
    /// stored and its length; never longer than the input.
    pub(crate) fn compress(&mut self, input: &[u8], out: &mut [u8]) -> (Method, usize) {
        match compress_into_with_table(input, out, &mut self.table) {
            Ok(len) if len < input.len() => (Method::Lz4, len),
            // No gain (or, against the documentation, no room): the samples as they are.
            _ => {
                out[..input.len()].copy_from_slice(input);
                (Method::Stored, input.len())
            }
        }
    }
}

/// The block is damaged, or does not hold exactly as many bytes as were announced.
#[derive(Debug)]
pub(crate) struct Corrupt;

/// Fills `out` entirely from a block.
pub(crate) fn decompress(method: Method, block: &[u8], out: &mut [u8]) -> Result<(), Corrupt> {
    match method {
        Method::Stored if block.len() == out.len() => out.copy_from_slice(block),
        Method::Stored => return Err(Corrupt),
        Method::Lz4 => match decompress_into(block, out) {
            Ok(len) if len == out.len() => {}
            _ => return Err(Corrupt),
        },
    }
    Ok(())
}

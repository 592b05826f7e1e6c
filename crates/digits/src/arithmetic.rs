//! Adaptive binary arithmetic coding: the carry-less range coder of Mahoney's fpaq0 (*Adaptive Weighing of Context Models for
//! Lossless Data Compression*, 2005). A bit takes the fewer bits the better its context predicts it, and the code learns how well
//! from what it has coded.

/// How fast a probability follows the bits: by a 64th of the distance with each.
const RATE: u32 = 6;

/// The probability that a bit is set, in units of 2^-16, for each context.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Model(Vec<u16>);

impl Model {
    fn new(n_contexts: usize) -> Self {
        Model(vec![1 << 15; n_contexts])
    }

    fn update(&mut self, context: usize, bit: bool) {
        let probability = &mut self.0[context];
        *probability = if bit {
            *probability + ((u16::MAX - *probability) >> RATE)
        } else {
            *probability - (*probability >> RATE)
        };
    }
}

/// The codes that are still possible, both ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Range {
    low: u32,
    high: u32,
}

impl Range {
    const ALL: Range = Range { low: 0, high: u32::MAX };

    /// The last code of those that mean that the bit is set; the others mean that it is not.
    fn last_set(&self, probability: u16) -> u32 {
        let width = u64::from(self.high - self.low);
        self.low + ((width * u64::from(probability)) >> 16) as u32
    }

    fn narrow(&mut self, last_set: u32, bit: bool) {
        if bit {
            self.high = last_set;
        } else {
            self.low = last_set + 1;
        }
    }

    /// The first byte, once all codes have the same; the others move up.
    fn shift(&mut self) -> Option<u8> {
        let byte = (self.high >> 24) as u8;
        if (self.low ^ self.high) >> 24 != 0 {
            return None;
        }
        self.low <<= 8;
        self.high = self.high << 8 | 0xff;
        Some(byte)
    }
}

/// Turns bits into bytes.
#[derive(Debug)]
pub(crate) struct Encoder {
    model: Model,
    range: Range,
    bytes: Vec<u8>,
}

impl Encoder {
    /// Nothing is coded yet.
    pub(crate) fn new(n_contexts: usize) -> Self {
        Encoder { model: Model::new(n_contexts), range: Range::ALL, bytes: Vec::new() }
    }

    /// Codes a bit in a context.
    pub(crate) fn encode(&mut self, context: usize, bit: bool) {
        self.range.narrow(self.range.last_set(self.model.0[context]), bit);
        self.model.update(context, bit);
        while let Some(byte) = self.range.shift() {
            self.bytes.push(byte);
        }
    }

    /// All bytes.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.bytes.extend(self.range.low.to_be_bytes());
        self.bytes
    }
}

/// Turns bytes back into bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoder {
    model: Model,
    range: Range,
    code: u32,
    bytes: Vec<u8>,
    n_read: usize,
}

impl Decoder {
    /// Nothing is decoded yet.
    pub(crate) fn new(n_contexts: usize, bytes: Vec<u8>) -> Self {
        let mut decoder =
            Decoder { model: Model::new(n_contexts), range: Range::ALL, code: 0, bytes, n_read: 0 };
        (0..4).for_each(|_| decoder.read());
        decoder
    }

    /// The next bit, which must have been coded in the same context. After the last one, any.
    pub(crate) fn decode(&mut self, context: usize) -> bool {
        let last_set = self.range.last_set(self.model.0[context]);
        let bit = self.code <= last_set;
        self.range.narrow(last_set, bit);
        self.model.update(context, bit);
        while self.range.shift().is_some() {
            self.read();
        }
        bit
    }

    fn read(&mut self) {
        let byte = self.bytes.get(self.n_read).copied().unwrap_or(0);
        self.n_read += 1;
        self.code = self.code << 8 | u32::from(byte);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Decoder, Encoder};

    proptest! {
        #[test]
        fn bits_come_back_in_their_contexts(bits in prop::collection::vec((0_usize..4, any::<bool>()), 0..2000)) {
            let mut encoder = Encoder::new(4);
            bits.iter().for_each(|(context, bit)| encoder.encode(*context, *bit));
            let mut decoder = Decoder::new(4, encoder.finish());
            for (context, bit) in bits {
                prop_assert_eq!(decoder.decode(context), bit);
            }
        }

        #[test]
        fn any_bytes_are_some_bits(bytes in prop::collection::vec(any::<u8>(), 0..40), n in 0..2000) {
            let mut decoder = Decoder::new(1, bytes);
            for _ in 0..n {
                decoder.decode(0);
            }
        }
    }

    #[test]
    fn what_a_context_predicts_takes_little() {
        let mut encoder = Encoder::new(2);
        for i in 0..80_000 {
            encoder.encode(i % 2, i % 2 == 1);
        }
        assert!(encoder.finish().len() < 80_000 / 8 / 100);
    }
}

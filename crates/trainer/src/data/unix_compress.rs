//! Decompresses the `.Z` files of Unix `compress`: LZW (T. A. Welch, A technique for high-performance data compression, 1984).
//!
//! Three bytes of header, then codes of 9 to 16 bits, lowest bit first. There is no maintained library for it; those for the LZW
//! of images lay the codes out differently.

use anyhow::{Result, bail};

const MAGIC: [u8; 2] = [0x1f, 0x9d];
/// The width of the first codes, in bits.
const MIN_WIDTH: u32 = 9;
/// The code that clears the table, if the header says that there is one.
const CLEAR: usize = 256;
/// The most bytes that are unpacked: many times the largest file needed.
const MAX_UNPACKED_BYTES: usize = 64 << 20;

/// Whether the bytes start as a `.Z` file does.
#[must_use]
pub(crate) fn is_compressed(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC)
}

/// The content of a `.Z` file.
///
/// # Errors
///
/// If it is not one, is damaged, or unpacks to more than 64 MiB.
pub(crate) fn decompress(bytes: &[u8]) -> Result<Vec<u8>> {
    let [MAGIC_0, MAGIC_1, flags, codes @ ..] = bytes else { bail!("not a .Z file of Unix `compress`") };
    let max_width = u32::from(flags & 0x1f);
    if !(MIN_WIDTH..=16).contains(&max_width) {
        bail!("not a .Z file of Unix `compress`: codes of {max_width} bits");
    }
    let first_free = if flags & 0x80 == 0 { CLEAR } else { CLEAR + 1 };
    let mut codes = Codes::new(codes);
    let mut table = Table::new(first_free, 1 << max_width);
    let mut unpacked = Vec::new();
    let mut previous = None;
    loop {
        // The table has outgrown the present width: the next codes are wider.
        if table.n_codes() == 1 << codes.width && codes.width < max_width {
            codes.start_group(codes.width + 1);
        }
        let Some(code) = codes.next() else { return Ok(unpacked) };
        if code == CLEAR && first_free > CLEAR {
            table.clear();
            codes.start_group(MIN_WIDTH);
            previous = None;
            continue;
        }
        let start = unpacked.len();
        match previous {
            Some(previous) if code == table.n_codes() && !table.is_full() => {
                // The string that this code adds: the one before, and its first byte again.
                table.push_string(previous, &mut unpacked);
                unpacked.push(unpacked[start]);
            }
            _ if code < CLEAR || (first_free..table.n_codes()).contains(&code) => {
                table.push_string(code, &mut unpacked);
            }
            _ => bail!("damaged: code {code} is not defined yet"),
        }
        if let Some(previous) = previous {
            table.add(previous, unpacked[start]);
        }
        if unpacked.len() > MAX_UNPACKED_BYTES {
            bail!("unpacks to more than {MAX_UNPACKED_BYTES} bytes");
        }
        previous = Some(code);
    }
}

const MAGIC_0: u8 = MAGIC[0];
const MAGIC_1: u8 = MAGIC[1];

/// Reads the codes. They come in groups of eight of one width; when the width changes, the rest of the group is padding.
struct Codes<'a> {
    bytes: &'a [u8],
    /// In bits from the start of `bytes`, which is where the codes of this width start.
    position: usize,
    width: u32,
}

impl<'a> Codes<'a> {
    const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, position: 0, width: MIN_WIDTH }
    }

    fn next(&mut self) -> Option<usize> {
        let end = self.position + self.width as usize;
        if end > 8 * self.bytes.len() {
            return None;
        }
        let bit = |at: usize| usize::from(self.bytes[at / 8] >> (at % 8) & 1);
        let code = (self.position..end).rev().fold(0, |code, at| code << 1 | bit(at));
        self.position = end;
        Some(code)
    }

    /// Skips the padding. From here on, codes have this width.
    fn start_group(&mut self, width: u32) {
        // A group of eight codes of n bits has n bytes.
        let n_bytes = self.position.div_ceil(8).next_multiple_of(self.width as usize);
        self.bytes = self.bytes.get(n_bytes..).unwrap_or_default();
        self.position = 0;
        self.width = width;
    }
}

/// What each code stands for: another code's string and one more byte.
struct Table {
    entries: Vec<(usize, u8)>,
    /// The code of the first entry.
    first_free: usize,
    /// The most codes there can be.
    max_codes: usize,
}

impl Table {
    const fn new(first_free: usize, max_codes: usize) -> Self {
        Self { entries: Vec::new(), first_free, max_codes }
    }

    /// All defined codes are below this.
    fn n_codes(&self) -> usize {
        self.first_free + self.entries.len()
    }

    fn is_full(&self) -> bool {
        self.n_codes() == self.max_codes
    }

    fn clear(&mut self) {
        self.entries.clear();
    }

    fn add(&mut self, prefix: usize, byte: u8) {
        if !self.is_full() {
            self.entries.push((prefix, byte));
        }
    }

    /// Appends what a code of the table stands for.
    fn push_string(&self, mut code: usize, unpacked: &mut Vec<u8>) {
        let start = unpacked.len();
        while code >= self.first_free {
            let (prefix, byte) = self.entries[code - self.first_free];
            unpacked.push(byte);
            code = prefix;
        }
        unpacked.push(code as u8);
        unpacked[start..].reverse();
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::HashMap;

    use super::*;

    /// Compresses as `compress -b MAX_WIDTH` does, and clears the table after every `clear_every` codes.
    pub(crate) fn compress(content: &[u8], max_width: u32, clear_every: usize) -> Vec<u8> {
        let mut packed = vec![MAGIC[0], MAGIC[1], 0x80 | max_width as u8];
        let (mut width, mut group) = (MIN_WIDTH, Vec::new());
        let mut table: HashMap<(usize, u8), usize> = HashMap::new();
        // Only the last group ends with its last code.
        let mut flush = |group: &mut Vec<usize>, width: u32, is_last: bool| {
            let n_codes = if is_last { group.len() } else { group.len().next_multiple_of(8) };
            let mut bytes = vec![0_u8; (width as usize * n_codes).div_ceil(8)];
            for (idx, code) in group.drain(..).enumerate() {
                for bit in 0..width as usize {
                    let at = idx * width as usize + bit;
                    bytes[at / 8] |= ((code >> bit & 1) as u8) << (at % 8);
                }
            }
            packed.extend(bytes);
        };
        let mut codes_since_clear = 0;
        let mut rest = content;
        while let [first, after @ ..] = rest {
            let (mut code, mut after) = (usize::from(*first), after);
            while let [next, others @ ..] = after
                && let Some(&longer) = table.get(&(code, *next))
            {
                (code, after) = (longer, others);
            }
            group.push(code);
            codes_since_clear += 1;
            // The reader's table is one entry behind.
            let n_codes = CLEAR + 1 + table.len();
            if n_codes == 1 << width && width < max_width {
                flush(&mut group, width, false);
                width += 1;
            }
            if let Some(next) = after.first()
                && n_codes < 1 << max_width
            {
                table.insert((code, *next), n_codes);
            }
            if codes_since_clear == clear_every {
                group.push(CLEAR);
                flush(&mut group, width, false);
                (width, codes_since_clear) = (MIN_WIDTH, 0);
                table.clear();
            }
            rest = after;
        }
        flush(&mut group, width, true);
        packed
    }

    /// Text that repeats itself, but not too regularly.
    fn text(n: usize) -> Vec<u8> {
        let word = |n: usize| ["pen", " down ", "273 323\n", "aaaaaaa", "é"][n * n * 7 % 31 % 5].as_bytes();
        (0..n).flat_map(word).copied().collect()
    }

    #[test]
    fn a_file_of_compress_is_unpacked() {
        // The codes of h, e, l, l, o, blank, he, ll, "o ", hel, lo; `gzip -dc` unpacks it too.
        let packed =
            [0x1f, 0x9d, 0x90, 0x68, 0xca, 0xb0, 0x61, 0xf3, 0x06, 0x44, 0xc0, 0x81, 0x05, 0x0f, 0x12, 0x04];
        assert_eq!(decompress(&packed).unwrap(), b"hello hello hello");
    }

    #[test]
    fn what_was_packed_comes_back() {
        for (n, max_width, clear_every) in [
            (0, 16, usize::MAX),
            (1, 16, usize::MAX),
            (20_000, 16, usize::MAX),
            // The table soon is full.
            (20_000, 10, usize::MAX),
            (20_000, 12, usize::MAX),
            // The table is cleared, also in the middle of a group.
            (20_000, 16, 1001),
            (20_000, 16, 300),
            (20_000, 10, 5),
        ] {
            let content = text(n);
            let packed = compress(&content, max_width, clear_every);
            assert!(decompress(&packed).unwrap() == content, "{n} {max_width} {clear_every}");
        }
        // A code that is used before it is defined.
        let same = vec![7; 1000];
        assert!(decompress(&compress(&same, 16, usize::MAX)).unwrap() == same);
    }

    #[test]
    fn damage_is_found() {
        for (bytes, expected) in [
            (&b""[..], "not a .Z file"),
            (b"PK\x03\x04", "not a .Z file"),
            (&[0x1f, 0x9d, 0x88], "codes of 8 bits"),
            (&[0x1f, 0x9d, 0x90, 0xff, 0x01], "code 511 is not defined yet"),
        ] {
            let error = decompress(bytes).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}

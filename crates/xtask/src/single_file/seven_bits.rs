//! Bytes as text in a script element, seven bits a character: a seventh smaller than base 64. `www/single-file.js` reads it.
//!
//! A character of ASCII is seven bits. Three of them cannot be in a script: HTML changes U+0000 and carriage returns, and `<` may end
//! the element. A character of two bytes stands for one of the three and for the seven bits that follow, so that nothing is lost.

/// The seven bits that cannot be in a script as they are.
const CANNOT_BE: [u32; 3] = [0x00, 0x0d, 0x3c];

/// Writes bytes as text. Whoever reads it has to know how many there are.
pub(super) fn write(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 7 + 2);
    let mut groups = (0..(bytes.len() * 8).div_ceil(7)).map(|idx| seven_bits(bytes, idx * 7));
    while let Some(group) = groups.next() {
        let code = match CANNOT_BE.iter().position(|of| *of == group) {
            None => group,
            // From U+0100: before that, there are control characters.
            Some(idx) => (idx as u32 + 2) << 7 | groups.next().unwrap_or(0),
        };
        text.extend(char::from_u32(code));
    }
    text
}

/// The seven bits from this one on, the first the highest; after the end, they are zero.
fn seven_bits(bytes: &[u8], start: usize) -> u32 {
    let byte = |idx: usize| u32::from(bytes.get(idx).copied().unwrap_or(0));
    let pair = byte(start / 8) << 8 | byte(start / 8 + 1);
    pair >> (9 - start % 8) & 0x7f
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads it as `single-file.js` does.
    fn read(text: &str, n_bytes: usize) -> Vec<u8> {
        let codes = text.chars().map(u32::from);
        let groups = codes.flat_map(|code| {
            let first = (code > 0x7f).then(|| CANNOT_BE[(code >> 7) as usize - 2]);
            first.into_iter().chain([code & 0x7f])
        });
        let (mut bytes, mut bits, mut n_bits) = (Vec::new(), 0_u32, 0);
        for group in groups {
            bits = bits << 7 | group;
            n_bits += 7;
            if n_bits >= 8 {
                n_bits -= 8;
                bytes.push((bits >> n_bits) as u8);
            }
        }
        bytes.truncate(n_bytes);
        bytes
    }

    /// Bytes of no pattern, with many of the awkward ones.
    fn bytes(n_bytes: usize, mut seed: u32) -> Vec<u8> {
        let mut next = || {
            // Numerical Recipes' generator: any will do.
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        };
        (0..n_bytes)
            .map(|_| if next() < 64 { [0x00, 0x1a, 0x3c, 0xff][usize::from(next() % 4)] } else { next() })
            .collect()
    }

    #[test]
    fn what_is_written_is_read() {
        for n_bytes in 0..600 {
            for bytes in
                [bytes(n_bytes, n_bytes as u32), vec![0; n_bytes], vec![0xff; n_bytes], vec![0x78; n_bytes]]
            {
                let text = write(&bytes);
                assert_eq!(read(&text, n_bytes), bytes, "{n_bytes} bytes");
                assert!(!text.contains(['\0', '\r', '<']) && text.chars().all(|c| c < '\u{280}'), "{text:?}");
            }
        }
    }

    #[test]
    fn it_takes_eight_bytes_for_seven() {
        let bytes = bytes(70_000, 1);
        assert!(write(&bytes).len() <= 80_001, "{}", write(&bytes).len());
    }
}

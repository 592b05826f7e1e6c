//! How much the page listens to. What is beyond is dropped before it is read, so that no host can slow the pad.

/// The longest message that is read, in UTF-16 units of its JSON: room for a model file of the largest network that the page ships
/// several times over.
pub const LARGEST: u32 = 8 << 20;
/// The most numbers, texts and objects in a message: more than the weights of 784-256-256-10.
pub const MOST_PARTS: u32 = 500_000;

/// What making a picture costs, which takes longer than to read a message: about ten a second can be had.
pub const PICTURE: u32 = 400_000;

/// What each message costs beside its length.
const BASE: f64 = 20_000.0;
/// What each of its parts costs.
const PART: f64 = 20.0;
/// What comes back in a millisecond: 4 million a second, or 200 messages.
const PER_MS: f64 = 4_000.0;
/// The most that can be saved up.
const MOST: f64 = 4_000_000.0;
/// The host is told of dropped messages this often.
const TOLD_MS: f64 = 1_000.0;

/// A token bucket. A message is read if anything is left, and may take more than that: a large one is followed by silence.
#[derive(Clone, Debug)]
pub struct Bucket {
    level: f64,
    at_ms: f64,
    told_ms: Option<f64>,
}

/// What to do with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Read it.
    Read,
    /// Drop it, and say so.
    Tell,
    /// Drop it.
    Drop,
}

impl Default for Bucket {
    fn default() -> Bucket {
        Bucket { level: MOST, at_ms: 0.0, told_ms: None }
    }
}

impl Bucket {
    /// What to do with a message that arrives at this time.
    pub fn admit(&mut self, now_ms: f64) -> Verdict {
        let passed = (now_ms - self.at_ms).max(0.0);
        self.at_ms = self.at_ms.max(now_ms);
        self.level = (self.level + passed * PER_MS).min(MOST);
        if self.level > 0.0 {
            self.level -= BASE;
            return Verdict::Read;
        }
        if self.told_ms.is_some_and(|told| now_ms - told < TOLD_MS) {
            return Verdict::Drop;
        }
        self.told_ms = Some(now_ms);
        Verdict::Tell
    }

    /// Takes note of how long a message was that is read, and how many parts of it have been looked at.
    pub fn charge(&mut self, length: u32, n_parts: u32) {
        self.level -= f64::from(length) + PART * f64::from(n_parts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many messages of a length are read in a second of ten thousand, and how often the host is told.
    fn flood(bucket: &mut Bucket, start_ms: f64, length: u32) -> (usize, usize) {
        let (mut n_read, mut n_told) = (0, 0);
        for idx in 0..10_000 {
            match bucket.admit(start_ms + f64::from(idx) * 0.1) {
                Verdict::Read => {
                    n_read += 1;
                    bucket.charge(length, 0);
                }
                Verdict::Tell => n_told += 1,
                Verdict::Drop => {}
            }
        }
        (n_read, n_told)
    }

    #[test]
    fn a_flood_is_not_read_and_the_host_is_told_once_a_second() {
        let mut bucket = Bucket::default();
        assert_eq!(flood(&mut bucket, 0.0, 0), (400, 1), "what was saved up, and what comes back");
        let (n_read, n_told) = flood(&mut bucket, 1_000.0, 0);
        assert!((199..=201).contains(&n_read) && n_told == 1, "{n_read}, {n_told}");
        let (n_read, _) = flood(&mut bucket, 2_000.0, 1 << 20);
        assert!(n_read < 8, "{n_read} large ones");
    }

    /// Not a measurement: however fast the machine, this is the most that stands between two frames of the pad.
    #[test]
    fn few_messages_are_read_between_two_frames() {
        let mut bucket = Bucket::default();
        for frame in 0..600 {
            let is_read = |idx: &i32| {
                let now_ms = f64::from(frame) * 1_000.0 / 60.0 + f64::from(*idx) * 0.1;
                bucket.admit(now_ms) == Verdict::Read
            };
            let n_read = (0..167).filter(is_read).count();
            // What has been saved up is gone after two.
            assert!(n_read <= 4 || frame < 2, "{n_read} in frame {frame}");
        }
    }

    /// `embed.js` waits by the same reckoning, with something to spare.
    #[test]
    fn embed_js_sends_no_more_than_is_read() {
        let script = include_str!("../../../../www/embed.js");
        let (_, pace) = script.split_once("const PACE = {").expect("embed.js paces itself");
        let (pace, _) = pace.split_once('}').expect("its numbers end");
        let number = |name: &str| {
            let field = pace.split(',').find_map(|field| field.trim().strip_prefix(name)?.strip_prefix(": "));
            let digits = field.unwrap_or_else(|| panic!("{name}")).trim().replace('_', "");
            digits.parse::<f64>().expect("a number")
        };
        assert_eq!([number("base"), number("part"), number("picture")], [BASE, PART, f64::from(PICTURE)]);
        assert!(number("perMs") < PER_MS && number("most") < MOST);
        assert!(number("unanswered") < crate::embed::state::MOST_OWED as f64);
    }

    #[test]
    fn pictures_are_made_about_ten_times_a_second() {
        let mut bucket = Bucket::default();
        flood(&mut bucket, 0.0, PICTURE);
        let (n_made, n_told) = flood(&mut bucket, 1_000.0, PICTURE);
        assert!((8..=11).contains(&n_made) && n_told == 1, "{n_made}, {n_told}");
    }

    #[test]
    fn who_asks_at_every_frame_is_heard() {
        let mut bucket = Bucket::default();
        for frame in 0..1_000 {
            for _ in 0..2 {
                assert_eq!(bucket.admit(f64::from(frame) * 1_000.0 / 60.0), Verdict::Read);
                bucket.charge(6_000, 400);
            }
        }
    }

    #[test]
    fn a_large_message_is_read_and_then_others_again() {
        let mut bucket = Bucket::default();
        assert_eq!(bucket.admit(0.0), Verdict::Read);
        bucket.charge(LARGEST, 0);
        assert_eq!(bucket.admit(10.0), Verdict::Tell);
        assert_eq!(bucket.admit(3_000.0), Verdict::Read);
    }

    #[test]
    fn a_clock_that_goes_back_gives_nothing() {
        let mut bucket = Bucket::default();
        flood(&mut bucket, 0.0, 0);
        while bucket.admit(1_000.0) == Verdict::Read {}
        assert_eq!(bucket.admit(0.0), Verdict::Drop);
        assert_ne!(bucket.admit(f64::NAN), Verdict::Read);
    }
}

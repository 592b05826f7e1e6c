//! MNIST: from its four files, or from the pack beside the page. Its images are straightened and handed to the trainer a few at a
//! time, so that the page stays at its frame rate.

use digits::idx::{images_in, labels_in};
use digits::pack::Pack;
use digits::{DigitImage, N_PIXELS, Preprocessing};
use learning::ImageSource;

use super::samples::Images;

/// The images of a step: a few milliseconds' work.
const AT_ONCE: usize = 500;

/// A message to MNIST.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Whether there is a pack beside the page.
    HasPack(bool),
    /// Fetch the pack.
    Fetch,
    /// So many bytes of the pack have arrived, of so many, unless that is unknown.
    Progress(f32, Option<f32>),
    /// The pack, or why it did not arrive.
    Pack(Result<Vec<u8>, String>),
    /// One of the four files, unpacked, by its name, or why it could not be read.
    File(String, Result<Vec<u8>, String>),
}

/// An effect of MNIST.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Find out whether there is a pack, and reply with [`Msg::HasPack`].
    FindPack,
    /// Fetch the pack, and reply with [`Msg::Progress`] and [`Msg::Pack`].
    FetchPack,
}

/// Whether a file of this name is one of MNIST's.
pub fn is_mnist(name: &str) -> bool {
    ["idx3", "idx1"].iter().any(|kind| name.contains(kind))
}

/// MNIST, on its way to the trainer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mnist {
    has_pack: bool,
    /// Files of images, and of labels, at most two of each.
    files: [Vec<Vec<u8>>; 2],
    state: State,
    says: String,
    is_wrong: bool,
}

#[derive(Clone, Debug, Default)]
enum State {
    #[default]
    Absent,
    /// How many bytes have arrived, and of how many, if that is known.
    Fetching(f32, Option<f32>),
    /// How many images have been handed over.
    Collecting(Contents, usize),
    Ready(usize),
}

/// Images to train on, and images that are held out.
#[derive(Clone, Debug)]
enum Contents {
    Pack(Pack),
    /// Of each part a file of images and one of labels, which have been checked.
    Files([(Vec<u8>, Vec<u8>); 2]),
}

/// What is shown of MNIST.
#[derive(Clone, Debug, PartialEq)]
pub struct MnistScene {
    /// Whether the pack is offered.
    pub offers_pack: bool,
    /// Whether it is there to train on.
    pub is_ready: bool,
    /// How far it is, or what went wrong.
    pub says: String,
    /// Whether something went wrong.
    pub is_wrong: bool,
}

impl Contents {
    /// How many images there are, and how many of them are to train on.
    fn counts(&self) -> (usize, usize) {
        match self {
            Contents::Pack(pack) => (pack.labels().len(), pack.n_training()),
            Contents::Files(parts) => {
                let [n_training, n_held_out] = parts.each_ref().map(|(_, labels)| n_items(labels));
                (n_training + n_held_out, n_training)
            }
        }
    }

    /// The image and its label. Images are asked for in order.
    fn next(&mut self, idx: usize) -> Option<([u8; N_PIXELS], u8)> {
        match self {
            Contents::Pack(pack) => pack.next_image(),
            Contents::Files(parts) => {
                let n_training = n_items(&parts[0].1);
                let (part, idx) =
                    if idx < n_training { (&parts[0], idx) } else { (&parts[1], idx - n_training) };
                Some((images_in(&part.0).ok()?[idx], labels_in(&part.1).ok()?[idx]))
            }
        }
    }
}

/// The number of labels in a file, which is its length without its header.
const fn n_items(labels: &[u8]) -> usize {
    labels.len() - 8
}

impl Mnist {
    /// Handles `msg`. Returns whether MNIST has begun to come in.
    pub(crate) fn update(&mut self, msg: Msg, out: &mut Vec<Effect>) {
        match msg {
            Msg::HasPack(has_pack) => self.has_pack = has_pack,
            Msg::Fetch if matches!(self.state, State::Absent) => {
                (self.state, self.is_wrong) = (State::Fetching(0.0, None), false);
                out.push(Effect::FetchPack);
            }
            Msg::Progress(n_bytes, total) if matches!(self.state, State::Fetching(..)) => {
                self.state = State::Fetching(n_bytes, total);
            }
            Msg::Pack(pack) if matches!(self.state, State::Fetching(..)) => {
                match pack.and_then(|bytes| Pack::from_bytes(&bytes).map_err(|error| error.to_string())) {
                    Ok(pack) => self.state = State::Collecting(Contents::Pack(pack), 0),
                    Err(why) => {
                        self.state = State::Absent;
                        self.complain(["MNIST could not be loaded: ", &why, "."].concat());
                    }
                }
            }
            Msg::File(name, file) => match file.and_then(|bytes| self.add(bytes)) {
                Ok(()) => self.begin_if_complete(),
                Err(why) => self.complain([&name, " is not one of MNIST’s files: ", &why, "."].concat()),
            },
            Msg::Fetch | Msg::Progress(..) | Msg::Pack(_) => {}
        }
    }

    fn complain(&mut self, text: String) {
        (self.says, self.is_wrong) = (text, true);
    }

    /// Keeps a file, in the place of an earlier one of its kind and length.
    fn add(&mut self, bytes: Vec<u8>) -> Result<(), String> {
        let is_of_labels = bytes.get(3) == Some(&1);
        let checked = if is_of_labels { labels_in(&bytes).map(drop) } else { images_in(&bytes).map(drop) };
        checked.map_err(|error| error.to_string())?;
        let files = &mut self.files[usize::from(is_of_labels)];
        files.retain(|file| file.len() != bytes.len());
        files.push(bytes);
        // The larger part is the one to train on.
        files.sort_by_key(|file| std::cmp::Reverse(file.len()));
        files.truncate(2);
        let n = self.files.iter().map(Vec::len).sum::<usize>();
        (self.says, self.is_wrong) = (format!("{n} of MNIST’s 4 files are loaded."), false);
        Ok(())
    }

    fn begin_if_complete(&mut self) {
        if self.files.iter().any(|files| files.len() < 2) {
            return;
        }
        let [mut images, mut labels] = std::mem::take(&mut self.files);
        let (Some(held_out), Some(training)) =
            (images.pop().zip(labels.pop()), images.pop().zip(labels.pop()))
        else {
            return;
        };
        let parts = [training, held_out];
        let fit = |(images, labels): &(Vec<u8>, Vec<u8>)| {
            images_in(images).is_ok_and(|images| images.len() == n_items(labels))
        };
        if parts.iter().all(fit) {
            self.state = State::Collecting(Contents::Files(parts), 0);
        } else {
            self.complain("The image and label files do not match. Choose all four again.".to_owned());
        }
    }

    /// Whether images are waiting to be handed to the trainer.
    pub(crate) fn is_moving(&self) -> bool {
        matches!(self.state, State::Collecting(..))
    }

    /// Whether they have all been handed over.
    pub(crate) fn is_ready(&self) -> bool {
        matches!(self.state, State::Ready(_))
    }

    /// The next images for the trainer, by the steps that the network's ink goes through.
    pub(crate) fn tick(&mut self, preprocessing: &Preprocessing) -> Option<Images> {
        let State::Collecting(contents, n_done) = &mut self.state else { return None };
        let (n_images, n_training) = contents.counts();
        let is_held_out = *n_done >= n_training;
        let end = (*n_done + AT_ONCE).min(if is_held_out { n_images } else { n_training });
        let mut images = Images::new(ImageSource::Mnist, *n_done == 0, is_held_out);
        for idx in *n_done..end {
            if let Some((pixels, label)) = contents.next(idx) {
                let image = DigitImage::from_bytes(&pixels).preprocessed(preprocessing);
                images.push(label, &image.to_bytes());
            }
        }
        *n_done = end;
        if end == n_images {
            self.state = State::Ready(n_images);
        }
        Some(images)
    }

    /// What is shown of it.
    pub(crate) fn scene(&self) -> MnistScene {
        let percent = |share: f32| app::number::percent(share);
        MnistScene {
            offers_pack: self.has_pack && matches!(self.state, State::Absent),
            is_ready: self.is_ready(),
            says: match &self.state {
                State::Absent => self.says.clone(),
                State::Fetching(n_bytes, total) => {
                    let so_far = match total {
                        Some(total) => percent((n_bytes / total.max(1.0)).clamp(0.0, 1.0)),
                        None => [&app::number::fixed(n_bytes / 1e6, 1), " MB so far"].concat(),
                    };
                    ["Downloading MNIST: ", &so_far].concat()
                }
                State::Collecting(contents, n_done) => {
                    let share = *n_done as f32 / contents.counts().0.max(1) as f32;
                    ["Straightening MNIST: ", &percent(share)].concat()
                }
                State::Ready(n) => [&app::number::thousands(*n), " MNIST images are loaded."].concat(),
            },
            is_wrong: self.is_wrong && matches!(self.state, State::Absent),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use digits::pack::to_bytes;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    /// Any message to MNIST.
    pub(crate) fn any_msg() -> impl Strategy<Value = Msg> {
        let pack = || {
            let images = [[9; 784]; 4];
            let pack = to_bytes((&images[..3], &[1, 2, 3]), (&images[3..], &[4]));
            select(vec![pack, Vec::new()]).prop_map(Ok)
        };
        let file = || vec(any::<u8>(), 0..40).prop_map(Ok);
        prop_oneof![
            2 => any::<bool>().prop_map(Msg::HasPack),
            4 => Just(Msg::Fetch),
            1 => (any::<f32>(), any::<Option<f32>>()).prop_map(|(n, total)| Msg::Progress(n, total)),
            4 => pack().prop_map(Msg::Pack),
            1 => ".{0,9}".prop_map(|why| Msg::Pack(Err(why))),
            1 => (".{0,9}", file()).prop_map(|(name, file)| Msg::File(name, file)),
        ]
    }

    fn idx(n: u8, labels: bool) -> Vec<u8> {
        let mut file = vec![0, 0, 8, if labels { 1 } else { 3 }, 0, 0, 0, n];
        if labels {
            file.extend((0..n).map(|idx| idx % 10));
        } else {
            file.extend([0, 0, 0, 28, 0, 0, 0, 28]);
            (0..n).for_each(|idx| file.extend([idx; N_PIXELS]));
        }
        file
    }

    fn collected(mnist: &mut Mnist) -> Vec<Images> {
        std::iter::from_fn(|| mnist.tick(&Preprocessing::none())).collect()
    }

    fn hear(mnist: &mut Mnist, msg: Msg) -> Vec<Effect> {
        let mut effects = Vec::new();
        mnist.update(msg, &mut effects);
        effects
    }

    #[test]
    fn four_files_in_any_order_become_images_and_the_larger_part_is_trained_on() {
        let mut mnist = Mnist::default();
        for (n, labels) in [(3, false), (7, true), (3, true)] {
            hear(&mut mnist, Msg::File("a".to_owned(), Ok(idx(n, labels))));
        }
        assert_eq!(mnist.scene().says, "3 of MNIST’s 4 files are loaded.");
        hear(&mut mnist, Msg::File("train-images-idx3-ubyte".to_owned(), Ok(idx(7, false))));
        assert!(mnist.is_moving());
        let [training, held_out] = &collected(&mut mnist)[..] else { panic!("both parts") };
        assert_eq!((training.is_first, training.is_held_out, training.labels.len()), (true, false, 7));
        assert_eq!((held_out.is_first, held_out.is_held_out, held_out.labels.len()), (false, true, 3));
        assert_eq!(training.pixels[5 * N_PIXELS], 5);
        assert_eq!(mnist.scene().says, "10 MNIST images are loaded.");
    }

    #[test]
    fn the_pack_is_fetched_once_and_checked() {
        let mut mnist = Mnist::default();
        assert!(!mnist.scene().offers_pack);
        hear(&mut mnist, Msg::HasPack(true));
        assert!(mnist.scene().offers_pack);
        assert_eq!(hear(&mut mnist, Msg::Fetch), [Effect::FetchPack]);
        assert!(hear(&mut mnist, Msg::Fetch).is_empty());
        hear(&mut mnist, Msg::Progress(250.0, Some(1_000.0)));
        assert_eq!(mnist.scene().says, "Downloading MNIST: 25%");
        hear(&mut mnist, Msg::Progress(432_100.0, None));
        assert_eq!(mnist.scene().says, "Downloading MNIST: 0.4 MB so far");
        hear(&mut mnist, Msg::Pack(Ok(b"<!doctype html>, and more of it".to_vec())));
        assert!(mnist.scene().is_wrong && mnist.scene().says.contains("it is not a pack of digits"));
        hear(&mut mnist, Msg::Fetch);
        let (images, labels) = ([[255; N_PIXELS]; 3], [1, 2, 3]);
        let pack = to_bytes((&images[..2], &labels[..2]), (&images[2..], &labels[2..]));
        hear(&mut mnist, Msg::Pack(Ok(pack)));
        let collected = collected(&mut mnist);
        assert_eq!(
            collected.iter().map(|images| images.labels.clone()).collect::<Vec<_>>(),
            [vec![1, 2], vec![3]]
        );
        assert!(mnist.is_ready());
    }

    #[test]
    fn what_is_none_of_the_files_is_refused_by_name() {
        let mut mnist = Mnist::default();
        hear(&mut mnist, Msg::File("x.idx3".to_owned(), Ok(idx(3, false)[..100].to_vec())));
        assert!(
            mnist.scene().is_wrong
                && mnist.scene().says.starts_with("x.idx3 is not one of MNIST’s files: 100 bytes")
        );
        for (n, labels) in [(3, false), (4, false), (7, true), (3, true)] {
            hear(&mut mnist, Msg::File("a".to_owned(), Ok(idx(n, labels))));
        }
        assert!(mnist.scene().says.starts_with("The image and label files do not match"));
    }
}

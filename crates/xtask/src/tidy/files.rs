//! Rules for file names and sizes: no data sets and nothing large is committed.

/// No file of the project needs more.
const MAX_BYTES: u64 = 512 * 1024;

/// A shipped model holds up to a few hundred thousand weights as JSON.
const MAX_MODEL_BYTES: u64 = 2 * 1024 * 1024;

/// Parts of names that only data files have.
const DATA_NAMES: &[&str] = &["ubyte", "pendigits", ".npz", ".npy", ".safetensors", ".gz", ".zip"];

/// Small test networks that other programs saved.
const FOREIGN_NETWORKS: &str = "crates/models/tests/foreign/";

/// What is wrong with a file of this name (with `/` separators) and size.
pub(super) fn check_file(name: &str, bytes: u64) -> Vec<String> {
    let mut complaints = Vec::new();
    let is_fixture = name.starts_with(FOREIGN_NETWORKS) && name.ends_with(".safetensors");
    if !is_fixture && DATA_NAMES.iter().any(|part| name.contains(part)) {
        complaints.push(format!("{name}: do not commit data; it is downloaded or generated"));
    }
    let is_model = name.starts_with("pretrained/") && name.ends_with(".json");
    let most = if is_model { MAX_MODEL_BYTES } else { MAX_BYTES };
    if bytes > most {
        complaints.push(format!("{name}: {bytes} bytes, more than the limit of {most}"));
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_known_by_its_name() {
        for name in
            ["data/t10k-images-idx3-ubyte", "strokes/pendigits-train.jsonl", "weights.npz", "a.jsonl.gz"]
        {
            assert_eq!(check_file(name, 1).len(), 1, "{name}");
        }
        assert!(check_file("crates/digits/src/idx.rs", 9_000).is_empty());
        assert!(check_file("crates/models/tests/foreign/relu.safetensors", 9_000).is_empty());
        assert_eq!(check_file("crates/nn/tests/relu.safetensors", 9_000).len(), 1);
    }

    #[test]
    fn only_models_may_be_large() {
        assert!(check_file("pretrained/sharp.json", 1_500_000).is_empty());
        assert_eq!(check_file("pretrained/sharp.json", 3_000_000).len(), 1);
        assert_eq!(check_file("docs/picture.png", 1_500_000).len(), 1);
    }
}

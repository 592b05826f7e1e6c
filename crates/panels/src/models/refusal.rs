//! Why a file is no model, in the words of the person who brought it: what it is instead, or what is wrong with it, and
//! what to do. What the reader found goes at the end, in brackets.

use models::{
    FieldProblem, MAX_HIDDEN_LAYERS, MAX_MODEL_BYTES, MAX_NEURONS, MAX_PARAMETERS, ModelError,
    ModelFileError, ReadModelError,
};

use app::number;

const CUT_OFF: &str = "it ends too early to be a model: download or copy it again";
const DAMAGED: &str = "it is damaged or was changed by mistake: download or copy it again";
const UNFIT: &str = "its numbers do not fit together";
const NOT_FINITE: &str = "one of its weights or biases is infinite or not a number";
const UNKNOWN: &str =
    "it is not a model: Inkling reads its own JSON, network2.py’s JSON and PyTorch’s .safetensors";
const PICTURE: &str = "it is a picture, not a model: draw the digit on the pad instead";

/// The reason as a phrase about the file, these `bytes`.
pub(super) fn reason(bytes: &[u8], error: &ReadModelError) -> String {
    let (words, has_detail) = match error {
        ReadModelError::ModelFile(error) => return model_file(bytes, error),
        ReadModelError::Packed(error) => return error.to_string(),
        ReadModelError::Model(error) => (model(error), false),
        ReadModelError::NotNetwork2(_) => {
            ("it looks like a network2.py file, but part of it is missing or wrong".to_owned(), true)
        }
        ReadModelError::NotSafetensors(_) => match kind(bytes) {
            Some(kind) => (kind.to_owned(), false),
            None if bytes.get(8) != Some(&b'{') => (UNKNOWN.to_owned(), false),
            None => (
                "it is a .safetensors file that is cut off or damaged: download or copy it again".to_owned(),
                true,
            ),
        },
        ReadModelError::Field { problem, .. } => (field(problem), true),
    };
    if has_detail { with_detail(&words, &error.to_string()) } else { words }
}

/// Why a file of this size is not even read.
pub(super) fn too_large(n_bytes: usize) -> String {
    let megabytes = |n_bytes: usize| number::fixed(n_bytes as f32 / (1024.0 * 1024.0), 0);
    let (found, most) = (megabytes(n_bytes), megabytes(MAX_MODEL_BYTES));
    format!("it is too large: {found} MB; the limit is {most} MB")
}

fn with_detail(words: &str, detail: &str) -> String {
    [words, " (", detail, ")"].concat()
}

fn model_file(bytes: &[u8], error: &ModelFileError) -> String {
    use ModelFileError as E;
    let words = match error {
        E::TooManyBytes { found } => return too_large(*found),
        E::Model(error) => return model(error),
        E::Malformed(cause) => match kind(bytes) {
            Some(kind) => return kind.to_owned(),
            None if !bytes.trim_ascii_start().starts_with(b"{") => return UNKNOWN.to_owned(),
            None if cause.is_eof() => return CUT_OFF.to_owned(),
            None if cause.is_data() => "part of the model is missing or not what it should be",
            None => DAMAGED,
        },
        E::WrongFormat { .. } => "it is a file from another program",
        E::UnsupportedVersion { .. } => {
            "it was made by a newer version of Inkling: reload the page to update"
        }
        E::InputSize { width, height } => {
            return format!("it reads images of {width}×{height} pixels; Inkling’s are 28×28");
        }
        E::MissingActivation { .. } => "it does not say which activation function each layer has",
        E::UnknownActivation { .. } => "it has an activation function that Inkling does not know",
        E::RowLength { .. } | E::RowCount { .. } => UNFIT,
        E::NonFiniteWeight { .. } | E::NonFiniteBias { .. } => NOT_FINITE,
        E::TooManyEpochs { .. } | E::BadShare { .. } | E::ParameterCount { .. } => {
            "what it says about itself cannot be true"
        }
        E::Preprocessing(_) => "it uses a preprocessing step that Inkling does not know",
    };
    with_detail(words, &error.to_string())
}

fn model(error: &ModelError) -> String {
    match error {
        ModelError::BadText { max_chars, .. } => {
            format!("its name or title is empty, longer than {max_chars} characters, or not plain text")
        }
        ModelError::HiddenLayers { found: 0 } => {
            "it has no hidden layer, and Inkling shows 1 to 6".to_owned()
        }
        ModelError::HiddenLayers { found } => {
            format!("it has {found} hidden layers, and Inkling shows at most {MAX_HIDDEN_LAYERS}")
        }
        ModelError::InputCount { found } => inputs(*found),
        ModelError::OutputCount { found } => outputs(*found),
        ModelError::NeuronCount { found, .. } => neurons(*found),
        ModelError::TooManyParameters { found } => {
            let [found, most] = [*found, MAX_PARAMETERS].map(number::thousands);
            format!("it has {found} weights and biases, and Inkling shows at most {most}")
        }
        ModelError::Network(error) => with_detail("its layers do not make a network", &error.to_string()),
    }
}

fn inputs(found: usize) -> String {
    format!("it takes {found} inputs, but Inkling’s images have 784 pixels")
}

fn outputs(found: usize) -> String {
    format!("it has {found} outputs, but there are ten digits")
}

fn neurons(found: usize) -> String {
    match found {
        0 => "it has a layer without neurons".to_owned(),
        _ => format!("it has a layer of {found} neurons, and Inkling shows at most {MAX_NEURONS}"),
    }
}

/// What is wrong with a field of a file from another program.
fn field(problem: &FieldProblem) -> String {
    match problem {
        FieldProblem::Count { found, what: "inputs", .. } => inputs(*found),
        FieldProblem::Count { found, what: "outputs", .. } => outputs(*found),
        FieldProblem::Neurons { found } => neurons(*found),
        FieldProblem::Count { .. } | FieldProblem::DoesNotFit { .. } => UNFIT.to_owned(),
        FieldProblem::NotFinite { .. } => NOT_FINITE.to_owned(),
        FieldProblem::UnknownTensor => "it has layers that Inkling cannot show".to_owned(),
        FieldProblem::TwoStacks { .. } => {
            "it holds more than one network: save only the one you want".to_owned()
        }
        FieldProblem::NumberType { .. } => {
            "its numbers are not float32 or float64: convert them first".to_owned()
        }
        FieldProblem::NoWeights { .. } => "it has a layer without weights".to_owned(),
        FieldProblem::UnknownFunction { .. } => {
            "it has an activation function that Inkling does not know or cannot use there".to_owned()
        }
    }
}

/// What a file is that was never a model, as far as its beginning tells.
fn kind(bytes: &[u8]) -> Option<&'static str> {
    const BEGINNINGS: [(&[u8], &str); 16] = [
        (b"\x89PNG", PICTURE),
        (b"\xff\xd8\xff", PICTURE),
        (b"GIF8", PICTURE),
        (b"RIFF", PICTURE),
        (b"<svg", PICTURE),
        (b"%PDF", "it is a PDF document, not a model"),
        (b"<!doctype", WEB_PAGE),
        (b"<html", WEB_PAGE),
        (
            b"PK\x03\x04",
            "it is a zip archive or a PyTorch checkpoint: save the network as .safetensors, or unpack it first",
        ),
        (b"\x80\x02", PICKLE),
        (b"\x80\x04", PICKLE),
        (b"\x1f\x8b", "it is compressed with gzip: unpack it first"),
        (b"\x89HDF", "it is an HDF5 file, such as Keras writes: save the network as .safetensors"),
        (b"\x93NUMPY", "it is a NumPy array: save the network as .safetensors"),
        (b"\0\0\x08\x03", "it holds MNIST’s images, not a model"),
        (b"\0\0\x08\x01", "it holds MNIST’s labels, not a model"),
    ];
    const WEB_PAGE: &str = "it is a web page, not a model: perhaps this is the page about the file";
    const PICKLE: &str =
        "it is a Python pickle, which Inkling does not read: save the network as .safetensors";
    let start = bytes.trim_ascii_start();
    let begins = |beginning: &[u8]| {
        [bytes, start].iter().any(|text| {
            text.get(..beginning.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(beginning))
        })
    };
    if let Some((_, words)) = BEGINNINGS.iter().find(|(beginning, _)| begins(beginning)) {
        return Some(words);
    }
    match start {
        [] => Some("it is empty"),
        // Photographs of phones.
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some(PICTURE),
        [b'{', ..] if start.get(..200).unwrap_or(start).windows(9).any(|part| part == b"\"strokes\"") => {
            Some("it holds drawings, not a model")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::{model_json, model_packed};

    const RELU: &[u8] = include_bytes!("../../../models/tests/foreign/relu.safetensors");

    fn refused(bytes: &[u8]) -> String {
        reason(bytes, &models::read_model(bytes, "a file").expect_err("it is no model"))
    }

    #[test]
    fn what_is_no_model_is_called_what_it_is() {
        for (bytes, expected) in [
            (&b""[..], "it is empty"),
            (b" \n", "it is empty"),
            (b"\x89PNG\r\n\x1a\n....", PICTURE),
            (b"\xff\xd8\xff\xe0....", PICTURE),
            (b"\0\0\0\x20ftypheic", PICTURE),
            (
                b"\n<!DOCTYPE html><title>",
                "it is a web page, not a model: perhaps this is the page about the file",
            ),
            (
                b"PK\x03\x04....",
                "it is a zip archive or a PyTorch checkpoint: save the network as .safetensors, or unpack it first",
            ),
            (b"\x1f\x8b\x08....", "it is compressed with gzip: unpack it first"),
            (b"\0\0\x08\x03\0\0\x27\x10", "it holds MNIST’s images, not a model"),
            (b"a letter", UNKNOWN),
            (b"[1, 2]", UNKNOWN),
            (br#"{"label": 3, "strokes": [[[0, 1]]]}"#, "it holds drawings, not a model"),
            (b"{", CUT_OFF),
            (
                b"{\"format\": \"inkling-model\",}",
                "it is damaged or was changed by mistake: download or copy it again (not a model file: trailing comma at line 1 column 28)",
            ),
            (
                b"{}",
                "part of the model is missing or not what it should be (not a model file: missing field `format` at line 1 column 2)",
            ),
        ] {
            assert_eq!(refused(bytes), expected, "{}", String::from_utf8_lossy(bytes));
        }
        assert_eq!(too_large(70 << 20), "it is too large: 70 MB; the limit is 64 MB");
    }

    /// A file of the page's own format, with something replaced.
    #[test]
    fn what_is_wrong_with_a_model_file_is_said_before_where() {
        let json = String::from_utf8(model_json(&[784, 4, 10])).expect("text");
        for (from, to, expected) in [
            (
                "inkling-model",
                "other",
                "it is a file from another program (`format` is \"other\", expected \"inkling-model\")",
            ),
            (
                "\"version\": 1",
                "\"version\": 9",
                "it was made by a newer version of Inkling: reload the page to update (unsupported format version 9 (supported: 1))",
            ),
            ("\"width\": 28", "\"width\": 20", "it reads images of 20×28 pixels; Inkling’s are 28×28"),
            (
                "sigmoid",
                "gelu",
                "it has an activation function that Inkling does not know (layer 0 has the unknown activation function \"gelu\")",
            ),
            (
                "straighten",
                "blur",
                "it uses a preprocessing step that Inkling does not know (unknown preprocessing step \"blur\" (known: fit-20, straighten, centre-of-mass))",
            ),
        ] {
            let changed = json.replace(from, to);
            let compact = json.replace(&from.replace(": ", ":"), &to.replace(": ", ":"));
            let changed = if changed == json { compact } else { changed };
            assert_eq!(refused(changed.as_bytes()), expected);
        }
        assert_eq!(refused(&json.as_bytes()[..json.len() / 2]), CUT_OFF);
    }

    #[test]
    fn what_is_wrong_with_other_formats_is_said_before_where() {
        let mut not_finite = RELU.to_vec();
        let last = not_finite.len() - 4;
        not_finite[last..].copy_from_slice(&f32::NAN.to_le_bytes());
        let packed = model_packed(&[784, 4, 10]);
        let newer: Vec<u8> = [&packed[..8], &[9], &packed[9..]].concat();
        for (bytes, expected) in [
            (
                br#"{"sizes":[784,30,9],"weights":[],"biases":[]}"#.to_vec(),
                "it has 9 outputs, but there are ten digits (`sizes[2]`: 9 outputs, expected 10)",
            ),
            (
                br#"{"sizes":[100,30,10],"weights":[],"biases":[]}"#.to_vec(),
                "it takes 100 inputs, but Inkling’s images have 784 pixels (`sizes[0]`: 100 inputs, expected 784)",
            ),
            (
                br#"{"sizes":[784,10],"weights":[],"biases":[]}"#.to_vec(),
                "it has no hidden layer, and Inkling shows 1 to 6",
            ),
            (
                br#"{"sizes":[784,5000,10],"weights":[],"biases":[]}"#.to_vec(),
                "it has a layer of 5000 neurons, and Inkling shows at most 1024 (`sizes[1]`: 5000 neurons, expected 1 to 1024)",
            ),
            (
                br#"{"sizes":[784,30,10]}"#.to_vec(),
                "it looks like a network2.py file, but part of it is missing or wrong (not a network2.py file: missing field `weights` at line 1 column 21)",
            ),
            (
                not_finite,
                "one of its weights or biases is infinite or not a number (`2.weight`: number 119 is not finite)",
            ),
            (
                packed[..packed.len() / 2].to_vec(),
                "it ends too early to be a model: download or copy it again",
            ),
            (
                [&packed[..], b"more"].concat(),
                "it has 4 extra bytes after the end of the model: download or copy it again",
            ),
            (
                newer,
                "it was made by a newer version of Inkling: update this one, or reload its page (packed format version 9, not 1)",
            ),
        ] {
            assert_eq!(refused(&bytes), expected);
        }
        let cut = refused(&RELU[..300]);
        assert!(
            cut.starts_with(
                "it is a .safetensors file that is cut off or damaged: download or copy it again ("
            ),
            "{cut}"
        );
    }
}

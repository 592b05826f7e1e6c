//! Writes answers and events as JSON.

use std::fmt::Write as _;

use app::named::Named;
use app::state::Core;
use models::ModelSource;
use nn::ForwardPass;

use crate::embed::msg::{Effect, Ticket};
use crate::embed::protocol::{Code, Kind, VERBS, VERSION};
use crate::json::quoted;
use crate::picture::Format;

/// A message under way to the host.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    kind: Kind,
    json: String,
}

impl Reply {
    /// An answer to the request with this number, or an event.
    pub(super) fn new(kind: Kind, in_reply_to: Option<u64>) -> Reply {
        let start = ["{\"inkling\":", &VERSION.to_string(), ",\"type\":\"", kind.name(), "\""];
        let mut json = start.concat();
        if let Some(id) = in_reply_to {
            json.push_str(&[",\"inReplyTo\":", &id.to_string()].concat());
        }
        Reply { kind, json }
    }

    /// Adds a text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.raw(name, &quoted(text));
    }

    /// Adds a text, or null.
    pub(super) fn text_or_null(&mut self, name: &str, text: Option<&str>) {
        self.raw(name, &text.map_or_else(|| "null".to_owned(), quoted));
    }

    /// Adds a number, or null.
    pub(super) fn number(&mut self, name: &str, number: Option<f32>) {
        let mut text = String::new();
        push_number(&mut text, number.unwrap_or(f32::NAN));
        self.raw(name, &text);
    }

    /// Adds `true` or `false`.
    pub(super) fn flag(&mut self, name: &str, is_true: bool) {
        self.raw(name, if is_true { "true" } else { "false" });
    }

    /// Adds JSON.
    pub(super) fn raw(&mut self, name: &str, json: &str) {
        debug_assert!(self.kind.has(name), "{:?} has no field {name}", self.kind);
        for part in [",\"", name, "\":", json] {
            self.json.push_str(part);
        }
    }

    /// The message.
    pub(super) fn finish(mut self) -> String {
        self.json.push('}');
        self.json
    }
}

/// That a request is refused.
pub fn error(in_reply_to: Option<u64>, code: Code, message: &str) -> String {
    let mut reply = Reply::new(Kind::Error, in_reply_to);
    reply.text("code", code.name());
    reply.text("message", message);
    reply.finish()
}

/// Refuses a request.
pub(crate) fn refuse(ticket: Ticket, code: Code, message: &str) -> Effect {
    Effect::Post(Some(ticket.line), error(ticket.id, code, message))
}

/// Refuses to tell of an answer that is covered on the page.
pub(crate) fn covered(ticket: Ticket) -> Effect {
    let message = "The answer is covered: it has not been predicted yet, or a replay has not reached it.";
    refuse(ticket, Code::Covered, message)
}

/// Refuses what needs a network.
pub(crate) fn no_network(ticket: Ticket) -> Effect {
    refuse(ticket, Code::NoNetwork, "There is no network yet.")
}

/// That the page is there, for any host that listens. Nothing in it is private.
pub fn invitation() -> String {
    greeting(None).finish()
}

/// That the page is there, with the model in use.
pub(crate) fn ready(in_reply_to: Option<u64>, core: &Core) -> String {
    let mut reply = greeting(in_reply_to);
    reply.text_or_null("model", core.model_source().map(ModelSource::name));
    reply.finish()
}

fn greeting(in_reply_to: Option<u64>) -> Reply {
    let mut reply = Reply::new(Kind::Ready, in_reply_to);
    reply.raw("version", &VERSION.to_string());
    let names: Vec<String> = VERBS.iter().map(|line| quoted(line.name)).collect();
    reply.raw("capabilities", &["[", &names.join(","), "]"].concat());
    reply
}

/// How high the page wants to be.
pub(super) fn resized(width: u32, height: u32) -> String {
    let mut reply = Reply::new(Kind::Resize, None);
    reply.raw("width", &width.to_string());
    reply.raw("height", &height.to_string());
    reply.finish()
}

/// That the page has ended.
pub(crate) fn destroyed(in_reply_to: Option<u64>) -> String {
    Reply::new(Kind::Destroyed, in_reply_to).finish()
}

/// A picture: an SVG document, or the address of data of a PNG.
pub fn painted(in_reply_to: Option<u64>, format: Format, data: &str) -> String {
    let mut reply = Reply::new(Kind::Picture, in_reply_to);
    reply.text("format", format.name());
    reply.text("data", data);
    reply.finish()
}

/// A list of numbers.
pub(super) fn numbers(numbers: &[f32]) -> String {
    let mut list = String::from("[");
    for (idx, number) in numbers.iter().enumerate() {
        if idx > 0 {
            list.push(',');
        }
        push_number(&mut list, *number);
    }
    list.push(']');
    list
}

/// The numbers of each layer, the input first.
pub(super) fn layers(input: &[f32], pass: &ForwardPass, n_layers: usize) -> String {
    let layers = (0..n_layers).map(|layer_idx| numbers(pass.activations(layer_idx)));
    ["[", &std::iter::once(numbers(input)).chain(layers).collect::<Vec<_>>().join(","), "]"].concat()
}

/// A number with as few digits as give it back, or null where JSON has none.
fn push_number(text: &mut String, number: f32) {
    if number.is_finite() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{number}");
    } else {
        text.push_str("null");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_and_number_is_read_as_it_was_written(text in any::<String>(), number in any::<f32>()) {
            let mut reply = Reply::new(Kind::LessonCompleted, Some(7));
            reply.text("lesson", &text);
            reply.number("score", Some(number));
            let read: serde_json::Value = serde_json::from_str(&reply.finish()).expect("JSON");
            prop_assert_eq!(read["lesson"].as_str(), Some(text.as_str()));
            prop_assert_eq!(read["inReplyTo"].as_u64(), Some(7));
            match number.is_finite() {
                true => prop_assert_eq!(read["score"].as_f64().map(|number| number as f32), Some(number)),
                false => prop_assert!(read["score"].is_null()),
            }
        }
    }
}

//! Files: chosen, dropped and pasted. Whatever kind they are of, they find their way.

use panels::lesson::{
    self,
    source::{Source, is_lesson},
};
use panels::models::{Msg, is_model_text};
use panels::training;
use panels::training::data::{is_drawings, is_mnist, mnist, own};
use web::{Message, Wiring};
use web_sys::{ClipboardEvent, DataTransfer, DragEvent};

use crate::files::{on_chosen, read_each};
use crate::tell::{message, tell};

pub(crate) fn listen(wiring: &mut Wiring) {
    on_chosen(wiring, "#model-file", message_of);
    for event in ["dragenter", "dragover"] {
        wiring.on_document(event, |event: &DragEvent| {
            event.data_transfer().filter(has_files)?;
            event.prevent_default();
            tell(Msg::Dragging(true))
        });
    }
    wiring.on_document("dragleave", |event: &DragEvent| {
        // Moving between elements does not leave the page.
        if event.related_target().is_none() { tell(Msg::Dragging(false)) } else { None }
    });
    let sender = wiring.sender().clone();
    wiring.on_document("drop", move |event: &DragEvent| {
        let data = event.data_transfer().filter(has_files)?;
        event.prevent_default();
        read_each(data.files(), &sender, message_of);
        tell(Msg::Dragging(false))
    });
    let sender = wiring.sender().clone();
    wiring.on_document("paste", move |event: &ClipboardEvent| {
        let data = event.clipboard_data()?;
        if has_files(&data) {
            event.prevent_default();
            read_each(data.files(), &sender, message_of);
            return None;
        }
        let text = data.get_data("text/plain").ok().filter(|text| is_model_text(text))?;
        event.prevent_default();
        tell(Msg::Text(text))
    });
}

fn has_files(data: &DataTransfer) -> bool {
    data.types().includes(&"Files".into(), 0)
}

/// For a file of any kind: a model, a lesson, or what one trains on.
fn message_of(name: String, bytes: Result<Vec<u8>, String>) -> Message {
    if is_drawings(&name) {
        message(training::Msg::Own(own::Msg::Import(bytes)))
    } else if is_mnist(&name) {
        message(training::Msg::Mnist(mnist::Msg::File(name, bytes)))
    } else if is_lesson(&name) {
        message(lesson::Msg::Arrived(Source::File(name), bytes))
    } else {
        message(Msg::File(name, bytes))
    }
}

//! Files: chosen, dropped, pasted, and downloaded.

use js_sys::{Array, Uint8Array};
use panels::models::{Msg, check_size, is_model_text};
use panels::training;
use panels::training::data::is_drawings;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web::{Message, Sender, Wiring, dom};
use web_sys::{
    Blob, ClipboardEvent, DataTransfer, DragEvent, File, FileList, HtmlElement, HtmlInputElement, Url,
};

use crate::tell::{message, tell};

pub(crate) fn listen(wiring: &mut Wiring) {
    let sender = wiring.sender().clone();
    wiring.control("#model-file", "change", move |input: &HtmlInputElement| -> Option<Message> {
        read_all(input.files(), &sender);
        // Allows the same file to be chosen again, perhaps after a correction.
        input.set_value("");
        None
    });

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
        read_all(data.files(), &sender);
        tell(Msg::Dragging(false))
    });
    let sender = wiring.sender().clone();
    wiring.on_document("paste", move |event: &ClipboardEvent| {
        let data = event.clipboard_data()?;
        if has_files(&data) {
            event.prevent_default();
            read_all(data.files(), &sender);
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

/// Reads files of any kind: models, or what one trains on.
fn read_all(files: Option<FileList>, sender: &Sender) {
    let to_message = |name: String, bytes| {
        if is_drawings(&name) {
            message(training::Msg::Own(training::data::own::Msg::Import(bytes)))
        } else {
            message(Msg::File(name, bytes))
        }
    };
    read_each(files, sender, to_message);
}

/// Reads files, and sends a message for each, made of its name and its contents.
pub(crate) fn read_each(
    files: Option<FileList>,
    sender: &Sender,
    to_message: impl Fn(String, Result<Vec<u8>, String>) -> Message + Copy + 'static,
) {
    let Some(files) = files else { return };
    for file in (0..files.length()).filter_map(|at| files.get(at)) {
        let sender = sender.clone();
        spawn_local(async move {
            let bytes = read(&file).await;
            sender.send(to_message(file.name(), bytes));
        });
    }
}

async fn read(file: &File) -> Result<Vec<u8>, String> {
    check_size(file.size() as usize)?;
    let buffer = JsFuture::from(file.array_buffer()).await;
    // Either a folder, or the file no longer exists.
    buffer
        .map(|buffer| Uint8Array::new(&buffer).to_vec())
        .map_err(|_| "it could not be read: a folder, perhaps, or it is no longer there".to_owned())
}

/// A download. Its contents are kept until this is dropped.
pub(crate) struct Download {
    url: String,
}

impl Download {
    pub(crate) fn start(name: &str, text: &str) -> Result<Download, JsValue> {
        let blob = Blob::new_with_str_sequence(&Array::of1(&text.into()))?;
        let download = Download { url: Url::create_object_url_with_blob(&blob)? };
        let link: HtmlElement = dom::document()?.create_element("a")?.unchecked_into();
        dom::set_attribute(&link, "href", &download.url);
        dom::set_attribute(&link, "download", name);
        link.click();
        Ok(download)
    }
}

impl Drop for Download {
    fn drop(&mut self) {
        dom::warn_on_error(Url::revoke_object_url(&self.url));
    }
}

//! Files: chosen, dropped, pasted, and given to the person.

use app::panels::models::{Msg, check_size, is_model_text};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, ClipboardEvent, DataTransfer, DragEvent, Event, File, FileList, HtmlElement, HtmlInputElement, Url,
};

use super::to_page;
use crate::dom;
use crate::effects::later;
use crate::input::{Sender, Wiring};

pub(super) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    let chooser: HtmlInputElement = dom::find("#model-file")?;
    let (input, sender) = (chooser.clone(), wiring.sender());
    wiring.on(&chooser, "change", move |_: Event| {
        read_all(input.files(), &sender);
        // The same file can be chosen again, once it is mended.
        input.set_value("");
        None
    })?;

    let document = dom::document()?;
    for event in ["dragenter", "dragover"] {
        wiring.on(&document, event, |event: DragEvent| {
            let has_files = has_files(&event.data_transfer()?);
            has_files.then(|| {
                event.prevent_default();
                to_page(Msg::Dragging(true))
            })
        })?;
    }
    wiring.on(&document, "dragleave", |event: DragEvent| {
        // From one element to the next is not out of the page.
        event.related_target().is_none().then(|| to_page(Msg::Dragging(false)))
    })?;
    let sender = wiring.sender();
    wiring.on(&document, "drop", move |event: DragEvent| {
        let data = event.data_transfer().filter(has_files)?;
        event.prevent_default();
        read_all(data.files(), &sender);
        Some(to_page(Msg::Dragging(false)))
    })?;
    let sender = wiring.sender();
    wiring.on(&document, "paste", move |event: ClipboardEvent| {
        let data = event.clipboard_data()?;
        if has_files(&data) {
            event.prevent_default();
            read_all(data.files(), &sender);
            return None;
        }
        let text = data.get_data("text/plain").ok().filter(|text| is_model_text(text))?;
        event.prevent_default();
        Some(to_page(Msg::Text(text)))
    })
}

fn has_files(data: &DataTransfer) -> bool {
    data.types().includes(&"Files".into(), 0)
}

fn read_all(files: Option<FileList>, sender: &Sender) {
    let Some(files) = files else { return };
    for file in (0..files.length()).filter_map(|at| files.get(at)) {
        let sender = sender.clone();
        later(Box::pin(async move {
            let bytes = read(&file).await;
            sender.send(to_page(Msg::File(file.name(), bytes)));
        }));
    }
}

async fn read(file: &File) -> Result<Vec<u8>, String> {
    check_size(file.size() as usize)?;
    let buffer = JsFuture::from(file.array_buffer()).await;
    // A folder, or a file that is gone meanwhile.
    buffer
        .map(|buffer| Uint8Array::new(&buffer).to_vec())
        .map_err(|_| "the file could not be read".to_owned())
}

/// A file that is being given to the person; its text is kept for as long as this lives.
pub(super) struct Download {
    url: String,
}

impl Download {
    pub(super) fn start(name: &str, text: &str) -> Result<Download, JsValue> {
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

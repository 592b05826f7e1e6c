//! Files: those that a person chooses or drops, those beside the page, and downloads.

use js_sys::{Array, Uint8Array};
use panels::models::check_size;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web::{Message, Sender, Wiring, dom};
use web_sys::{Blob, File, FileList, HtmlElement, HtmlInputElement, ReadableWritablePair, Response, Url};

use crate::js::construct;

/// The first two bytes of a gzip file.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Reads files, unpacked if they are gzipped, and sends a message for each, made of its name and its contents.
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

/// Sends a message for each file that is chosen in a field, made of its name and its contents.
pub(crate) fn on_chosen(
    wiring: &mut Wiring,
    field: &str,
    to_message: impl Fn(String, Result<Vec<u8>, String>) -> Message + Copy + 'static,
) {
    let sender = wiring.sender().clone();
    wiring.control(field, "change", move |input: &HtmlInputElement| -> Option<Message> {
        read_each(input.files(), &sender, to_message);
        // Allows the same file to be chosen again, perhaps after a correction.
        input.set_value("");
        None
    });
}

async fn read(file: &File) -> Result<Vec<u8>, String> {
    check_size(file.size() as usize)?;
    // Either a folder, or the file no longer exists.
    let gone = |_| "it could not be read: it may be a folder, or no longer exist".to_owned();
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(gone)?;
    let bytes = Uint8Array::new(&buffer).to_vec();
    if bytes.starts_with(&GZIP) {
        return unpacked(file).await.map_err(|_| "it is a damaged gzip file".to_owned());
    }
    Ok(bytes)
}

/// Unpacks a gzip file, which the browser does.
async fn unpacked(file: &Blob) -> Result<Vec<u8>, JsValue> {
    // web-sys has it only among what may still change. It is a pair of streams.
    let pair: ReadableWritablePair = construct("DecompressionStream", &Array::of1(&"gzip".into()))?;
    let unpacked = file.stream().pipe_through(&pair);
    let response = Response::new_with_opt_readable_stream(Some(&unpacked))?;
    let buffer = JsFuture::from(response.array_buffer()?).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Where one of the page's files is whose name begins and ends like this: names have a digest, which the page's list tells.
pub(crate) fn file_url(begin: &str, end: &str) -> Option<String> {
    let files = dom::find::<web_sys::Element>("#files").ok()?.get_attribute("content")?;
    files.split(' ').find(|name| name.starts_with(begin) && name.ends_with(end)).map(ToOwned::to_owned)
}

/// A download. Its contents are kept until this is dropped.
pub(crate) struct Download {
    url: String,
}

impl Download {
    pub(crate) fn start(name: &str, text: &str) -> Result<Download, JsValue> {
        let blob = Blob::new_with_str_sequence(&Array::of1(&text.into()))?;
        let download = Download { url: Url::create_object_url_with_blob(&blob)? };
        save(name, &download.url)?;
        Ok(download)
    }
}

/// Saves a text under a name. `kept` holds its contents until the next is saved, when the last has been saved long ago.
pub(crate) fn save_text(kept: &mut Option<Download>, name: &str, text: &str) {
    match Download::start(name, text) {
        Ok(download) => *kept = Some(download),
        Err(error) => dom::warn_on_error::<()>(Err(error)),
    }
}

/// Saves what is at an address under a name.
pub(crate) fn save(name: &str, url: &str) -> Result<(), JsValue> {
    let link: HtmlElement = dom::document()?.create_element("a")?.unchecked_into();
    dom::set_attribute(&link, "href", url);
    dom::set_attribute(&link, "download", name);
    link.click();
    Ok(())
}

impl Drop for Download {
    fn drop(&mut self) {
        dom::warn_on_error(Url::revoke_object_url(&self.url));
    }
}

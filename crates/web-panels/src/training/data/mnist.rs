//! MNIST: the button that fetches its pack, and the files that are chosen.

use js_sys::{ArrayBuffer, Uint8Array};
use panels::training::Msg as TrainingMsg;
use panels::training::data::mnist::{Effect, MnistScene, Msg};
use wasm_bindgen::prelude::*;
use web::{Markup, Message, Sender, Text, Wiring};
use web_sys::{HtmlElement, ProgressEvent, XmlHttpRequest, XmlHttpRequestResponseType};

use crate::files::{file_url, on_chosen};
use crate::tell::{message, tell};

pub(in crate::training) struct MnistView {
    sender: Sender,
    fetch: HtmlElement,
    says: Text,
    weight: HtmlElement,
    /// The request for the pack, with the listeners that must live as long.
    request: Option<Request>,
}

struct Request {
    _request: XmlHttpRequest,
    _on_progress: Closure<dyn Fn(ProgressEvent)>,
    _on_end: Closure<dyn Fn()>,
}

impl MnistView {
    pub(in crate::training) fn new(markup: &Markup, sender: Sender) -> MnistView {
        MnistView {
            sender,
            fetch: markup.find("#mnist-fetch"),
            says: markup.text("#mnist-says"),
            weight: markup.find("#mnist-weight"),
            request: None,
        }
    }

    pub(in crate::training) fn show(&mut self, scene: &MnistScene) {
        self.fetch.set_hidden(!scene.offers_pack);
        self.weight.set_hidden(!scene.is_ready);
        self.says.show(&scene.says);
    }

    /// Carries out one of MNIST's effects.
    pub(in crate::training) fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::FindPack => {
                self.sender.send(of_mnist(Msg::HasPack(file_url("mnist-", ".bin").is_some())))
            }
            Effect::FetchPack => match fetch(&self.sender) {
                Ok(request) => self.request = Some(request),
                Err(_) => self.sender.send(of_mnist(Msg::Pack(Err(NO_PACK.to_owned())))),
            },
        }
    }
}

/// Why there is no pack.
const NO_PACK: &str = "it could not be downloaded. Check your connection, then try again";

fn of_mnist(msg: Msg) -> Message {
    message(TrainingMsg::Mnist(msg))
}

fn fetch(sender: &Sender) -> Result<Request, JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open("GET", &file_url("mnist-", ".bin").unwrap_or_default())?;
    request.set_response_type(XmlHttpRequestResponseType::Arraybuffer);
    let to_page = sender.clone();
    let on_progress: Box<dyn Fn(ProgressEvent)> = Box::new(move |event| {
        // Of a compressed answer, browsers do not know the total.
        let total = event.length_computable().then(|| event.total() as f32);
        to_page.send(of_mnist(Msg::Progress(event.loaded() as f32, total)));
    });
    let (to_page, done) = (sender.clone(), request.clone());
    let on_end: Box<dyn Fn()> = Box::new(move || {
        let buffer = done.response().ok().and_then(|response| response.dyn_into::<ArrayBuffer>().ok());
        let is_there = done.status() == Ok(200);
        let bytes = buffer.filter(|_| is_there).map(|buffer| Uint8Array::new(&buffer).to_vec());
        to_page.send(of_mnist(Msg::Pack(bytes.ok_or_else(|| NO_PACK.to_owned()))));
    });
    let (on_progress, on_end) = (Closure::wrap(on_progress), Closure::wrap(on_end));
    request.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
    request.set_onloadend(Some(on_end.as_ref().unchecked_ref()));
    request.send()?;
    Ok(Request { _request: request, _on_progress: on_progress, _on_end: on_end })
}

pub(super) fn listen(wiring: &mut Wiring) {
    wiring.control("#mnist-fetch", "click", |_: &HtmlElement| tell(TrainingMsg::Mnist(Msg::Fetch)));
    on_chosen(wiring, "#mnist-files", |name, bytes| of_mnist(Msg::File(name, bytes)));
}

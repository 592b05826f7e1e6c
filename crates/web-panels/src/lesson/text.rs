//! A lesson's text as elements. Whatever is in it becomes text, never markup.

use panels::lesson::text::{Block, Inline};
use wasm_bindgen::JsValue;
use web::dom;
use web_sys::HtmlElement;

use crate::host::links_lead_out;

/// Appends paragraphs and lists.
pub(super) fn append_blocks(parent: &HtmlElement, blocks: &[Block]) -> Result<(), JsValue> {
    for block in blocks {
        match block {
            Block::Paragraph(line) => append_line(&dom::append(parent, "p")?, line)?,
            Block::List { is_numbered, items } => {
                let list = dom::append(parent, if *is_numbered { "ol" } else { "ul" })?;
                for item in items {
                    append_line(&dom::append(&list, "li")?, item)?;
                }
            }
        }
    }
    Ok(())
}

/// Appends the pieces of a line.
pub(super) fn append_line(parent: &HtmlElement, line: &[Inline]) -> Result<(), JsValue> {
    for piece in line {
        let (tag, text) = match piece {
            Inline::Text(text) => ("span", text),
            Inline::Emphasis(text) => ("em", text),
            Inline::Strong(text) => ("strong", text),
            Inline::Code(text) => ("code", text),
            Inline::Link { text, .. } => (if links_lead_out() { "a" } else { "span" }, text),
        };
        let element = dom::append_text(parent, tag, text)?;
        if let (Inline::Link { url, .. }, "a") = (piece, tag) {
            for (attribute, value) in
                [("href", url.as_str()), ("target", "_blank"), ("rel", "noopener noreferrer")]
            {
                dom::set_attribute(&element, attribute, value);
            }
        }
    }
    Ok(())
}

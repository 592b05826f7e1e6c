//! MathML elements for formulas and equations.

use app::target::Target;
use panels::neuron::equation::{Piece, Token};
use wasm_bindgen::JsValue;
use web::dom;
use web_sys::Element;

const MATHML: &str = "http://www.w3.org/1998/Math/MathML";

/// Appends a new MathML element.
pub(crate) fn append(parent: &Element, tag: &str) -> Result<Element, JsValue> {
    let element = dom::document()?.create_element_ns(Some(MATHML), tag)?;
    parent.append_child(&element)?;
    Ok(element)
}

/// Appends a new MathML element with a text.
pub(crate) fn append_leaf(parent: &Element, tag: &str, text: &str) -> Result<(), JsValue> {
    append(parent, tag)?.set_text_content(Some(text));
    Ok(())
}

/// Appends a line of an equation, whose terms are inputs of the layer with this index.
pub(crate) fn append_line(parent: &Element, line: &[Piece], layer_idx: usize) -> Result<(), JsValue> {
    let math = append(parent, "math")?;
    for piece in line {
        let row = match piece.input {
            Some(input) => {
                let row = append(&math, "mrow")?;
                dom::set_attribute(&row, "data-term", &Target::input_of(layer_idx, input).to_string());
                row
            }
            None => math.clone(),
        };
        for token in &piece.tokens {
            append_token(&row, token)?;
        }
    }
    Ok(())
}

fn append_token(row: &Element, token: &Token) -> Result<(), JsValue> {
    match token {
        Token::Identifier(text) => append_leaf(row, "mi", text),
        Token::Operator(text) => append_leaf(row, "mo", text),
        Token::Number(text) => append_leaf(row, "mn", text),
        Token::Indexed(name, index) => {
            let indexed = append(row, "msub")?;
            append_leaf(&indexed, "mi", name)?;
            append_leaf(&indexed, "mn", &index.to_string())
        }
        Token::Text(text) => append_leaf(row, "mtext", text),
        Token::Noted(text, note) => {
            let noted = append(row, "munder")?;
            append_leaf(&noted, "mn", text)?;
            append_leaf(&noted, "mtext", note)
        }
    }
}

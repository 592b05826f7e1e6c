//! What would change the network's mind: the drawing with what goes or comes, as buttons that do it.

use app::named::Named;
use panels::why::flip::edit::Kind;
use panels::why::flip::scene::{FlipCard, FlipScene};
use wasm_bindgen::{JsCast, JsValue};
use web::{Markup, Shown, Text, dom};
use web_sys::{Element, HtmlElement};

pub(super) struct FlipsView {
    whole: HtmlElement,
    title: Text,
    cards: [CardView; 2],
    note: Text,
    shown: Shown<FlipScene>,
}

struct CardView {
    kind: Kind,
    button: HtmlElement,
    with_change: Element,
    stays: Element,
    text: Text,
}

impl FlipsView {
    pub(super) fn new(markup: &Markup) -> FlipsView {
        FlipsView {
            whole: markup.find("#flips"),
            title: markup.text("#flips h2"),
            cards: Kind::ALL.map(|kind| CardView::new(markup, kind)),
            note: markup.text("#flips .hint"),
            shown: Shown::default(),
        }
    }

    pub(super) fn show(&mut self, scene: &FlipScene) -> Result<(), JsValue> {
        self.shown.update_ref(scene, || {
            self.title.show(scene.title);
            self.note.show(&scene.note);
            for view in &mut self.cards {
                let card = scene.cards.iter().find(|card| card.kind == view.kind);
                // A button that goes leaves the focus where it was.
                if card.is_none()
                    && dom::document()?.active_element().as_ref() == Some(view.button.unchecked_ref())
                {
                    self.whole.focus()?;
                }
                view.show(card);
            }
            Ok(())
        })
    }
}

impl CardView {
    fn new(markup: &Markup, kind: Kind) -> CardView {
        let button: HtmlElement = markup.find(&["[data-flip='", kind.name(), "']"].concat());
        CardView {
            kind,
            with_change: markup.find_within(&button, ".with-change"),
            stays: markup.find_within(&button, ".stays"),
            text: Text::of(markup.find_within::<Element>(&button, "span")),
            button,
        }
    }

    fn show(&mut self, card: Option<&FlipCard>) {
        self.button.set_hidden(card.is_none());
        if let Some(card) = card {
            dom::set_attribute(&self.with_change, "d", &card.with_change);
            dom::set_attribute(&self.stays, "d", &card.stays);
            self.text.show(&card.text);
        }
    }
}

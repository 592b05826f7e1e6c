//! The controls that a lesson can mark, by name: one table of all.

use app::target::Target;

/// The names in a lesson, and the elements that they mean.
pub const CONTROLS: [(&str, &str); 63] = [
    ("pad", "#pad"),
    ("answer", "#answer"),
    ("why", "#ask-why"),
    ("undo", "#undo"),
    ("eraser", "#erase"),
    ("clear", "#clear"),
    ("examples", "#examples"),
    ("steps", "#steps"),
    ("network", "#stage"),
    ("grid", "#input"),
    ("edges", "#edges"),
    ("legend", "#legend"),
    ("replay", "#replay"),
    ("player", "#player"),
    ("train", "#open-train"),
    ("model", "#model"),
    ("about", "#card"),
    ("share", "#share"),
    ("inspector", "#inspector"),
    ("neuron-tab", "[data-open='none']"),
    ("why-tab", "[data-open='why']"),
    ("matrix-tab", "[data-open='matrix']"),
    ("knobs-tab", "[data-open='knobs']"),
    ("models-tab", "[data-open='models']"),
    ("outputs", "#outputs"),
    ("pictures", "#detail .pictures"),
    ("sources", "#sources"),
    ("sum", "#sum-walk"),
    ("threshold", "#threshold"),
    ("fires-for", "#fires-for"),
    ("curve", "#detail .curve"),
    ("equation", "#detail .equation"),
    ("draw-it", "#show-ghost"),
    ("follow", "#follow-start"),
    ("follow-next", "#follow-next"),
    ("why-sentence", "#why-sentence"),
    ("why-picture", "#why-picture"),
    ("why-outputs", "#why-body .choices"),
    ("dream", "#dream"),
    ("formula", "#matrix-formula"),
    ("matrix", "#matrix-view"),
    ("function", "#matrix-whole"),
    ("count", "#matrix-count"),
    ("accuracy", "#knobs-accuracy"),
    ("knobs-undo", "#knobs-undo"),
    ("knobs-back", "#knobs-back"),
    ("knobs", "#knob-list"),
    ("all-knobs", "[data-view-of-knobs='wall']"),
    ("break-it", "[data-view-of-knobs='damages']"),
    ("damages", "#damages"),
    ("wall", "#wall-cells"),
    ("randomise", "[data-act='randomise']"),
    ("paint", "#easel"),
    ("paint-start", "#easel [aria-label='Start with']"),
    ("train-button", "#train"),
    ("film", "#film"),
    ("film-charts", "#film-charts"),
    ("train-settings", ".settings"),
    ("ways", "#ways"),
    ("own-drawings", "#own"),
    ("confusion", "#confusion"),
    ("step-label", ".says-digit"),
    ("step-take", "#step-take"),
];

/// A control that a lesson marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// One of [`CONTROLS`], by its elements.
    Named(&'static str),
    /// An example digit.
    Example(u8),
    /// A neuron of the network view.
    Neuron(Target),
    /// All neurons of a layer, counted from 1 as in the address.
    Layer(usize),
}

impl Control {
    /// Reads a name: one of [`CONTROLS`], `example 7`, `neuron 1:4` or `layer 1`.
    ///
    /// # Errors
    /// In a sentence, if there is no such control.
    pub(super) fn read(name: &str) -> Result<Control, String> {
        if let Some((_, selector)) = CONTROLS.iter().find(|(known, _)| *known == name) {
            return Ok(Control::Named(selector));
        }
        let read = || match name.split_once(' ')? {
            ("example", digit) => digit.parse().ok().filter(|digit| *digit < 10).map(Control::Example),
            ("neuron", target) => target
                .parse()
                .ok()
                .filter(|target| matches!(target, Target::Neuron { .. }))
                .map(Control::Neuron),
            ("layer", layer) => {
                layer.parse().ok().filter(|layer| (1..10).contains(layer)).map(Control::Layer)
            }
            _ => None,
        };
        read().ok_or_else(|| {
            format!("there is no control “{name}” to look at; docs/LESSONS.md lists all, such as pad, grid, layer 1")
        })
    }

    /// Selects its elements in the page.
    pub fn selector(self) -> String {
        match self {
            Control::Named(selector) => selector.to_owned(),
            Control::Example(digit) => ["[data-example='", &digit.to_string(), "']"].concat(),
            Control::Neuron(target) => ["[data-neuron='", &target.to_string(), "']"].concat(),
            Control::Layer(layer) => ["[data-neuron^='", &layer.to_string(), ":']"].concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../../../www/index.html");
    const PANELS: &str = include_str!("../../../../www/panels.html");

    #[test]
    fn every_control_is_on_the_page_and_in_the_manual() {
        let manual = include_str!("../../../../docs/LESSONS.md");
        let is_there = |text: &str| PAGE.contains(text) || PANELS.contains(text);
        for (name, selector) in CONTROLS {
            assert!(manual.contains(&format!("`{name}`")), "docs/LESSONS.md tells of {name}");
            for part in selector.split(' ') {
                let is_known = match part.split_at(1) {
                    ("#", id) => is_there(&format!("id=\"{id}\"")),
                    (".", class) => ["\"", " "].iter().any(|end| {
                        is_there(&format!("class=\"{class}{end}")) || is_there(&format!(" {class}{end}"))
                    }),
                    _ => part.contains("='") || part == "with']",
                };
                assert!(is_known, "{name}: {part}");
            }
            if let Some((_, attribute)) = selector.split_once('[') {
                let attribute = attribute.trim_end_matches(']').replace('\'', "\"");
                assert!(is_there(&attribute), "{name}: {attribute}");
            }
        }
    }

    #[test]
    fn a_control_is_known_by_its_name() {
        assert_eq!(Control::read("pad"), Ok(Control::Named("#pad")));
        assert_eq!(Control::read("example 7").map(Control::selector), Ok("[data-example='7']".into()));
        assert_eq!(Control::read("neuron 1:4").map(Control::selector), Ok("[data-neuron='1:4']".into()));
        assert_eq!(Control::read("layer 2").map(Control::selector), Ok("[data-neuron^='2:']".into()));
        for name in ["", "paper", "example 10", "neuron 0:3", "neuron x", "layer 0", "layer 1:2", "#pad"] {
            assert!(Control::read(name).is_err_and(|message| message.contains(name)), "{name}");
        }
    }
}

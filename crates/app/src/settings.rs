//! Display settings read from the URL's query, as documented in `docs/EMBED.md`. Unknown values are reported and
//! ignored.

use models::ModelSource;

use crate::named::Named;
use crate::panel::Panel;

/// Which parts of the page are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ui {
    /// Everything.
    #[default]
    Full,
    /// Pad, network and answer.
    Embed,
    /// Pad and answer.
    Pad,
    /// The network only.
    Network,
}

/// The colour theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Light or dark, following the system.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Dark on light, larger and bolder.
    Projector,
}

impl Named for Ui {
    const NAMES: &'static [(&'static str, Self)] =
        &[("full", Ui::Full), ("embed", Ui::Embed), ("pad", Ui::Pad), ("network", Ui::Network)];
}

impl Named for Theme {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("auto", Theme::Auto),
        ("light", Theme::Light),
        ("dark", Theme::Dark),
        ("projector", Theme::Projector),
    ];
}

impl Theme {
    /// The theme in force, as named in the style sheet.
    pub fn resolved(self, system_is_dark: bool) -> &'static str {
        match self {
            Theme::Auto if system_is_dark => Theme::Dark.name(),
            Theme::Auto => Theme::Light.name(),
            theme => theme.name(),
        }
    }
}

/// The controls that `hide` can remove, named by the page's `data-control` attributes.
pub const CONTROLS: [&str; 13] = [
    "header",
    "model",
    "theme",
    "help",
    "tools",
    "erase",
    "brush",
    "examples",
    "steps",
    "edges",
    "legend",
    "inspector",
    "panels",
];

/// The settings read from the query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Which parts of the page are shown.
    pub ui: Ui,
    /// The requested theme.
    pub theme: Theme,
    /// The model to load first.
    pub model: ModelSource,
    /// The panel to open first.
    pub panel: Panel,
    /// The hidden controls, from [`CONTROLS`].
    pub hidden: Vec<&'static str>,
}

impl Settings {
    /// Reads the query's decoded name-value pairs. Also returns what it does not know.
    pub fn from_query(pairs: &[(String, String)]) -> (Settings, Unknown) {
        let mut settings = Settings::default();
        let mut unknown = Unknown::default();
        for (name, value) in pairs {
            match name.as_str() {
                "ui" => read_named(name, value, &mut settings.ui, &mut unknown),
                "theme" => read_named(name, value, &mut settings.theme, &mut unknown),
                "panel" => read_named(name, value, &mut settings.panel, &mut unknown),
                "model" => match ModelSource::from_name(value) {
                    Some(model) => settings.model = model,
                    None => unknown.value(name, value),
                },
                "hide" => {
                    for control in value.split(',').map(str::trim).filter(|control| !control.is_empty()) {
                        match CONTROLS.iter().find(|known| **known == control) {
                            Some(known) => settings.hidden.push(known),
                            None => unknown.value(name, control),
                        }
                    }
                }
                "lang" if is_english(value) => {}
                "lang" => unknown.value(name, value),
                // Read by the panels.
                "lesson" | "step" | "api" | "resize" | "splice" | "links" => {}
                _ => unknown.names.push(name.clone()),
            }
        }
        (settings, unknown)
    }
}

/// Whether a language tag (BCP 47) stands for English, the only language that the page speaks so far.
fn is_english(tag: &str) -> bool {
    tag.split('-').next().is_some_and(|language| language.eq_ignore_ascii_case("en"))
}

fn read_named<T: Named>(name: &str, value: &str, setting: &mut T, unknown: &mut Unknown) {
    match T::from_name(value) {
        Some(value) => *setting = value,
        None => unknown.value(name, value),
    }
}

/// What a query contains that the page does not know, and ignores.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unknown {
    /// Values of known parameters, as `name=value`.
    values: Vec<String>,
    /// Parameters. They may be someone else's (counters, campaign tags), so only the console tells of them.
    names: Vec<String>,
}

impl Unknown {
    fn value(&mut self, name: &str, value: &str) {
        self.values.push(format!("{name}={value}"));
    }

    /// A sentence about each, for the console.
    pub fn warnings(&self) -> impl Iterator<Item = String> {
        self.values.iter().chain(&self.names).map(|part| {
            format!("The address contains “{}”, which Inkling does not know and ignores.", start_of(part, 60))
        })
    }

    /// One line about the values, for the page: it may be in a small frame.
    pub fn note(&self) -> Option<String> {
        let first = start_of(self.values.first()?, 24);
        let more = match self.values.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more (listed in the console)"),
        };
        Some(format!("Not understood in the address: “{first}”{more}."))
    }
}

/// A text, or its first characters if it is longer.
fn start_of(text: &str, n_chars: usize) -> String {
    match text.char_indices().nth(n_chars) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &[(&str, &str)]) -> (Settings, Unknown) {
        let pairs: Vec<_> =
            query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Settings::from_query(&pairs)
    }

    #[test]
    fn every_setting_is_read() {
        let (settings, unknown) =
            read(&[("ui", "embed"), ("theme", "projector"), ("hide", "steps, examples")]);
        assert_eq!(unknown, Unknown::default());
        assert_eq!(settings.ui, Ui::Embed);
        assert_eq!(settings.theme, Theme::Projector);
        assert_eq!(settings.hidden, ["steps", "examples"]);
        assert_eq!(read(&[]), (Settings::default(), Unknown::default()));
    }

    #[test]
    fn what_is_not_known_is_named_and_the_default_stays() {
        let (settings, unknown) =
            read(&[("ui", "huge"), ("theme", ""), ("hide", "answer,tools"), ("model", "nosuch")]);
        assert_eq!(settings, Settings { hidden: vec!["tools"], ..Settings::default() });
        let warnings: Vec<String> = unknown.warnings().collect();
        for (warning, part) in
            warnings.iter().zip(["“ui=huge”", "“theme=”", "“hide=answer”", "“model=nosuch”"])
        {
            assert!(warning.contains(part), "{warning}");
        }
        assert_eq!(warnings.len(), 4);
        assert_eq!(
            unknown.note().as_deref(),
            Some("Not understood in the address: “ui=huge” and 3 more (listed in the console).")
        );
    }

    #[test]
    fn other_languages_than_english_are_not_known() {
        for tag in ["en", "EN", "en-GB"] {
            assert_eq!(read(&[("lang", tag)]).1, Unknown::default(), "{tag}");
        }
        for tag in ["de", "eng", ""] {
            assert_eq!(read(&[("lang", tag)]).1.warnings().count(), 1, "{tag}");
        }
    }

    #[test]
    fn a_mistake_takes_one_short_line_however_long_it_is() {
        let (_, unknown) = read(&[("theme", &"é".repeat(1000))]);
        let note = unknown.note().expect("a note");
        assert!(
            note.starts_with("Not understood in the address: “theme=éé") && note.ends_with("é…”."),
            "{note}"
        );
        assert!(note.chars().count() < 64, "{note}");
    }

    #[test]
    fn of_an_unknown_parameter_only_the_console_tells() {
        let (settings, unknown) = read(&[("themes", "dark"), ("utm_source", "x")]);
        assert_eq!((settings, unknown.note()), (Settings::default(), None));
        let warnings: Vec<String> = unknown.warnings().collect();
        assert!(warnings[0].contains("“themes”") && warnings[1].contains("“utm_source”"), "{warnings:?}");
    }

    #[test]
    fn auto_follows_the_system() {
        assert_eq!(Theme::Auto.resolved(true), "dark");
        assert_eq!(Theme::Auto.resolved(false), "light");
        assert_eq!(Theme::Projector.resolved(true), "projector");
    }

    const PAGE: &str = include_str!("../../../www/index.html");

    /// All values of an attribute in the shipped page.
    fn written(before: &str) -> Vec<&'static str> {
        PAGE.split(before).skip(1).filter_map(|rest| rest.split_once('"').map(|(value, _)| value)).collect()
    }

    fn names<T: Named>() -> Vec<&'static str> {
        T::NAMES.iter().map(|(name, _)| *name).collect()
    }

    #[test]
    fn the_page_has_the_controls_and_choices_that_are_known_here() {
        let mut controls = written("data-control=\"");
        controls.sort_unstable();
        controls.dedup();
        let mut known = CONTROLS.to_vec();
        known.sort_unstable();
        assert_eq!(controls, known);
        assert_eq!(
            written("<option value=\""),
            [names::<Theme>(), names::<crate::edge_meaning::EdgeMeaning>()].concat()
        );
        for step in written("data-step=\"") {
            assert!(digits::PreprocessingStep::from_name(step).is_some(), "{step}");
        }
        let (least, first, most) = crate::pad::BRUSH_RANGE;
        for (attribute, value) in [("min", least), ("max", most), ("value", first)] {
            let text = format!("{attribute}=\"{value}\"");
            assert!(PAGE.contains(&text), "the brush has {text}");
        }
        let manual = include_str!("../../../docs/EMBED.md");
        for control in CONTROLS {
            assert!(manual.contains(&format!("`{control}`")), "docs/EMBED.md tells of {control}");
        }
        for shipped in models::SHIPPED {
            let name = shipped.name;
            assert!(manual.contains(&format!("`{name}`")), "docs/EMBED.md tells of {name}");
        }
    }
}

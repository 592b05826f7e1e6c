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
    /// Reads the query's decoded name-value pairs. Also returns a sentence for each unknown value. Unknown names are
    /// ignored: they may be someone else's (counters, campaign tags).
    pub fn from_query(pairs: &[(String, String)]) -> (Settings, Vec<String>) {
        let mut settings = Settings::default();
        let mut unknown = Vec::new();
        for (name, value) in pairs {
            match name.as_str() {
                "ui" => read_named(name, value, &mut settings.ui, &mut unknown),
                "theme" => read_named(name, value, &mut settings.theme, &mut unknown),
                "panel" => read_named(name, value, &mut settings.panel, &mut unknown),
                "model" => match ModelSource::from_name(value) {
                    Some(model) => settings.model = model,
                    None => unknown.push(sentence(name, value)),
                },
                "hide" => {
                    for control in value.split(',').map(str::trim).filter(|control| !control.is_empty()) {
                        match CONTROLS.iter().find(|known| **known == control) {
                            Some(known) => settings.hidden.push(known),
                            None => unknown.push(sentence(name, control)),
                        }
                    }
                }
                _ => {}
            }
        }
        (settings, unknown)
    }
}

fn read_named<T: Named>(name: &str, value: &str, setting: &mut T, unknown: &mut Vec<String>) {
    match T::from_name(value) {
        Some(value) => *setting = value,
        None => unknown.push(sentence(name, value)),
    }
}

fn sentence(name: &str, value: &str) -> String {
    let shown: String = value.chars().take(60).collect();
    format!("The address contains “{name}={shown}”, which is unknown and was ignored.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &[(&str, &str)]) -> (Settings, Vec<String>) {
        let pairs: Vec<_> =
            query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Settings::from_query(&pairs)
    }

    #[test]
    fn every_setting_is_read() {
        let (settings, unknown) = read(&[
            ("ui", "embed"),
            ("theme", "projector"),
            ("hide", "steps, examples"),
            ("utm_source", "x"),
        ]);
        assert_eq!(unknown, Vec::<String>::new());
        assert_eq!(settings.ui, Ui::Embed);
        assert_eq!(settings.theme, Theme::Projector);
        assert_eq!(settings.hidden, ["steps", "examples"]);
        assert_eq!(read(&[]), (Settings::default(), Vec::new()));
    }

    #[test]
    fn what_is_not_known_is_named_and_the_default_stays() {
        let (settings, unknown) =
            read(&[("ui", "huge"), ("theme", ""), ("hide", "answer,tools"), ("model", "nosuch")]);
        assert_eq!(settings, Settings { hidden: vec!["tools"], ..Settings::default() });
        assert_eq!(unknown.len(), 4, "{unknown:?}");
        assert!(unknown[0].contains("ui=huge"));
        assert!(unknown[2].contains("hide=answer"));
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

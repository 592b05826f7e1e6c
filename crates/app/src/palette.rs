//! The colours of one theme, as defined in the style sheet, and their mapping from numbers: a sequential ramp for
//! activations, a diverging one for weights and contributions.

use crate::colour::Rgb;

/// A theme's colours for everything drawn on a canvas. Text and controls are coloured by the style sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// Background.
    pub paper: Rgb,
    /// Text, and strokes on the pad.
    pub ink: Rgb,
    /// Secondary text.
    pub muted: Rgb,
    /// Rings of neurons and frames of images.
    pub line: Rgb,
    /// The selection and the winning output.
    pub accent: Rgb,
    /// An activation of 0.
    pub off: Rgb,
    /// An activation of 1.
    pub on: Rgb,
    /// A weight or contribution of 0.
    pub neutral: Rgb,
    /// The largest positive weight or contribution.
    pub positive: Rgb,
    /// The largest negative weight or contribution.
    pub negative: Rgb,
    /// Factor for the widths of lines and rings: 1, or more for a projector.
    pub boldness: f32,
    activations: Ramp,
    positives: Ramp,
    negatives: Ramp,
}

/// A precomputed colour ramp: a heat map needs hundreds of colours per frame.
#[derive(Clone, Debug, PartialEq)]
struct Ramp(Vec<Rgb>);

impl Ramp {
    const LAST: f32 = 255.0;

    fn new(from: Rgb, to: Rgb) -> Ramp {
        Ramp((0..=255_u8).map(|step| from.mix(to, f32::from(step) / Ramp::LAST)).collect())
    }

    fn at(&self, share: f32) -> Rgb {
        // The cast saturates, and maps NaN to 0.
        self.0[usize::from((share * Ramp::LAST).round() as u8)]
    }
}

/// Fallback colours, used when the style sheet could not be loaded.
impl Default for Palette {
    fn default() -> Self {
        let (paper, ink, blue, red) = (Rgb(255, 255, 255), Rgb(0, 0, 0), Rgb(0, 0, 200), Rgb(200, 0, 0));
        Palette {
            paper,
            ink,
            muted: ink,
            line: ink,
            accent: blue,
            off: paper,
            on: ink,
            neutral: paper,
            positive: blue,
            negative: red,
            boldness: 1.0,
            activations: Ramp::new(paper, ink),
            positives: Ramp::new(paper, blue),
            negatives: Ramp::new(paper, red),
        }
    }
}

impl Palette {
    /// Reads the theme through `property`, which returns the value of a CSS custom property. `None` if a colour is
    /// missing or not `#rrggbb`, or if `--boldness` is not a whole percentage.
    pub fn read(property: impl Fn(&str) -> String) -> Option<Palette> {
        let colour = |name: &str| Rgb::from_hex(&property(name));
        let (off, on, neutral) = (colour("--off")?, colour("--on")?, colour("--neutral")?);
        let (positive, negative) = (colour("--positive")?, colour("--negative")?);
        Some(Palette {
            paper: colour("--paper")?,
            ink: colour("--ink")?,
            muted: colour("--muted")?,
            line: colour("--line")?,
            accent: colour("--accent")?,
            off,
            on,
            neutral,
            positive,
            negative,
            boldness: property("--boldness").trim().parse::<u16>().ok().map(f32::from)? / 100.0,
            activations: Ramp::new(off, on),
            positives: Ramp::new(neutral, positive),
            negatives: Ramp::new(neutral, negative),
        })
    }

    /// The colour of an activation from 0 to 1 (clamped).
    pub fn activation(&self, activation: f32) -> Rgb {
        self.activations.at(activation)
    }

    /// The colour of a signed value from -1 to 1 (clamped); neutral at 0.
    pub fn diverging(&self, value: f32) -> Rgb {
        if value < 0.0 { self.negatives.at(-value) } else { self.positives.at(value) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::shipped;

    #[test]
    fn every_theme_reaches_wcag_aa() {
        for theme in ["light", "dark", "projector"] {
            let palette = shipped(theme);
            for (name, colour, least) in [
                ("text", palette.ink, 7.0),
                ("quiet text", palette.muted, 4.5),
                ("accent, also as text", palette.accent, 4.5),
                ("rings and frames", palette.line, 3.0),
                ("a lit neuron", palette.on, 3.0),
                ("positive", palette.positive, 3.0),
                ("negative", palette.negative, 3.0),
            ] {
                for (ground, under) in [("paper", palette.paper), ("an unlit pixel", palette.off)] {
                    let contrast = under.contrast(colour);
                    assert!(
                        contrast >= least,
                        "{theme}: {name} on {ground} has {contrast:.2}:1, needs {least}:1"
                    );
                }
            }
        }
    }

    #[test]
    fn a_missing_or_odd_colour_is_no_palette() {
        assert_eq!(Palette::read(|_| String::new()), None);
        assert_eq!(
            Palette::read(|name| if name == "--accent" { "red".into() } else { "#102030".into() }),
            None
        );
    }
}

//! How preprocessing, augmentation and pens are written on the command line.

use std::str::FromStr;

use digits::augment::Augmentation;
use digits::{Pen, Preprocessing};

/// Names of preprocessing steps, separated by commas; `none` for no step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreprocessingArg(pub Preprocessing);

impl FromStr for PreprocessingArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Self(Preprocessing::none()));
        }
        let names: Vec<&str> = text.split(',').collect();
        Preprocessing::from_names(&names).map(Self).map_err(|error| error.to_string())
    }
}

/// `name=number` pairs, separated by commas; what is not named is zero. `none` for no augmentation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AugmentationArg(pub Augmentation);

impl FromStr for AugmentationArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut augmentation = Augmentation::default();
        if text == "none" {
            return Ok(Self(augmentation));
        }
        for pair in text.split(',') {
            let (name, number) =
                pair.split_once('=').ok_or_else(|| format!("\"{pair}\" is not of the form name=number"))?;
            let (field, max) = match name {
                "rotation" => (&mut augmentation.rotation, 60.0),
                "shear" => (&mut augmentation.shear, 1.0),
                "stretch" => (&mut augmentation.stretch, 0.5),
                "elastic" => (&mut augmentation.elastic, 10.0),
                "scale" => (&mut augmentation.scale, 0.5),
                "shift" => (&mut augmentation.shift, 10.0),
                "pen" => (&mut augmentation.pen, 0.9),
                _ => {
                    return Err(format!(
                        "unknown augmentation \"{name}\" (known: rotation, shear, stretch, elastic, scale, shift, pen)"
                    ));
                }
            };
            *field = number
                .parse()
                .ok()
                .filter(|number| (0.0..=max).contains(number))
                .ok_or_else(|| format!("{name} must be from 0 to {max}, not \"{number}\""))?;
        }
        Ok(Self(augmentation))
    }
}

/// A pen's width and softness in pixels, separated by a comma.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PenArg(pub Pen);

impl FromStr for PenArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |text: &str| text.parse().ok().filter(|number| (0.1..=10.0).contains(number));
        text.split_once(',')
            .and_then(|(width, softness)| Some(Pen { width: number(width)?, softness: number(softness)? }))
            .map(Self)
            .ok_or_else(|| "must be of the form width,softness, each from 0.1 to 10 pixels".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_read() {
        let steps = |text: &str| text.parse::<PreprocessingArg>().map(|arg| arg.0);
        assert_eq!(steps("fit-20,centre-of-mass"), Ok(Preprocessing::mnist()));
        assert_eq!(steps("none"), Ok(Preprocessing::none()));
        assert!(steps("fit-20,blur").unwrap_err().contains("\"blur\""));
    }

    #[test]
    fn pens_are_read() {
        assert_eq!("2,0.5".parse(), Ok(PenArg(Pen { width: 2.0, softness: 0.5 })));
        for text in ["2", "2,", "2,0", "thick,1"] {
            assert!(text.parse::<PenArg>().is_err(), "{text}");
        }
    }

    #[test]
    fn augmentations_are_read() {
        let augmentation = |text: &str| text.parse::<AugmentationArg>().map(|arg| arg.0);
        assert_eq!(
            augmentation("rotation=8,elastic=1.5"),
            Ok(Augmentation { rotation: 8.0, elastic: 1.5, ..Augmentation::default() })
        );
        assert_eq!(augmentation("none"), Ok(Augmentation::default()));
        for (text, expected) in [
            ("rotation", "\"rotation\" is not of the form name=number"),
            ("twist=1", "unknown augmentation \"twist\""),
            ("scale=0.9", "scale must be from 0 to 0.5, not \"0.9\""),
            ("shift=NaN", "shift must be from 0 to 10, not \"NaN\""),
        ] {
            let error = augmentation(text).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}

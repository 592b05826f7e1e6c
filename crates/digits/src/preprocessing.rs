//! The named steps from ink to image. What each does to ink is in `normalise.rs`, to an image in `image_steps.rs`.

use thiserror::Error;

use crate::excerpt::excerpt;

/// One step from ink to image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PreprocessingStep {
    /// `fit-20`: scaled, keeping proportions, so that the longest side of the drawn ink fits MNIST's 20x20 box; kept where
    /// it was drawn, as far as the image's edge allows.
    Fit20,
    /// `straighten`: the slant taken out by a shear, from the ink's second moments (LeCun et al. 1998).
    Straighten,
    /// `centre-of-mass`: moved so that the ink balances in the middle of the image.
    CentreOfMass,
}

impl PreprocessingStep {
    /// Every step there is, in the order in which they are usually taken.
    pub const ALL: [Self; 3] = [Self::Fit20, Self::Straighten, Self::CentreOfMass];

    /// The step's name in a model file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fit20 => "fit-20",
            Self::Straighten => "straighten",
            Self::CentreOfMass => "centre-of-mass",
        }
    }

    /// The step of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }
}

/// The steps from ink to image, in order, each at most once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preprocessing {
    steps: Vec<PreprocessingStep>,
}

/// What can be wrong with a list of steps.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PreprocessingError {
    /// A name that no step has.
    #[error("unknown preprocessing step \"{}\" (known: fit-20, straighten, centre-of-mass)", excerpt(.0))]
    Unknown(String),
    /// A step named twice.
    #[error("preprocessing step \"{0}\" is listed twice")]
    Repeated(&'static str),
}

impl Preprocessing {
    /// No step: the pad's square is the image.
    #[must_use]
    pub const fn none() -> Self {
        Self { steps: Vec::new() }
    }

    /// As MNIST was made: `fit-20`, then `centre-of-mass`.
    #[must_use]
    pub fn mnist() -> Self {
        Self { steps: vec![PreprocessingStep::Fit20, PreprocessingStep::CentreOfMass] }
    }

    /// Every step, in the usual order: what the shipped models see ink by.
    #[must_use]
    pub fn all() -> Self {
        Self { steps: PreprocessingStep::ALL.to_vec() }
    }

    /// The steps of these names, in this order.
    ///
    /// # Errors
    ///
    /// If a name is unknown or comes twice.
    pub fn from_names(names: &[impl AsRef<str>]) -> Result<Self, PreprocessingError> {
        let mut steps = Vec::new();
        for name in names.iter().map(AsRef::as_ref) {
            let step = PreprocessingStep::from_name(name)
                .ok_or_else(|| PreprocessingError::Unknown(name.to_owned()))?;
            if steps.contains(&step) {
                return Err(PreprocessingError::Repeated(step.name()));
            }
            steps.push(step);
        }
        Ok(Self { steps })
    }

    /// The steps, in order.
    #[must_use]
    pub fn steps(&self) -> &[PreprocessingStep] {
        &self.steps
    }

    /// The steps' names, in order, as a model file writes them.
    #[must_use]
    pub fn names(&self) -> Vec<&'static str> {
        self.steps.iter().map(|step| step.name()).collect()
    }

    /// Whether `step` is among them.
    #[must_use]
    pub fn contains(&self, step: PreprocessingStep) -> bool {
        self.steps.contains(&step)
    }

    /// The same steps but for `step`.
    #[must_use]
    pub fn without(&self, step: PreprocessingStep) -> Self {
        Self { steps: self.steps.iter().copied().filter(|&kept| kept != step).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_steps_correspond() {
        for step in PreprocessingStep::ALL {
            assert_eq!(PreprocessingStep::from_name(step.name()), Some(step));
        }
        let names = ["fit-20", "straighten", "centre-of-mass"];
        assert_eq!(Preprocessing::from_names(&names).unwrap().names(), names);
        assert_eq!(Preprocessing::from_names(&["fit-20", "centre-of-mass"]), Ok(Preprocessing::mnist()));
        assert_eq!(Preprocessing::from_names(&[""; 0]), Ok(Preprocessing::none()));
    }

    #[test]
    fn unknown_and_repeated_steps_are_refused() {
        assert_eq!(
            Preprocessing::from_names(&["fit-20", "sharpen"]),
            Err(PreprocessingError::Unknown("sharpen".to_owned()))
        );
        let long = Preprocessing::from_names(&["x".repeat(10_000)]).unwrap_err().to_string();
        assert!(long.len() < 200, "{long}");
        assert_eq!(
            Preprocessing::from_names(&["fit-20", "fit-20"]),
            Err(PreprocessingError::Repeated("fit-20"))
        );
    }

    #[test]
    fn a_step_can_be_left_out() {
        let uncentred = Preprocessing::mnist().without(PreprocessingStep::CentreOfMass);
        assert_eq!(uncentred.steps(), [PreprocessingStep::Fit20]);
        assert!(!uncentred.contains(PreprocessingStep::CentreOfMass));
        assert_eq!(uncentred.without(PreprocessingStep::Straighten), uncentred);
    }
}

//! What the panels' scenes are made from and what does not change with every frame. Each part is made when it is asked for,
//! and made anew only when what it depends on has changed.

use std::rc::Rc;

use app::derived::ImageKey;
use app::memo::Memo;
use app::revision::Revision;
use app::state::Core;
use digits::DigitImage;
use nn::ForwardPass;

use crate::models::comparison::Comparison;
use crate::neuron::patterns::Patterns;
use crate::why::explanation::{Explanation, Subject, explain};

/// What the second model makes of the ink.
#[derive(Clone, Debug)]
pub struct SecondReading {
    /// The picture that it sees.
    pub image: DigitImage,
    /// All its numbers.
    pub pass: ForwardPass,
}

/// All that follows from the panels and one core.
#[derive(Clone, Debug, Default)]
pub struct Derived {
    patterns: Memo<Revision, Patterns>,
    explanation: Memo<(ImageKey, Revision, Subject), Explanation>,
    second: Memo<(ImageKey, Revision), SecondReading>,
}

impl Derived {
    /// What the neurons of the network in use look for.
    pub fn patterns(&self, core: &Core) -> Rc<Patterns> {
        self.patterns.get(core.network_revision(), Patterns::default)
    }

    /// Why the subject, which must be of the network in use, has its value; `pass` is of that network and the present ink.
    pub fn explanation(&self, core: &Core, pass: &ForwardPass, subject: Subject) -> Option<Rc<Explanation>> {
        let network = core.network()?;
        let key = ((core.ink_revision(), core.preprocessing()), core.network_revision(), subject);
        Some(self.explanation.get(key, || explain(network, pass, subject)))
    }

    /// What the second model makes of the ink, while there is one.
    pub fn second(&self, core: &Core, comparison: &Comparison) -> Option<Rc<SecondReading>> {
        let (_, model) = comparison.second()?;
        let steps = core.in_force(&model.preprocessing);
        let key = ((core.ink_revision(), steps.clone()), comparison.revision());
        Some(self.second.get_or_reuse(key, |before| {
            let image = core.pad().ink().to_image(&steps);
            let mut pass =
                before.map_or_else(|| ForwardPass::for_network(&model.network), |before| before.pass);
            model.network.forward(image.pixels(), &mut pass);
            SecondReading { image, pass }
        }))
    }
}

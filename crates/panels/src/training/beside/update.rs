//! Finds out what stands beside the result.

use app::panel::Panel;
use app::state::Core;
use learning::ImageSet;

use super::state::Before;
use crate::training::msg::Effect;
use crate::training::state::{Phase, Training};
use crate::training::update::is_in_use;

impl Training {
    /// The network that reads at the moment, before the run that begins takes its place: of a film, which is whole, its last one.
    pub(in crate::training) fn reader(&self, core: &Core) -> Option<Before> {
        let model = core.model()?;
        let is_filmed = is_in_use(core);
        let last = self.film.as_ref().filter(|film| is_filmed && !film.frames().is_empty());
        Some(Before {
            network: last.map_or_else(|| model.network.clone(), |film| film.network(film.frames().len() - 1)),
            preprocessing: model.preprocessing.clone(),
            is_filmed,
        })
    }

    /// Has the nearest drawings found, one search at a time, whenever there is other ink or another run.
    pub(in crate::training) fn sync_nearest(&mut self, core: &Core, out: &mut Vec<Effect>) {
        let asked = Some((core.ink_revision(), self.run));
        let has_data = matches!(self.phase, Phase::Recording | Phase::Stopped | Phase::Ended(..));
        if self.nearest.is_under_way
            || self.nearest.asked == asked
            || !has_data
            || core.open != Panel::Train
            || core.pad().ink().is_empty()
        {
            return;
        }
        let Some(held_out) = &self.held_out else { return };
        let image = core.image_by(held_out.preprocessing()).to_bytes();
        self.nearest.asked = asked;
        self.nearest.is_under_way = true;
        self.nearest.search = self.nearest.search.wrapping_add(1);
        out.push(Effect::FindNearest(self.nearest.search, Box::new(image)));
    }

    /// The nearest drawings have been found.
    pub(in crate::training) fn add_nearest(&mut self, search: u32, images: ImageSet) {
        if search == self.nearest.search {
            self.nearest.is_under_way = false;
            self.nearest.found = images;
        }
    }

    /// Nobody searches any more.
    pub(in crate::training) fn lose_search(&mut self) {
        self.nearest.is_under_way = false;
    }
}

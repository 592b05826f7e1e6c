//! Updates of the link by messages and changes elsewhere.

use app::settings::Ui;
use app::state::Core;
use models::ModelSource;

use crate::changes::Changes;
use crate::knobs::Knobs;
use crate::lesson::state::LessonPanel;
use crate::link::linked::Linked;
use crate::link::msg::{Effect, Msg};
use crate::link::state::{Link, Shared};
use crate::training::{Training, is_in_use};

impl Link {
    /// Handles `msg`.
    pub fn update(
        &mut self,
        core: &mut Core,
        (knobs, training, lesson): (&mut Knobs, &mut Training, &mut LessonPanel),
        msg: Msg,
        out: &mut Vec<Effect>,
    ) {
        match msg {
            Msg::Begun { hash, session, is_framed } => {
                let is_page = core.settings.ui == Ui::Full && !is_framed;
                self.has_begun = true;
                self.keeps_session = is_page;
                self.is_written = is_page || !hash.is_empty();
                self.session = session.filter(|session| is_page && hash.is_empty() && !session.is_empty());
                self.present = Some(Linked::nothing(&core.settings));
                self.opened.clone_from(&hash);
                // The user may have drawn before this code was loaded; an empty hash must not undo that.
                if !hash.is_empty() {
                    self.receive(core, (knobs, training, lesson), &hash, out);
                }
            }
            Msg::HashChanged(hash) => self.receive(core, (knobs, training, lesson), &hash, out),
            Msg::Mirror(hash) => self.mirror(core, (knobs, training), &hash, out),
            Msg::Write => {
                if self.is_settled(core) {
                    self.write(core, (knobs, training, lesson), out);
                } else {
                    // Otherwise it is requested again once the pen is up and the link's model has loaded.
                    self.is_write_coming = false;
                }
            }
            Msg::BringBack => {
                if let Some(session) = self.session.take() {
                    self.receive(core, (knobs, training, lesson), &session, out);
                }
            }
            Msg::Reopen => self.reopen(core, (knobs, training), out),
            Msg::Share => {
                let left_out = self.write(core, (knobs, training, lesson), out);
                self.shared = Some(Shared { is_copied: false, caution: caution(core, training, &left_out) });
                out.push(Effect::CopyLink);
            }
            Msg::Copied(is_copied) => self.shared.iter_mut().for_each(|shared| shared.is_copied = is_copied),
            Msg::Close => self.shared = None,
        }
    }

    /// Applies a waiting link once its model has loaded, and schedules a write when the link's contents change.
    pub(crate) fn sync(
        &mut self,
        core: &mut Core,
        (knobs, lesson): (&mut Knobs, &LessonPanel),
        changes: Changes,
        out: &mut Vec<Effect>,
    ) {
        self.take_up_waiting(core, knobs);
        let Changes { ink, network, model, steps_off, edges, open, picked, inspected: _ } = changes;
        let is_elsewhere = self.present.as_ref().is_some_and(|present| present.lesson != lesson.place());
        if ink || network || model || steps_off || edges || open || picked || is_elsewhere {
            self.is_write_coming = false;
        }
        if self.has_begun && self.is_written && self.is_settled(core) && !self.is_write_coming {
            self.is_write_coming = true;
            out.push(Effect::WriteSoon);
        }
    }

    /// Whether nothing is in progress that a link would capture halfway.
    fn is_settled(&self, core: &Core) -> bool {
        self.waiting.is_none() && !core.pad().is_drawing() && core.model_wanted().is_none()
    }
}

/// A warning to show before the link is passed on.
fn caution(core: &Core, training: &Training, left_out: &[&'static str]) -> String {
    if let Some(words) = left_out.first() {
        return [
            "It does not include ",
            words,
            " (too large for a link). Save the model in the Models panel instead.",
        ]
        .concat();
    }
    match core.model_source() {
        Some(ModelSource::Own(_)) if is_in_use(core) => training.caution().to_owned(),
        Some(ModelSource::Own(_)) => {
            "It cannot include your own model. Save that in the Models panel and share the file too."
                .to_owned()
        }
        Some(ModelSource::Url(_)) => "It works for anyone who can download the model’s file.".to_owned(),
        _ => String::new(),
    }
}

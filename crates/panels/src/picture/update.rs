//! Makes the file of a picture.

use app::named::Named;
use app::state::Core;

use crate::picture::compose::compose;
use crate::picture::msg::{Effect, File, Format, Msg, Subject};
use crate::picture::svg::to_svg;
use crate::why::Why;

/// Handles `msg`.
pub(crate) fn update(core: &mut Core, why: &Why, msg: Msg, out: &mut Vec<Effect>) {
    let Msg::Save { subject, format, palette } = msg else {
        core.note("The browser could not make the picture. Another format may do.");
        return;
    };
    if subject == Subject::Why && core.is_answer_covered() {
        core.note("First say what the network will read. Until then, the answer is covered.");
        return;
    }
    let Some(picture) = compose(subject, core, why, &palette) else {
        core.note(match subject {
            Subject::Why => "Draw something first: then there is an answer to explain.",
            Subject::Network | Subject::Weights => "There is no network on the page to make a picture of.",
        });
        return;
    };
    let name = ["inkling-", subject.name(), ".", format.name()].concat();
    let file = match format {
        Format::Svg => File::Svg(to_svg(&picture)),
        Format::Png => File::Png(Box::new(picture)),
    };
    out.push(Effect::Save(name, file));
}

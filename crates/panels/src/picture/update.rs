//! Makes the file of a picture.

use app::named::Named;
use app::palette::Palette;
use app::state::Core;

use crate::picture::compose::compose;
use crate::picture::msg::{Effect, File, Format, Msg, Subject};
use crate::picture::svg::to_svg;
use crate::why::Why;

/// Handles `msg`.
pub(crate) fn update(core: &mut Core, why: &Why, msg: Msg, out: &mut Vec<Effect>) {
    let Msg::Save { subject, format, palette } = msg else {
        core.note("The browser could not make the picture. Another format may work.");
        return;
    };
    match make(core, why, (subject, format), &palette) {
        Ok((name, file)) => out.push(Effect::Save(name, file)),
        Err(reason) => core.note(reason),
    }
}

/// A picture's file, and its name.
///
/// # Errors
/// A sentence that says why there is no such picture.
pub(crate) fn make(
    core: &Core,
    why: &Why,
    (subject, format): (Subject, Format),
    palette: &Palette,
) -> Result<(String, File), &'static str> {
    if subject == Subject::Why && core.is_answer_covered() {
        return Err("First say what the network will read. Until then, the answer is covered.");
    }
    let picture = compose(subject, core, why, palette).ok_or(match subject {
        Subject::Why => "Draw something first: then there is an answer to explain.",
        Subject::Network | Subject::Weights => "There is no network on the page to make a picture of.",
    })?;
    let name = ["inkling-", subject.name(), ".", format.name()].concat();
    let file = match format {
        Format::Svg => File::Svg(to_svg(&picture)),
        Format::Png => File::Png(Box::new(picture)),
    };
    Ok((name, file))
}

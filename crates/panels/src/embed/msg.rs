//! Messages about the host, and their effects.

use app::palette::Palette;
use app::settings::Theme;

use crate::embed::request::Asked;
use crate::embed::size::Frame;
use crate::embed::throttle::Beat;
use crate::picture::shape::Picture;
use crate::picture::{Format, Subject};

/// Who asked: over which line, and with which number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The line.
    pub line: u32,
    /// The number that the host has given its request.
    pub id: Option<u64>,
}

/// A message.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A host wants a line.
    Hello {
        /// Its origin, as the browser names it.
        origin: String,
        /// The number of its request.
        id: Option<u64>,
    },
    /// This part of the address is unknown.
    Unknown(String),
    /// A request has come over a line.
    Asked(u32, Box<Asked>),
    /// The colours of the theme for a picture.
    Palette(Ticket, Subject, Format, Box<Palette>),
    /// The frame is like this, for a host that wants to know the height.
    Frame(Frame),
    /// The host wants to be told the height again.
    SizeWanted,
    /// The rest after an event is over.
    Rested(Beat),
}

/// A side effect for the browser to carry out.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Give the host of this origin a line, with this message.
    Connect {
        /// The host's origin.
        origin: String,
        /// The message.
        ready: String,
    },
    /// Send a message over a line, or over all lines.
    Post(Option<u32>, String),
    /// Find out the colours of a theme, or of the page's own, and reply with [`Msg::Palette`].
    FindPalette(Ticket, Subject, Format, Option<Theme>),
    /// Draw a picture, and send it over the line.
    Paint(Ticket, Box<Picture>),
    /// Reply with [`Msg::Rested`] when the rest is over.
    Rest(Beat),
    /// Tell the host this height, in CSS pixels, also by this message.
    Resize {
        /// The height that suits the frame's width.
        height: u32,
        /// The message.
        json: String,
    },
    /// End the page.
    Destroy,
}

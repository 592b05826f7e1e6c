//! The screens and themes that the page is looked at on, and pictures of it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use fantoccini::Client;

/// A screen, or the part of one that a frame gives to the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Screen {
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// Device pixels to a CSS pixel.
    pub pixel_ratio: f64,
    /// Whether it is touched: a phone, a tablet.
    pub touch: bool,
}

impl Screen {
    /// The smallest on which all is in view without scrolling.
    pub const LAPTOP: Self = Self { width: 1280, height: 720, pixel_ratio: 1.0, touch: false };
    /// The commonest desktop, and most projectors.
    pub const DESKTOP: Self = Self { width: 1920, height: 1080, pixel_ratio: 1.0, touch: false };
    /// A phone held upright.
    pub const PHONE: Self = Self { width: 390, height: 844, pixel_ratio: 3.0, touch: true };
    /// A television or a large board, not scaled by its system.
    pub const WALL: Self = Self { width: 3840, height: 2160, pixel_ratio: 1.0, touch: false };
    /// An iframe in an article.
    pub const FRAME: Self = Self { width: 600, height: 400, pixel_ratio: 2.0, touch: false };
}

/// The themes that one can ask for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Light, bold and large.
    Projector,
}

impl Theme {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Projector];

    /// As the address names it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Projector => "projector",
        }
    }
}

/// Whether pictures were asked for, by `INKLING_SCREENSHOTS=1`.
#[must_use]
pub fn are_pictures_wanted() -> bool {
    env::var_os("INKLING_SCREENSHOTS").is_some_and(|value| !value.is_empty() && value != "0")
}

/// Saves a picture of what the browser shows as `screenshots/NAME.png` of the checkout; its path.
///
/// # Errors
///
/// If the browser gives no picture or the file cannot be written.
pub async fn save_picture(client: &Client, name: &str) -> Result<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../screenshots").join(format!("{name}.png"));
    let png = client.screenshot().await.context("a screenshot")?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&path, png).with_context(|| path.display().to_string())?;
    Ok(path)
}

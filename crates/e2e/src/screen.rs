//! Screens and themes to view the page in, and screenshots of it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use fantoccini::Client;

/// A screen, or the part of it that a frame gives the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Screen {
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// Device pixels per CSS pixel.
    pub pixel_ratio: f64,
    /// Whether it is a touch screen, as on a phone or a tablet.
    pub touch: bool,
}

impl Screen {
    /// The smallest screen on which everything is in view without scrolling.
    pub const LAPTOP: Self = Self { width: 1280, height: 720, pixel_ratio: 1.0, touch: false };
    /// The most common desktop size, and that of most projectors.
    pub const DESKTOP: Self = Self { width: 1920, height: 1080, pixel_ratio: 1.0, touch: false };
    /// Many school projectors.
    pub const OLD_PROJECTOR: Self = Self { width: 1024, height: 768, pixel_ratio: 1.0, touch: false };
    /// A phone held upright.
    pub const PHONE: Self = Self { width: 390, height: 844, pixel_ratio: 3.0, touch: true };
    /// The same phone on its side.
    pub const PHONE_ON_ITS_SIDE: Self = Self { width: 844, height: 390, pixel_ratio: 3.0, touch: true };
    /// A television or a large board that its system does not scale.
    pub const WALL: Self = Self { width: 3840, height: 2160, pixel_ratio: 1.0, touch: false };
    /// An iframe in an article.
    pub const FRAME: Self = Self { width: 600, height: 400, pixel_ratio: 2.0, touch: false };
}

/// The themes that can be requested by name.
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

    /// Those in which things differ in size and place: the dark theme is the light one in other colours.
    pub const SIZES: [Self; 2] = [Self::Light, Self::Projector];

    /// Its name in the URL.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Projector => "projector",
        }
    }
}

/// Whether `INKLING_SCREENSHOTS=1` asks for screenshots.
#[must_use]
pub fn are_pictures_wanted() -> bool {
    env::var_os("INKLING_SCREENSHOTS").is_some_and(|value| !value.is_empty() && value != "0")
}

/// Saves a screenshot as `screenshots/NAME.png` in the checkout, and returns its path.
///
/// # Errors
///
/// If the browser takes no screenshot or the file cannot be written.
pub async fn save_picture(client: &Client, name: &str) -> Result<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../screenshots").join(format!("{name}.png"));
    let png = client.screenshot().await.context("taking a screenshot")?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&path, png).with_context(|| path.display().to_string())?;
    Ok(path)
}

//! The page at each size and in each theme: all of it in view, nothing cut off. With `INKLING_SCREENSHOTS=1` it leaves
//! a picture of each in `screenshots/`.

use anyhow::Result;
use e2e::screen::{are_pictures_wanted, save_picture};
use e2e::{Page, Pointer, Screen, Setup, Theme, digit, on_page};

#[tokio::test]
async fn on_a_laptop_all_is_in_view() -> Result<()> {
    check("1280x720", Screen::LAPTOP, "", true).await
}

#[tokio::test]
async fn on_a_desktop_all_is_in_view() -> Result<()> {
    check("1920x1080", Screen::DESKTOP, "", true).await
}

#[tokio::test]
async fn on_a_wall_all_is_in_view() -> Result<()> {
    check("3840x2160", Screen::WALL, "", true).await
}

#[tokio::test]
async fn on_a_phone_it_scrolls_down_only() -> Result<()> {
    check("390x844", Screen::PHONE, "", false).await
}

#[tokio::test]
async fn in_a_frame_it_scrolls_down_only() -> Result<()> {
    check("600x400", Screen::FRAME, "", false).await
}

#[tokio::test]
async fn embedded_it_fits_the_frame() -> Result<()> {
    check("600x400-embed", Screen::FRAME, "&ui=embed", true).await
}

#[tokio::test]
async fn a_pad_alone_fits_the_frame() -> Result<()> {
    check("600x400-pad", Screen::FRAME, "&ui=pad", true).await
}

#[tokio::test]
async fn it_is_drawn_at_the_resolution_of_the_screen_and_of_the_next_one() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        // As when a window is moved to another screen: the page is not loaded again. The width changes too, since
        // Chromium tells a page nothing of an emulated resolution alone.
        for (width, pixel_ratio) in [(1280, 1.0), (1300, 2.0), (1280, 3.0), (1300, 1.5)] {
            page.browser.set_screen(Screen { width, pixel_ratio, ..Screen::LAPTOP }).await?;
            for canvas in ["#pad canvas", "#edges-and-neurons"] {
                let script = format!(
                    "const canvas = document.querySelector('{canvas}');
                     const wanted = canvas.getBoundingClientRect().width * devicePixelRatio;
                     return Math.abs(canvas.width - wanted) <= 1.5;"
                );
                let is_sharp = page.becomes_true(&script).await?;
                assert!(is_sharp, "{canvas} at {pixel_ratio} device pixels to a CSS pixel");
            }
        }
        page.wait_for_answer("3").await?;
        Ok(())
    })
    .await
}

/// The panels that take the inspector's place.
const PANELS: [&str; 5] = ["why", "matrix", "knobs", "train", "models"];

async fn check(name: &str, screen: Screen, query: &str, all_in_view: bool) -> Result<()> {
    on_page(Setup { screen, ..Setup::without_page() }, async |page| {
        let mut faults = Vec::new();
        for theme in Theme::SIZES {
            page.open(&format!("?theme={}{query}", theme.name())).await?;
            page.settle().await?;
            faults.extend(faults_of(page, theme, "empty", all_in_view).await?);
            let pointer = if screen.touch { Pointer::Touch } else { Pointer::Mouse };
            page.draw(&digit(3), pointer).await?;
            page.wait_for_answer("3").await?;
            page.settle().await?;
            faults.extend(faults_of(page, theme, "drawn", all_in_view).await?);
            if are_pictures_wanted() {
                save_picture(page.client(), &format!("{name}-{}", theme.name())).await?;
            }
            if query.is_empty() {
                page.pick(pointer, "2:4").await?;
                faults.extend(faults_of(page, theme, "panel", all_in_view).await?);
                for panel in PANELS {
                    page.open_panel(pointer, panel).await?;
                    page.unfold_panel().await?;
                    faults.extend(faults_of(page, theme, panel, all_in_view).await?);
                    if are_pictures_wanted() {
                        save_picture(page.client(), &format!("{name}-{}-{panel}", theme.name())).await?;
                    }
                }
            }
        }
        assert!(faults.is_empty(), "{faults:#?}");
        Ok(())
    })
    .await
}

async fn faults_of(page: &Page, theme: Theme, state: &str, all_in_view: bool) -> Result<Vec<String>> {
    let extent = page.extent().await?;
    let mut faults = page.cut_off().await?;
    if extent.content_width > extent.window_width {
        faults.push(format!("{} wide in {}", extent.content_width, extent.window_width));
    }
    if all_in_view && extent.content_height > extent.window_height {
        faults.push(format!("{} high in {}", extent.content_height, extent.window_height));
    }
    Ok(faults.into_iter().map(|fault| format!("{}, {state}: {fault}", theme.name())).collect())
}

/// Wherever their buttons are in the header.
#[tokio::test]
async fn the_cards_of_the_header_fit_the_window() -> Result<()> {
    on_page(Setup::default(), async |page| {
        for (width, height) in
            [(360, 640), (560, 400), (600, 400), (700, 500), (768, 1024), (844, 390), (960, 700)]
        {
            page.browser.set_screen(Screen { width, height, ..Screen::LAPTOP }).await?;
            page.settle().await?;
            let outside: Vec<String> = page
                .eval(
                    "return [...document.querySelectorAll('header details')].filter((details) => {
                         details.open = true;
                         const {left, right} = details.querySelector('.popover').getBoundingClientRect();
                         details.open = false;
                         return left < 0 || right > innerWidth;
                     }).map((details) => details.id);",
                )
                .await?;
            assert!(outside.is_empty(), "{width}x{height}: {outside:?}");
        }
        Ok(())
    })
    .await
}

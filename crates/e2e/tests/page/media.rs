//! The page where it does not look as designed: in forced colours, on paper, in large type.

use anyhow::Result;
use e2e::{Page, Pointer, Screen, Setup, Theme, digit, on_page};
use serde_json::json;

const PANELS: [&str; 4] = ["why", "matrix", "knobs", "models"];

async fn draw_a_three(page: &Page) -> Result<()> {
    page.draw(&digit(3), Pointer::Mouse).await?;
    page.wait_for_answer("3").await?;
    Ok(())
}

/// The first background of each of these, or its background's image.
async fn grounds(page: &Page, selectors: &[&str]) -> Result<Vec<String>> {
    page.settle().await?;
    page.eval_with(
        "return arguments[0].map((selector) => {
             const style = getComputedStyle(document.querySelector(selector));
             return style.backgroundImage === 'none' ? style.backgroundColor : style.backgroundImage;
         });",
        &[json!(selectors)],
    )
    .await
}

#[tokio::test]
async fn forced_colours_leave_bars_and_keys_their_meaning() -> Result<()> {
    on_page(Setup::default(), async |page| {
        draw_a_three(page).await?;
        page.pick(Pointer::Mouse, "2:4").await?;
        let coloured =
            [".scale .diverging", ".scale .activation", ".walk .positive", ".walk .negative", "#fires-for i"];
        assert!(page.becomes_true("return document.querySelector('#fires-for i') !== null;").await?);
        let before = grounds(page, &coloured).await?;
        page.browser.set_preference("forced-colors", "active").await?;
        assert!(page.becomes_true("return matchMedia('(forced-colors: active)').matches;").await?);
        assert_eq!(grounds(page, &coloured).await?, before);
        let outline =
            "return getComputedStyle(document.querySelector('#panels [aria-pressed=true]')).outlineStyle;";
        assert_eq!(page.eval::<String>(outline).await?, "solid", "what is pressed is framed");
        page.open_panel(Pointer::Mouse, "knobs").await?;
        for bar in [".knob .positive", ".knob .negative"] {
            assert_ne!(grounds(page, &[bar]).await?, ["rgb(255, 255, 255)"], "{bar}");
        }
        page.browser.set_preference("forced-colors", "none").await
    })
    .await
}

/// Counts the pages of a PDF. Some browsers write its objects in the open, others compress them.
const COUNT_PAGES: &str = r"
const [pdf, done] = arguments;
const bytes = Uint8Array.from(atob(pdf), (character) => character.charCodeAt(0));
const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
const inflated = async ({ index, 0: found, 1: body }) => {
    const start = index + found.indexOf(body);
    const stream = new Blob([bytes.slice(start, start + body.length)]).stream();
    try {
        return await new Response(stream.pipeThrough(new DecompressionStream('deflate'))).text();
    } catch {
        return '';
    }
};
const streams = [...text.matchAll(/stream\r?\n([^]*?)\r?\nendstream/g)];
Promise.all(streams.map(inflated)).then((texts) =>
    done([text, ...texts].reduce((n, text) => n + (text.match(/\/Type\s*\/Page\b/g) ?? []).length, 0)));";

/// The number of pages that the printed page takes.
async fn printed_pages(page: &Page, width: f64, height: f64) -> Result<usize> {
    let printed = page.browser.print(width, height).await?;
    let count = page.client().execute_async(COUNT_PAGES, vec![printed]).await?;
    Ok(serde_json::from_value(count)?)
}

#[tokio::test]
async fn on_paper_it_takes_one_sheet_in_light_colours() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        for theme in [Theme::Light, Theme::Dark] {
            page.open(&format!("?theme={}", theme.name())).await?;
            draw_a_three(page).await?;
            page.pick(Pointer::Mouse, "1:8").await?;
            for panel in ["none"].into_iter().chain(PANELS) {
                page.click(&format!("#panels [data-open='{panel}']")).await?;
                page.settle().await?;
                for (paper, width, height) in [("A4", 8.27, 11.69), ("Letter", 8.5, 11.0)] {
                    assert_eq!(
                        printed_pages(page, width, height).await?,
                        1,
                        "{paper} {} {panel}",
                        theme.name()
                    );
                }
            }
            page.browser.set_paper(true).await?;
            let paper = "return getComputedStyle(document.documentElement).backgroundColor;";
            assert_eq!(page.at_rest::<String>(paper).await?, "rgb(255, 255, 255)", "{}", theme.name());
            for part in ["h1", "#pad", "#answer", "#network", "#inspector"] {
                assert!(page.is_visible(part).await?, "{part}");
            }
            for part in ["#model", "#tools", "#panels"] {
                assert!(!page.is_visible(part).await?, "{part}");
            }
            page.browser.set_paper(false).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn type_of_twice_the_size_is_not_cut_off() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let zoomed = Screen { width: 640, height: 360, pixel_ratio: 2.0, touch: false };
        for (screen, size) in [(Screen::LAPTOP, 32), (zoomed, 16)] {
            page.browser.set_font_size(size, size).await?;
            page.open_on(screen, "").await?;
            draw_a_three(page).await?;
            page.pick(Pointer::Mouse, "1:8").await?;
            let mut faults = Vec::new();
            for panel in ["none"].into_iter().chain(PANELS) {
                page.click(&format!("#panels [data-open='{panel}']")).await?;
                page.settle().await?;
                faults
                    .extend(page.cut_off().await?.into_iter().map(|it| format!("{size} px, {panel}: {it}")));
            }
            let extent = page.extent().await?;
            assert!(extent.content_width <= extent.window_width, "{extent:?}");
            assert!(faults.is_empty(), "{faults:#?}");
        }
        page.browser.set_font_size(16, 13).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn in_large_type_the_network_stays_in_sight_and_a_phone_scrolls_down_only() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.browser.set_font_size(32, 32).await?;
        page.open_on(Screen::DESKTOP, "").await?;
        draw_a_three(page).await?;
        page.pick(Pointer::Mouse, "1:8").await?;
        page.settle().await?;
        let grid = "return document.querySelector('#grid').offsetTop;";
        let before: f64 = page.at_rest(grid).await?;
        for panel in PANELS {
            page.open_panel(Pointer::Mouse, panel).await?;
            page.settle().await?;
            assert_eq!(page.at_rest::<f64>(grid).await?, before, "{panel} moves the grid");
        }
        page.open_on(Screen { touch: false, ..Screen::PHONE }, "").await?;
        draw_a_three(page).await?;
        page.pick(Pointer::Mouse, "1:8").await?;
        for panel in PANELS {
            page.open_panel(Pointer::Mouse, panel).await?;
            page.settle().await?;
            let extent = page.extent().await?;
            assert!(extent.content_width <= extent.window_width, "{panel}: {extent:?}");
            let end = page.rect("#close-sheet").await?.at(1.0, 0.5).0;
            assert!(end <= f64::from(Screen::PHONE.width), "{panel}: the sheet's × ends at {end}");
        }
        page.browser.set_font_size(16, 13).await?;
        Ok(())
    })
    .await
}

/// Texts smaller than so many pixels, with their sizes; a scaled drawing scales its texts.
const SMALL_TEXTS: &str = "
const [least] = arguments;
const small = [];
for (const element of document.querySelectorAll('body *')) {
    const has_text = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!has_text || !element.checkVisibility({visibilityProperty: true})) continue;
    if (element.getBoundingClientRect().width <= 1) continue;
    const scale = element.ownerSVGElement ? element.ownerSVGElement.getScreenCTM().a : 1;
    const size = scale * parseFloat(getComputedStyle(element).fontSize);
    if (size < least - 0.01) small.push(`${element.localName} ${element.textContent.trim()}: ${size}`);
}
return small;";

#[tokio::test]
async fn no_text_is_smaller_than_12_pixels_or_20_on_a_projector() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let mut faults = Vec::new();
        for screen in [Screen::LAPTOP, Screen { touch: false, ..Screen::PHONE }] {
            for theme in Theme::SIZES {
                let is_projected = theme == Theme::Projector && screen == Screen::LAPTOP;
                let least = json!(if is_projected { 20 } else { 12 });
                let small_texts = async || -> Result<Vec<String>> {
                    page.settle().await?;
                    page.eval_with(SMALL_TEXTS, std::slice::from_ref(&least)).await
                };
                page.open_on(screen, &format!("?theme={}", theme.name())).await?;
                draw_a_three(page).await?;
                for neuron in ["1:8", "2:4"] {
                    page.pick(Pointer::Mouse, neuron).await?;
                    faults.extend(small_texts().await?);
                }
                for panel in PANELS {
                    page.open_panel(Pointer::Mouse, panel).await?;
                    faults.extend(small_texts().await?);
                }
            }
        }
        assert!(faults.is_empty(), "{faults:#?}");
        Ok(())
    })
    .await
}

//! The stage: the network keeps its place and its numbers whatever is open beside it, and what a panel is about fits.

use anyhow::Result;
use e2e::{Page, Pointer, Screen, Setup, Theme, digit, on_page};
use fantoccini::key::Key;

/// Keeps what was last written on the canvas of the network: each text with its size in pixels.
const SPY: &str = "
window.written = [];
const { fillText, clearRect } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.clearRect = function (...args) {
    if (this.canvas.id === 'edges-and-neurons') window.written = [];
    return clearRect.apply(this, args);
};
CanvasRenderingContext2D.prototype.fillText = function (text, ...args) {
    if (this.canvas.id === 'edges-and-neurons') window.written.push([text, parseFloat(this.font.match(/[\\d.]+px/)[0])]);
    return fillText.call(this, text, ...args);
};";

/// Keeps how opaque lines and texts on the canvas of the network were drawn last.
const ALPHA_SPY: &str = "
window.alpha = {};
for (const [method, what] of [['stroke', 'lines'], ['fillText', 'texts']]) {
    const original = CanvasRenderingContext2D.prototype[method];
    CanvasRenderingContext2D.prototype[method] = function (...args) {
        if (this.canvas.id === 'edges-and-neurons') window.alpha[what] = this.globalAlpha;
        return original.apply(this, args);
    };
}";

/// Whether a text is a neuron's number, and not the scale of the edges or a layer's size.
fn is_activation(text: &str) -> bool {
    text.contains('.') && !text.contains(['±', '≤'])
}

/// Where the input and all neurons are.
const PLACES: &str = "
const parts = [document.querySelector('#input'), ...document.querySelectorAll('[data-neuron]')];
return parts.map((part) => part.getBoundingClientRect()).map((it) => [it.x, it.y, it.width, it.height]);";

/// The places of the input and the neurons, once they have settled; and what is wrong with the network's numbers.
async fn network(page: &Page, n_neurons: usize, smallest_text: f64) -> Result<(Vec<[f64; 4]>, Vec<String>)> {
    page.settle().await?;
    let places: Vec<[f64; 4]> = page.at_rest(PLACES).await?;
    let written: Vec<(String, f64)> = page.eval("return window.written;").await?;
    let mut faults = Vec::new();
    let n_numbers = written.iter().filter(|(text, _)| is_activation(text)).count();
    if n_numbers != n_neurons {
        faults.push(format!("{n_numbers} numbers"));
    }
    faults
        .extend(written.iter().filter(|(_, size)| *size < smallest_text).map(|it| format!("small: {it:?}")));
    // The layout counts in whole pixels, and the stage may be a fraction of one narrower.
    if places[0][2].round() < 224.0 {
        faults.push(format!("the input is {} px wide", places[0][2]));
    }
    if places.len() != n_neurons + 1 {
        faults.push(format!("{} neurons", places.len() - 1));
    }
    Ok((places, faults))
}

#[tokio::test]
async fn the_network_keeps_its_place_and_its_numbers() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.before_page_scripts(SPY);
        let mut faults = Vec::new();
        for (screen, name) in [
            (Screen::LAPTOP, "1280x720"),
            (Screen::OLD_PROJECTOR, "1024x768"),
            (Screen::DESKTOP, "1920x1080"),
        ] {
            for theme in Theme::SIZES {
                let smallest =
                    if theme == Theme::Projector && screen != Screen::OLD_PROJECTOR { 20.0 } else { 12.0 };
                page.open_on(screen, &format!("?theme={}", theme.name())).await?;
                page.draw(&digit(3), Pointer::Mouse).await?;
                page.wait_for_answer("3").await?;
                let (places, wrong) = network(page, 42, smallest).await?;
                faults.extend(wrong.into_iter().map(|it| format!("{name} {}: {it}", theme.name())));
                // The first layer's pictures.
                if places[1][2] < 28.0 {
                    faults.push(format!("{name} {}: pictures of {} px", theme.name(), places[1][2]));
                }
                for panel in ["why", "matrix", "knobs", "models", "none"] {
                    page.click(&format!("#panels [data-open='{panel}']")).await?;
                    let (now, wrong) = network(page, 42, smallest).await?;
                    faults
                        .extend(wrong.into_iter().map(|it| format!("{name} {} {panel}: {it}", theme.name())));
                    if now != places {
                        faults.push(format!("{name} {} {panel}: something has moved", theme.name()));
                    }
                }
                page.click("#replay").await?;
                page.click("#player-layer-forward").await?;
                page.press(&[Key::Tab]).await?;
                page.settle().await?;
                if page.at_rest::<Vec<[f64; 4]>>(PLACES).await? != places {
                    faults.push(format!("{name} {}: the replay moves something", theme.name()));
                }
            }
        }
        assert!(faults.is_empty(), "{faults:#?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn on_the_first_screen_of_a_phone_or_a_frame_are_the_pad_and_the_answer() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.before_page_scripts(SPY);
        for (screen, smallest_pad) in [(Screen::FRAME, 180.0), (Screen::PHONE, 240.0)] {
            for theme in Theme::SIZES {
                page.open_on(screen, &format!("?theme={}", theme.name())).await?;
                page.draw(&digit(3), if screen.touch { Pointer::Touch } else { Pointer::Mouse }).await?;
                page.wait_for_answer("3").await?;
                // It comes with the panels, and the header has to have room for it.
                page.wait_for("the lesson's button", async || {
                    Ok(page.is_visible("#open-lesson").await?.then_some(()))
                })
                .await?;
                page.eval::<()>("scrollTo(0, 0);").await?;
                if screen == Screen::FRAME {
                    let [first, last] = [page.rect("#card").await?, page.rect("#share").await?];
                    let (first, last) = (first.at(0.5, 1.0).1, last.at(0.5, 0.0).1);
                    assert!(last < first, "{}: the header takes two lines", theme.name());
                }
                let (pad, answer) = (page.rect("#pad").await?, page.rect("#answer").await?);
                let side = pad.at(1.0, 0.0).0 - pad.at(0.0, 0.0).0;
                assert!(side >= smallest_pad, "{} {screen:?}: a pad of {side} px", theme.name());
                let end = answer.at(0.5, 1.0).1;
                assert!(
                    end <= f64::from(screen.height),
                    "{} {screen:?}: the answer ends at {end}",
                    theme.name()
                );
                let written: Vec<(String, f64)> = page.eval("return window.written;").await?;
                let n_numbers = written.iter().filter(|it| is_activation(&it.0)).count();
                assert_eq!(n_numbers, 42, "{} {screen:?}", theme.name());
            }
        }
        Ok(())
    })
    .await
}

/// What of these is not wholly within the inspector's window.
pub(crate) async fn out_of_sight(page: &Page, selectors: &[&str]) -> Result<Vec<String>> {
    page.settle().await?;
    page.eval_with(
        "const window = document.querySelector('#inspector').getBoundingClientRect();
         return arguments[0].filter((selector) => {
             const it = document.querySelector(selector).getBoundingClientRect();
             return !(it.height > 0 && it.top >= window.top && it.bottom <= window.bottom);
         });",
        &[serde_json::json!(selectors)],
    )
    .await
}

#[tokio::test]
async fn what_a_panel_is_about_fits_its_window() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let mut faults = Vec::new();
        for theme in Theme::SIZES {
            page.open(&format!("?theme={}", theme.name())).await?;
            page.draw(&digit(3), Pointer::Mouse).await?;
            page.wait_for_answer("3").await?;
            page.pick(Pointer::Mouse, "1:8").await?;
            let neuron =
                ["#detail .pictures", "#detail .walk", "#threshold", ".curve svg", "#detail .equation"];
            faults.extend(out_of_sight(page, &neuron).await?.into_iter().map(|it| (theme, it)));
            for (panel, parts) in [
                ("why", &["#why-sentence", "#why-picture", "#why-body .walk"][..]),
                ("matrix", &["#matrix-formula", "#matrix-view", "#matrix-readout"]),
            ] {
                page.open_panel(Pointer::Mouse, panel).await?;
                faults.extend(out_of_sight(page, parts).await?.into_iter().map(|it| (theme, it)));
            }
            page.open_panel(Pointer::Mouse, "knobs").await?;
            page.click("[data-view-of-knobs='wall']").await?;
            faults.extend(
                out_of_sight(page, &["#wall-way", "#wall-cells"]).await?.into_iter().map(|it| (theme, it)),
            );
            for _ in 0..3 {
                page.click("#wall-cells").await?;
            }
            let knob = ["#wall-cells", "#wall-cell", "#wall-slider"];
            faults.extend(out_of_sight(page, &knob).await?.into_iter().map(|it| (theme, it)));
        }
        assert!(faults.is_empty(), "{faults:#?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn before_there_is_ink_the_network_waits() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.before_page_scripts(ALPHA_SPY);
        page.open_on(Screen::LAPTOP, "").await?;
        let drawn = async || -> Result<[f64; 2]> {
            page.settle().await?;
            page.eval("return [window.alpha.lines, window.alpha.texts];").await
        };
        assert!(page.text("#blank").await?.starts_with("Even a blank image lights up the network"));
        let [lines, texts] = drawn().await?;
        assert!(lines < 0.6, "edges and neurons are dim: {lines}");
        assert_eq!(texts, 1.0, "their numbers are not");
        page.draw(&digit(3), Pointer::Mouse).await?;
        assert_eq!(page.text("#blank").await?, "");
        assert_eq!(drawn().await?, [1.0, 1.0]);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_replay_covers_the_answer_until_the_outputs_have_played() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        page.click("#replay").await?;
        page.settle().await?;
        assert_eq!(page.text("#answer strong").await?, "");
        for expected in ["", "", "3"] {
            page.click("#player-layer-forward").await?;
            assert_eq!(page.text("#answer strong").await?, expected);
        }
        page.click("#player-layer-back").await?;
        assert_eq!(page.text("#answer strong").await?, "");
        page.click("#player-close").await?;
        assert_eq!(page.text("#answer strong").await?, "3");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn why_beside_the_answer_explains_the_answer_whatever_is_picked() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        page.pick(Pointer::Mouse, "1:4").await?;
        page.click("#ask-why").await?;
        assert_eq!(page.text("#why-body h2").await?, "Why 3?");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_threshold_is_dragged_where_its_mark_is_and_tips_the_neuron() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.pick(Pointer::Mouse, "1:8").await?;
        let activation = async || -> Result<f64> { Ok(page.text("#detail h2 output").await?.parse()?) };
        let before = activation().await?;
        // The handle is below the mark.
        let apart: f64 = page
            .eval(
                "const slider = document.querySelector('#threshold');
                 const track = slider.getBoundingClientRect();
                 const share = (slider.value - slider.min) / (slider.max - slider.min);
                 const handle = 12;
                 const chart = document.querySelector('#detail .walk div').getBoundingClientRect();
                 const mark = parseFloat(document.querySelector('#detail .walk').style.getPropertyValue('--threshold'));
                 return track.left + handle / 2 + share * (track.width - handle) - (chart.left + chart.width * mark / 100);",
            )
            .await?;
        assert!(apart.abs() < 2.5, "{apart} px");
        let [middle, left] = page.reach_at("#threshold", [(0.5, 0.5), (0.05, 0.5)]).await?;
        page.drag(Pointer::Mouse, &[(middle, 0.5), (left, 0.5)]).await?;
        assert!(activation().await? > before, "a lower threshold lets it fire");
        page.open_panel(Pointer::Mouse, "knobs").await?;
        assert_eq!(page.text("#knobs-changes").await?, "1 knob changed");
        page.click("#knobs-undo").await?;
        page.click("[data-open='none']").await?;
        assert_eq!(activation().await?, before, "the drag is one step");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn on_a_phone_one_draws_above_an_open_panel_and_watches_it() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        page.draw(&digit(3), Pointer::Touch).await?;
        page.wait_for_answer("3").await?;
        page.click_with(Pointer::Touch, "#ask-why").await?;
        assert_eq!(page.text("#why-body h2").await?, "Why 3?");
        let (pad, answer, tabs) =
            (page.rect("#pad").await?, page.rect("#answer").await?, page.rect("#panels").await?);
        for (name, part) in [("pad", pad), ("answer", answer)] {
            let (bottom, end) = (part.at(0.5, 1.0).1, tabs.at(0.5, 0.0).1);
            assert!(
                part.at(0.5, 0.0).1 >= 0.0 && bottom <= end,
                "the {name} ends at {bottom}, the sheet begins at {end}"
            );
        }
        page.click_with(Pointer::Touch, "#close-sheet").await?;
        page.settle().await?;
        assert!(!page.is_visible("#why-body").await?);
        for is_open in [true, false] {
            page.click_with(Pointer::Touch, "#panels [data-open='why']").await?;
            page.settle().await?;
            assert_eq!(page.is_visible("#why-body").await?, is_open, "its tab opens and closes it");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn on_a_tablet_a_tab_brings_its_panel_into_sight() -> Result<()> {
    let tablet = Screen { width: 768, height: 1024, ..Screen::PHONE };
    for screen in [tablet, Screen::PHONE_ON_ITS_SIDE] {
        on_page(Setup::on(screen), async |page| {
            page.draw(&digit(3), Pointer::Touch).await?;
            page.wait_for_answer("3").await?;
            let answer = page.rect("#answer").await?;
            assert!(answer.at(0.5, 1.0).1 <= f64::from(screen.height), "the answer is on the first screen");
            page.click_with(Pointer::Touch, "#ask-why").await?;
            page.settle().await?;
            let panel = page.rect("#why-sentence").await?;
            let (top, bottom) = (panel.at(0.5, 0.0).1, panel.at(0.5, 1.0).1);
            assert!(top >= 0.0 && bottom <= f64::from(screen.height), "the sentence is at {top} to {bottom}");
            Ok(())
        })
        .await?;
    }
    Ok(())
}

//! A layer as a matrix: cells, rows and edges light together; the formulas and the count of all numbers.

use anyhow::Result;
use e2e::{Page, Pointer, Screen, Setup, digit, on_page};
use fantoccini::key::Key;

/// What is drawn in the network view.
const NETWORK: &str = "return document.querySelector('#edges-and-neurons').toDataURL();";
/// What is drawn of the matrix.
const MATRIX: &str = "return document.querySelector('#matrix-view canvas').toDataURL();";

async fn width_of_all(page: &Page) -> Result<f64> {
    page.settle().await?;
    page.eval("return document.querySelector('#matrix-view').scrollWidth;").await
}

#[tokio::test]
async fn the_numbers_are_counted_layer_by_layer_for_any_model() -> Result<()> {
    on_page(Setup::with_query("?panel=matrix"), async |page| {
        page.wait_for("the panel", async || Ok(page.is_visible("#matrix-count").await?.then_some(()))).await?;
        let count = "784×16 + 16 + 16×16 + 16 + 16×10 + 10 = 13,002";
        assert_eq!(page.text("#matrix-count").await?, count);
        let whole: String = page.eval("return document.querySelector('#matrix-whole').textContent;").await?;
        assert_eq!(whole, "f(x)=σ(W(3)σ(W(2)σ(W(1)x+b(1))+b(2))+b(3))");
        let layer = "const math = document.querySelector('#matrix-formula math'); return [math.namespaceURI, math.textContent];";
        let [namespace, formula]: [String; 2] = page.eval(layer).await?;
        assert_eq!(namespace, "http://www.w3.org/1998/Math/MathML");
        assert_eq!(formula, "a(1)16=σ(W(1)16×784x784+b(1)16)");
        page.click("#matrix-count [data-layer='2']").await?;
        page.settle().await?;
        let [_, formula]: [String; 2] = page.eval(layer).await?;
        assert_eq!(formula, "a(3)10=σ(W(3)10×16a(2)16+b(3)10)");

        page.open(&format!("?panel=matrix&model={}", page.site.model_url("small.json"))).await?;
        page.wait_for("the panel", async || Ok(page.is_visible("#matrix-count").await?.then_some(()))).await?;
        assert_eq!(page.text("#matrix-count").await?, "784×2 + 2 + 2×10 + 10 = 1,600");
        assert_eq!(page.text("#matrix-layers").await?.replace('\n', " "), "W1: 2×784 W2: 10×2");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn cell_edge_row_and_neuron_light_together() -> Result<()> {
    on_page(Setup::with_query("?panel=matrix"), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.click("#matrix-layers [data-layer='1']").await?;
        page.hover_at(5.0, 5.0).await?;
        page.settle().await?;
        assert_eq!(
            page.text("#matrix-readout").await?,
            "Each row is a neuron, each column one of its inputs."
        );
        let (dark, plain): (String, String) = (page.eval(NETWORK).await?, page.eval(MATRIX).await?);
        page.hover("#matrix-view").await?;
        let readout = page.text("#matrix-readout").await?;
        assert!(
            readout.starts_with("Hidden 1, neuron ") && readout.contains(" to Hidden 2, neuron "),
            "{readout}"
        );
        let (weight, product) = readout.split_once("weight ").map_or(("", ""), |(_, rest)| {
            let (weight, rest) = rest.split_once(" × ").unwrap_or_default();
            (weight, rest.split_once(" = ").unwrap_or_default().1)
        });
        assert!(!weight.is_empty() && !product.is_empty(), "{readout}");
        assert_ne!(page.eval::<String>(NETWORK).await?, dark, "its edge is lit in the network");
        assert_ne!(page.eval::<String>(MATRIX).await?, plain, "its row and column are framed");
        page.hover_at(5.0, 5.0).await?;
        page.settle().await?;
        assert_eq!(page.eval::<String>(NETWORK).await?, dark);
        assert_eq!(page.eval::<String>(MATRIX).await?, plain);

        page.hover("[data-neuron='2:6']").await?;
        let readout = page.text("#matrix-readout").await?;
        assert!(readout.starts_with("Hidden 2, neuron 7: bias "), "{readout}");
        assert_eq!(page.text("#matrix-row-title").await?, "Hidden 2, neuron 7");
        assert_ne!(page.eval::<String>(MATRIX).await?, plain, "its row is framed");
        page.hover("#matrix-row [data-term]").await?;
        page.settle().await?;
        let lit: usize =
            page.eval("return document.querySelectorAll('#matrix-row [data-lit]').length;").await?;
        assert_eq!(lit, 2, "by name and by number");
        assert!(page.text("#matrix-readout").await?.contains(" to Hidden 2, neuron "));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_neuron_that_is_picked_brings_its_row_and_a_click_on_a_row_picks() -> Result<()> {
    on_page(Setup::with_query("?panel=matrix"), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.pick(Pointer::Mouse, "3:7").await?;
        assert_eq!(
            page.attr("#matrix-layers [data-layer='2']", "aria-pressed").await?.as_deref(),
            Some("true")
        );
        assert!(page.text("#matrix-readout").await?.starts_with("Output 7: bias "));
        page.click("#matrix-view").await?;
        let readout = page.text("#matrix-readout").await?;
        let digit = readout.split_once(" to Output ").map_or("", |(_, rest)| &rest[..1]).to_owned();
        let pressed = page.attr(&format!("[data-neuron='3:{digit}']"), "aria-pressed").await?;
        assert_eq!(pressed.as_deref(), Some("true"), "{readout}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn keys_walk_over_the_weights_and_keys_wheel_and_buttons_zoom() -> Result<()> {
    on_page(Setup::with_query("?panel=matrix"), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.tab_to("#matrix-view").await?;
        page.settle().await?;
        page.press(&[Key::End, Key::Down]).await?;
        let readout = page.text("#matrix-readout").await?;
        assert!(readout.starts_with("Pixel (27, 27) to Hidden 1, neuron 2: weight "), "{readout}");
        let at_end = "const view = document.querySelector('#matrix-view');
                      return view.scrollLeft + view.clientWidth >= view.scrollWidth - 1;";
        assert!(page.eval::<bool>(at_end).await?, "the cell is in view");
        let before = width_of_all(page).await?;
        page.type_text("+").await?;
        let closer = width_of_all(page).await?;
        assert!(closer > 1.5 * before, "{before}, {closer}");
        assert!(page.eval::<bool>(at_end).await?, "the cell stays in view");
        page.type_text("-").await?;
        assert_eq!(width_of_all(page).await?, before);
        page.wheel("#matrix-view", -120).await?;
        assert_eq!(width_of_all(page).await?, closer, "the wheel zooms where the focus is");
        page.press(&[Key::Tab]).await?;
        page.wheel("#matrix-view", -120).await?;
        assert_eq!(width_of_all(page).await?, closer, "elsewhere it scrolls");
        for _ in 0..9 {
            page.click("#matrix-out").await?;
        }
        assert_eq!(page.attr("#matrix-out", "aria-disabled").await?.as_deref(), Some("true"));
        let fits: bool = page
            .eval("const view = document.querySelector('#matrix-view'); return view.scrollWidth <= view.clientWidth;")
            .await?;
        assert!(fits, "all 784 columns");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_out_of_view_is_seen_to_be_there_and_the_map_leads_there() -> Result<()> {
    on_page(Setup::with_query("?panel=matrix"), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.settle().await?;
        let seen = page.text("#matrix-seen").await?;
        assert!(seen.starts_with("Columns ") && seen.ends_with(" of 784"), "{seen}");
        let [middle, left] = page.reach_at("#matrix-map", [(0.5, 0.5), (0.01, 0.5)]).await?;
        page.drag(Pointer::Mouse, &[(middle, 0.5), (left, 0.5)]).await?;
        // The browser tells of scrolling in a later frame.
        page.wait_for("the left end", async || {
            Ok(page.text("#matrix-seen").await?.starts_with("Columns 1 to ").then_some(()))
        })
        .await?;
        assert_eq!(page.eval::<f64>("return document.querySelector('#matrix-view').scrollLeft;").await?, 0.0);
        page.click("#matrix-layers [data-layer='1']").await?;
        page.settle().await?;
        assert_eq!(page.text("#matrix-seen").await?, "All 16 columns and 16 rows");
        Ok(())
    })
    .await
}

/// The view tells of a scroll position a frame late, when the pointer may have asked for another.
#[tokio::test]
async fn a_late_report_of_scrolling_does_not_undo_a_drag_on_the_map() -> Result<()> {
    on_page(Setup::with_query("?panel=matrix"), async |page| {
        page.hover("#matrix-map").await?;
        // The mouse's events, each just after the frame that shows the one before.
        let moves = "const done = arguments[arguments.length - 1];
                     const map = document.querySelector('#matrix-map');
                     const {left, top, width, height} = map.getBoundingClientRect();
                     // A pointer that is not there cannot be captured.
                     map.setPointerCapture = () => {};
                     const places = [0.5, 0.7, 0.3, 0.0];
                     const next = () => {
                         if (!places.length) return done(true);
                         const place = {clientX: left + places.shift() * width, clientY: top + height / 2};
                         map.dispatchEvent(new PointerEvent('pointermove', {...place, buttons: 1, pointerId: 1, bubbles: true}));
                         requestAnimationFrame(next);
                     };
                     next();";
        page.client().execute_async(moves, Vec::new()).await?;
        let scroll = "return document.querySelector('#matrix-view').scrollLeft;";
        assert_eq!(page.at_rest::<f64>(scroll).await?, 0.0);
        assert!(page.text("#matrix-seen").await?.starts_with("Columns 1 to "));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_wheel_scrolls_the_panel_until_the_matrix_has_the_focus() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.open(&format!("?panel=matrix&model={}", page.site.model_url("large.json"))).await?;
        page.draw(&digit(3), Pointer::Mouse).await?;
        for _ in 0..2 {
            page.click("#matrix-in").await?;
        }
        let tops = async || -> Result<[f64; 2]> {
            page.at_rest(
                "return ['#inspector', '#matrix-view'].map((it) => document.querySelector(it).scrollTop);",
            )
            .await
        };
        let [panel, matrix] = tops().await?;
        page.wheel("#matrix-view", 120).await?;
        let [panel_then, matrix_then] = tops().await?;
        assert!(panel_then > panel && matrix_then == matrix, "{panel_then}, {matrix_then}");
        page.wheel("#matrix-view", -120).await?;
        assert_eq!(tops().await?, [panel, matrix]);
        page.click("#matrix-view").await?;
        let before = width_of_all(page).await?;
        page.wheel("#matrix-view", 120).await?;
        assert!(width_of_all(page).await? < before, "it zooms");
        assert_eq!(tops().await?[0], panel);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_product_and_the_loop_are_measured_on_request_and_agree() -> Result<()> {
    on_page(Setup::with_query("?panel=matrix"), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.pick(Pointer::Mouse, "1:8").await?;
        assert_eq!(page.text("#matrix-worth h2").await?, "One line instead of 12,960 multiplications");
        let written = "return document.querySelector('.written-out').textContent;";
        assert_eq!(page.eval::<String>(written).await?, "a9=σ(w9,0x0+w9,1x1+…+w9,783x783+b9)");
        let times =
            "return [...document.querySelectorAll('#measured .time')].map((it) => Number(it.dataset.us ?? 0));";
        assert_eq!(page.eval::<Vec<f64>>(times).await?, [0.0, 0.0]);
        page.click("#measure").await?;
        page.wait_for("the times", async || {
            Ok((page.attr("#measured", "data-measured").await?.as_deref() == Some("true")).then_some(()))
        })
        .await?;
        let times: Vec<f64> = page.eval(times).await?;
        assert!(times.len() == 2 && times.iter().all(|us| *us > 0.0), "{times:?}");
        assert_eq!(page.attr("#measured", "data-agrees").await?.as_deref(), Some("true"));
        assert!(page.text("#measured .verdict").await?.contains("Both give the same outputs"));

        page.open(&format!("?panel=matrix&model={}", page.site.model_url("small.json"))).await?;
        page.wait_for("the panel", async || Ok(page.is_visible("#matrix-worth").await?.then_some(())))
            .await?;
        assert_eq!(page.text("#matrix-worth h2").await?, "One line instead of 1,588 multiplications");
        assert_eq!(page.attr("#measured", "data-measured").await?.as_deref(), Some("false"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_large_layer_is_scrolled_to_the_inspected_row() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.open(&format!("?panel=matrix&model={}", page.site.model_url("large.json"))).await?;
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.pick(Pointer::Mouse, "2:250").await?;
        assert!(page.text("#matrix-readout").await?.starts_with("Hidden 2, neuron 251: bias "));
        for _ in 0..4 {
            page.click("#matrix-in").await?;
        }
        page.settle().await?;
        let top = "return document.querySelector('#matrix-view').scrollTop;";
        assert!(page.eval::<f64>(top).await? > 4000.0, "far down, since rows have room for numbers");
        page.pick(Pointer::Mouse, "2:3").await?;
        assert!(page.eval::<f64>(top).await? < 100.0);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn fingers_find_all_of_it() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        page.draw(&digit(3), Pointer::Touch).await?;
        page.open_panel(Pointer::Touch, "matrix").await?;
        page.click_with(Pointer::Touch, "#matrix-layers [data-layer='2']").await?;
        page.click_with(Pointer::Touch, "#matrix-view").await?;
        assert!(page.text("#matrix-readout").await?.starts_with("Output "));
        let small = page.small_targets(44.0).await?;
        assert!(small.is_empty(), "{small:#?}");
        assert_eq!(page.cut_off().await?, Vec::<String>::new());
        Ok(())
    })
    .await
}

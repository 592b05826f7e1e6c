//! Painting the weights of a neuron: make your own edge detector.

use anyhow::{Context, Result};
use e2e::{Page, Pointer, Setup, digit, on_page};
use fantoccini::key::Key;

/// The neuron's activation, as the painting tells it.
async fn activation(page: &Page) -> Result<f32> {
    let text = page.text("#easel-result").await?;
    let number = text.split("a = ").nth(1).and_then(|rest| rest.split(',').next());
    number.with_context(|| text.clone())?.parse().with_context(|| text.clone())
}

/// What a screen reader is told of the keyboard's pixel.
async fn pixel(page: &Page) -> Result<String> {
    page.settle().await?;
    page.eval("return document.querySelector('#easel-pixel').textContent;").await
}

/// Paints a straight stroke down the middle of the picture.
async fn paint_stroke_down(page: &Page) -> Result<()> {
    let points = page.reach_at("#paint-picture", [0.2, 0.5, 0.8].map(|y| (0.5, y))).await?;
    page.drag(Pointer::Mouse, &points.map(|point| (point, 0.5))).await
}

#[tokio::test]
async fn an_edge_detector_is_painted_and_fires_when_one_draws() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.open_panel(Pointer::Mouse, "knobs").await?;
        page.click("#paint-choose button").await?;
        page.click("[data-pattern='blank']").await?;
        assert_eq!(page.text("#easel-result").await?, "z = 0.00, a = 0.50, bias 0.00");
        assert!(page.text("#knobs-changes").await?.ends_with("knobs changed"));
        paint_stroke_down(page).await?;
        assert_eq!(activation(page).await?, 0.5, "nothing is drawn yet");
        page.draw(&digit(1), Pointer::Mouse).await?;
        assert!(activation(page).await? > 0.9, "a stroke down fires it");
        let painted = page.text("#easel-result").await?;

        page.click("[data-sign='-1']").await?;
        paint_stroke_down(page).await?;
        assert!(activation(page).await? < 0.1, "with the negative brush it is held down");
        page.press_command('z').await?;
        assert_eq!(page.text("#easel-result").await?, painted, "the whole stroke was one step");
        page.press_command('z').await?;
        assert_eq!(activation(page).await?, 0.5, "blank again");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn keys_alone_paint() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(1), Pointer::Mouse).await?;
        page.pick(Pointer::Mouse, "1:2").await?;
        page.open_panel(Pointer::Mouse, "knobs").await?;
        page.tab_to("#easel [data-pattern='blank']").await?;
        page.press(&[Key::Enter]).await?;
        assert_eq!(page.text("#easel-title").await?, "Hidden 1, neuron 3");
        assert_eq!(activation(page).await?, 0.5);
        page.press_with(Key::Shift, Key::Tab).await?;
        while !page.has_focus("#paint-picture").await? {
            page.press_with(Key::Shift, Key::Tab).await?;
        }
        page.type_text("- ").await?;
        assert!(activation(page).await? < 0.5, "a minus in the middle of the ink");
        page.type_text("+ ").await?;
        assert!(activation(page).await? > 0.5);
        assert!(pixel(page).await?.ends_with(": +1.00"));
        page.type_text("0 ").await?;
        assert_eq!(activation(page).await?, 0.5);
        page.press(&[Key::Left, Key::Up]).await?;
        assert!(pixel(page).await?.starts_with("Pixel (13, 13)"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_ready_made_edge_is_a_start_and_a_deeper_neuron_has_no_picture() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.pick(Pointer::Mouse, "2:0").await?;
        page.open_panel(Pointer::Mouse, "knobs").await?;
        assert!(!page.is_visible("#easel").await?);
        page.click("#paint-choose button").await?;
        let picture = "return document.querySelector('#paint-picture').toDataURL();";
        page.settle().await?;
        let trained: String = page.eval(picture).await?;
        page.click("[data-pattern='vertical']").await?;
        page.settle().await?;
        assert_ne!(page.eval::<String>(picture).await?, trained);
        Ok(())
    })
    .await
}

//! The wall of all knobs: from all of them to a single one and back, by pointer and by keyboard.

use anyhow::Result;
use e2e::{Page, Pointer, Screen, Setup, digit, on_page};
use fantoccini::key::Key;

/// What the way to the knob says, and the level that it is at.
async fn way(page: &Page) -> Result<(String, String)> {
    page.settle().await?;
    page.eval(
        "const steps = [...document.querySelectorAll('#wall-way button')];
         return [steps.map((it) => it.textContent).join(' › '),
                 steps.find((it) => it.getAttribute('aria-current') === 'true').dataset.level];",
    )
    .await
}

/// Opens the wall.
async fn open_wall(page: &Page, pointer: Pointer) -> Result<()> {
    page.open_panel(pointer, "knobs").await?;
    page.click_with(pointer, "[data-view-of-knobs='wall']").await
}

/// The weighted sum of a neuron that has its weights from the wall, as the painting tells it.
async fn result(page: &Page) -> Result<String> {
    page.settle().await?;
    page.eval("return document.querySelector('#easel-result').textContent;").await
}

#[tokio::test]
async fn clicks_lead_to_a_knob_which_is_dragged_and_the_network_follows() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        open_wall(page, Pointer::Mouse).await?;
        assert_eq!(way(page).await?.1, "all");
        // In the upper left picture, near its middle.
        let [(x, y)] = page.reach_at("#wall-cells", [(0.08, 0.14)]).await?;
        page.hover_at(x, y).await?;
        let pointed = page.text("#wall-cell").await?;
        assert!(pointed.starts_with("Hidden 1, neuron 1, pixel ("), "{pointed}");
        page.drag(Pointer::Mouse, &[((x, y), 0.5)]).await?;
        let (place, level) = way(page).await?;
        assert_eq!(level, "layer");
        let pixel = place.rsplit(" › ").next().unwrap_or_default().to_owned();
        assert!(pointed.contains(&pixel), "{pointed} is at {place}");
        assert_eq!(page.attr("[data-neuron='1:0']", "aria-pressed").await?.as_deref(), Some("true"));
        for expected in ["neuron", "knob"] {
            page.click("#wall-cells").await?;
            assert_eq!(way(page).await?.1, expected);
        }

        let before = page.text("#wall-cell").await?;
        let [from, to] = page.reach_at("#wall-slider", [(0.5, 0.5), (0.9, 0.5)]).await?;
        page.drag(Pointer::Mouse, &[(from, 0.5), (to, 0.5)]).await?;
        let after = page.text("#wall-cell").await?;
        assert_ne!(after, before);
        assert!(after.ends_with(", changed"), "{after}");
        assert!(page.text("#wall-trained").await?.starts_with("trained: "));
        assert!(page.text("#knobs-changes").await?.contains('1'), "the panel counts it");
        page.click("#wall-reset").await?;
        assert_eq!(page.text("#wall-trained").await?, "");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn keys_alone_lead_to_a_knob_and_set_it() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        open_wall(page, Pointer::Mouse).await?;
        page.tab_to("#wall-cells").await?;
        // To the second neuron, and there to a pixel with ink in it.
        let (right, down) = (Key::Right, Key::Down);
        page.press_with(Key::Shift, right).await?;
        page.press(&[down, right, Key::Enter]).await?;
        assert_eq!(way(page).await?.1, "layer");
        let (place, _) = way(page).await?;
        assert!(place.starts_with("All 13,002 › Hidden 1 › neuron 2 › pixel ("), "{place}");
        page.press(&[Key::Enter, Key::Enter]).await?;
        assert_eq!(way(page).await?, (place, "knob".into()), "nothing is lost on the way");
        // The bias, below all pixels: every drawing has its part in it.
        page.press(&[down; 30]).await?;
        assert_eq!(way(page).await?.0, "All 13,002 › Hidden 1 › neuron 2 › bias");
        let before = result(page).await?;

        page.tab_to("#wall-slider").await?;
        page.press(&[Key::End]).await?;
        let after = result(page).await?;
        assert_ne!(after, before, "the network follows");
        page.press_with(Key::Shift, Key::Left).await?;
        assert_ne!(result(page).await?, after, "by a small step");

        page.tab_to("#wall-number").await?;
        page.press_command('a').await?;
        page.type_text("1e9").await?;
        page.press(&[Key::Enter]).await?;
        assert_eq!(page.text("#wall-wrong").await?, "Enter a number from −1000 to 1000.");
        assert_eq!(page.attr("#wall-number", "aria-invalid").await?.as_deref(), Some("true"));
        page.press_command('a').await?;
        page.type_text("-2,5").await?;
        page.press(&[Key::Enter]).await?;
        assert_eq!(page.text("#wall-wrong").await?, "");
        assert!(result(page).await?.ends_with("bias −2.50"));

        page.click("#wall-cells").await?;
        page.press(&[Key::Escape, Key::Escape, Key::Escape]).await?;
        let (place, level) = way(page).await?;
        assert!(place.contains("neuron 2") && level == "all", "{place} {level}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_picked_in_the_network_is_found_on_the_wall() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        page.draw(&digit(3), Pointer::Touch).await?;
        page.pick(Pointer::Touch, "2:4").await?;
        open_wall(page, Pointer::Touch).await?;
        let (place, _) = way(page).await?;
        assert!(place.starts_with("All 13,002 › Hidden 2 › neuron 5 › "), "{place}");
        page.click_with(Pointer::Touch, "#wall-way [data-level='neuron']").await?;
        assert_eq!(way(page).await?.1, "neuron");
        page.click_with(Pointer::Touch, "#wall-cells").await?;
        assert_eq!(way(page).await?.1, "knob");
        assert!(page.is_visible("#wall-slider").await?);
        assert_eq!(page.small_targets(44.0).await?, Vec::<String>::new());
        Ok(())
    })
    .await
}

//! A network of 784-256-256-10: drawn whole, and every neuron can be reached.

use anyhow::Result;
use e2e::{Page, Pointer, Screen, Setup, digit, on_page};
use fantoccini::key::Key;

#[tokio::test]
async fn every_neuron_is_there_apart_and_named() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        for screen in [Screen::LAPTOP, Screen::DESKTOP, Screen::PHONE, Screen::FRAME] {
            page.browser.set_screen(screen).await?;
            open_large(page).await?;
            let names: Vec<String> = page
                .eval(
                    "return [...document.querySelectorAll('[data-neuron]')].map((it) => it.ariaLabel ?? '');",
                )
                .await?;
            assert_eq!(names.len(), 256 + 256 + 10);
            assert!(names.iter().any(|name| name.starts_with("Output 7: ")));
            assert!(names.iter().any(|name| name.starts_with("Hidden 2, neuron 256: ")));
            let overlaps: Vec<String> = page.eval(OVERLAPS).await?;
            assert!(overlaps.is_empty(), "{screen:?}: {overlaps:?}");
            assert_eq!(page.cut_off().await?, Vec::<String>::new(), "{screen:?}");
        }
        Ok(())
    })
    .await
}

/// Neurons that lie over each other, or outside of the view.
const OVERLAPS: &str = "
const view = document.querySelector('#stage').getBoundingClientRect();
const neurons = [...document.querySelectorAll('[data-neuron]')].map((it) => [it.dataset.neuron, it.getBoundingClientRect()]);
const found = neurons.filter(([, a]) => a.left < view.left || a.right > view.right || a.top < view.top || a.bottom > view.bottom)
    .map(([name]) => `${name} is outside`);
neurons.forEach(([name, a], i) => neurons.slice(i + 1).forEach(([other, b]) => {
    if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) found.push(`${name} over ${other}`);
}));
return found;";

#[tokio::test]
async fn pointer_finger_and_keys_reach_single_neurons() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        open_large(page).await?;
        page.hover("[data-neuron='1:130']").await?;
        assert!(page.text("#detail h2").await?.starts_with("Hidden 1, neuron 131"));
        page.pick(Pointer::Touch, "2:0").await?;
        assert!(page.text("#detail h2").await?.starts_with("Hidden 2, neuron 1"));
        page.press(&[Key::Right]).await?;
        page.settle().await?;
        assert!(page.has_focus("[data-neuron='2:1']").await?, "to the neighbour in the row");
        for _ in 0..20 {
            page.press(&[Key::Right]).await?;
        }
        page.settle().await?;
        assert!(page.has_focus("[data-neuron^='3:']").await?, "and on to the outputs");
        Ok(())
    })
    .await
}

async fn open_large(page: &Page) -> Result<()> {
    page.open(&format!("?model={}", page.site.model_url("large.json"))).await?;
    page.draw(&digit(3), Pointer::Mouse).await?;
    page.settle().await
}

//! Beside the curves of a film: which digits the network of the moment takes for which, and how its layers are doing.

use anyhow::{Context, Result};
use e2e::{Page, Pointer, Screen, Setup, Theme, digit, on_page};
use fantoccini::key::Key;

use crate::accessibility::{axe_core, violations_of};
use crate::stage::out_of_sight;
use crate::train::{open, trained};

/// Opens the panel and trains, with a view open.
async fn train_in(page: &Page, view: &str) -> Result<()> {
    open(page, Pointer::Mouse).await?;
    train_with(page, view).await
}

/// The same in the open panel.
async fn train_with(page: &Page, view: &str) -> Result<()> {
    page.click(&format!("[data-view-of-training='{view}']")).await?;
    page.click("#train").await?;
    trained(page).await?;
    Ok(())
}

/// Goes to the beginning of the film, and some frames on.
async fn seek(page: &Page, n_pages: usize) -> Result<()> {
    page.tab_to("#film-position").await?;
    page.press(&[Key::Home]).await?;
    for _ in 0..n_pages {
        page.press(&[Key::PageUp]).await?;
    }
    page.settle().await
}

/// How many drawings are read as which digit, row by row.
async fn confusions(page: &Page) -> Result<Vec<u32>> {
    let names: Vec<String> = page
        .eval("return [...document.querySelectorAll('#confusion button')].map((it) => it.ariaLabel);")
        .await?;
    names.iter().map(|name| Ok(name.rsplit(' ').next().context("a number")?.parse()?)).collect()
}

fn n_wrong(confusions: &[u32]) -> u32 {
    let right: u32 = (0..10).map(|digit| confusions[11 * digit]).sum();
    confusions.iter().sum::<u32>() - right
}

const FOCUSED: &str =
    "return document.activeElement.dataset.cell ?? document.activeElement.dataset.neuron ?? '';";

#[tokio::test]
async fn confusions_shrink_as_it_learns_and_each_cell_shows_its_drawings() -> Result<()> {
    on_page(Setup::default(), async |page| {
        train_in(page, "mistakes").await?;
        let at_the_end = confusions(page).await?;
        assert_eq!((at_the_end.len(), at_the_end.iter().sum::<u32>()), (100, 500));
        seek(page, 0).await?;
        let at_the_start = confusions(page).await?;
        assert_eq!(at_the_start.iter().sum::<u32>(), 500);
        assert!(n_wrong(&at_the_start) > 5 * n_wrong(&at_the_end), "{at_the_start:?} {at_the_end:?}");

        // One stop for the Tab key; arrow keys lead on.
        page.press(&[Key::End]).await?;
        page.tab_to("#confusion [tabindex='0']").await?;
        page.press(&[Key::Down, Key::Right]).await?;
        page.settle().await?;
        assert_eq!(page.eval::<String>(FOCUSED).await?, "11");
        page.press(&[Key::Enter]).await?;
        page.settle().await?;
        let title = format!("1 read as 1: {} drawings", at_the_end[11]);
        assert_eq!(page.text("#mistakes h2 span").await?, title);
        assert!(page.text("#misread li").await?.starts_with("a 1, read as 1 ("));
        page.click("#to-worst").await?;
        page.settle().await?;
        assert!(page.text("#mistakes h2 span").await?.ends_with("mistakes"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_mistake_goes_onto_the_pad_and_is_read_as_wrongly_there() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        train_in(page, "mistakes").await?;
        seek(page, 4).await?;
        let own = page.text("#answer strong").await?;
        let caption = page.text("#misread li").await?;
        let (_, read) = caption.split_once("read as ").with_context(|| format!("it is {caption:?}"))?;
        page.click("#misread button").await?;
        page.wait_for_answer(&read[..1]).await?;
        page.click("#undo").await?;
        page.wait_for_answer(&own).await?;
        seek(page, 20).await?;
        page.wait_for_answer("3").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn neurons_that_have_stopped_learning_are_named_and_picked_by_name() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open(page, Pointer::Mouse).await?;
        // Steps this large kill ReLU neurons.
        for (setting, value) in [("hidden-fn", "relu"), ("learning-rate", "0.5"), ("epochs", "1")] {
            page.set_value(&format!("[data-setting='{setting}']"), value).await?;
        }
        train_with(page, "layers").await?;
        let titles: Vec<String> = page
            .eval("return [...document.querySelectorAll('#layer-charts h3')].map((it) => it.textContent);")
            .await?;
        assert_eq!(
            titles,
            ["Hidden 1: 16 relu neurons", "Hidden 2: 16 relu neurons", "Outputs: 10 sigmoid neurons"]
        );
        page.click("[data-training-view='layers'] summary").await?;
        let weights: f64 = page
            .eval(
                "return [...document.querySelectorAll('#layers-table tbody tr')]
                     .filter((row) => row.checkVisibility() && row.cells[0].textContent === 'Outputs, gradients')
                     .reduce((sum, row) => sum + Number(row.cells[3].textContent), 0);",
            )
            .await?;
        assert_eq!(weights, 160.0, "a gradient for each of 16 by 10 weights");
        let stuck = page.text("#layer-charts .stuck span").await?;
        assert!(stuck.contains(" of 16 dead: neuron"), "{stuck}");
        let neuron: String =
            page.eval("return document.querySelector('#layer-charts .stuck button').dataset.term;").await?;
        page.click("#layer-charts .stuck button").await?;
        page.settle().await?;
        assert_eq!(page.eval::<String>(FOCUSED).await?, neuron, "it is picked in the network");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_film_is_played_by_the_space_bar_and_says_where_it_is() -> Result<()> {
    on_page(Setup::default(), async |page| {
        train_in(page, "settings").await?;
        seek(page, 0).await?;
        let value = async || Ok(page.attr("#film-position", "aria-valuetext").await?.unwrap_or_default());
        let start: Result<String> = value().await;
        assert!(start?.starts_with("After 0 drawings: "));
        page.press(&[Key::Space]).await?;
        page.wait_for("the film to play", async || {
            let value: Result<String> = value().await;
            Ok((!value?.starts_with("After 0 drawings: ")).then_some(()))
        })
        .await?;
        page.press(&[Key::Space]).await?;
        page.settle().await?;
        let (paused, moment) =
            (page.attr("#film-play", "data-playing").await?, page.text("#film-moment").await?);
        assert_eq!(paused.as_deref(), Some("false"));
        page.let_time_pass().await;
        assert_eq!(page.text("#film-moment").await?, moment);
        page.unfold_panel().await?;
        let n_rows: usize = page
            .eval("return document.querySelectorAll('#film-table tbody tr:not([hidden])').length;")
            .await?;
        assert!((8..=12).contains(&n_rows), "{n_rows} rows");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_film_stays_in_sight_whatever_is_below_it_and_all_of_it_is_accessible() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let axe = axe_core()?;
        let (mut faults, mut violations) = (Vec::new(), Vec::new());
        for theme in Theme::ALL {
            page.open_on(Screen::LAPTOP, &format!("?theme={}", theme.name())).await?;
            train_in(page, "mistakes").await?;
            let film = ["#train", "#film-charts", "#film-moment", "#film-position", "#train-views"];
            for view in ["settings", "layers", "mistakes"] {
                page.click(&format!("[data-view-of-training='{view}']")).await?;
                faults.extend(out_of_sight(page, &film).await?.into_iter().map(|it| (theme, view, it)));
                violations.extend(violations_of(page, &axe, theme, view).await?);
            }
            page.eval::<()>(
                "const it = document.querySelector('#inspector'); it.scrollTop = it.scrollHeight;",
            )
            .await?;
            let timeline = ["#film-moment", "#film-position"];
            faults.extend(out_of_sight(page, &timeline).await?.into_iter().map(|it| (theme, "scrolled", it)));
        }
        assert!(faults.is_empty() && violations.is_empty(), "{faults:#?} {violations:#?}");
        Ok(())
    })
    .await
}

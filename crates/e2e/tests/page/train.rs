//! Training in the page: a network that knows nothing learns to read, and its film is scrubbed, bent and kept.

use anyhow::{Context, Result};
use e2e::{Page, Pointer, Screen, Setup, digit, on_page};
use fantoccini::key::Key;

/// Opens the panel.
pub(crate) async fn open(page: &Page, pointer: Pointer) -> Result<()> {
    page.click_with(pointer, "#open-train").await?;
    assert!(page.is_visible("section[data-panel='train']").await?);
    Ok(())
}

/// Waits until the run has ended, and returns the share of the unseen digits that the network reads, in percent.
pub(crate) async fn trained(page: &Page) -> Result<u32> {
    page.wait_for("the end of the training", async || {
        let is_running = page.attr("#train", "data-running").await?.as_deref() == Some("true");
        Ok((!is_running).then_some(()))
    })
    .await?;
    page.settle().await?;
    let moment = page.text("#film-moment").await?;
    let (percent, _) = moment.split_once('%').with_context(|| format!("it is {moment:?}"))?;
    Ok(percent.parse()?)
}

/// The network as it is drawn.
const DRAWN: &str = "return document.querySelector('#edges-and-neurons').toDataURL();";

#[tokio::test]
async fn a_network_that_knows_nothing_learns_to_read_your_digit() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        open(page, Pointer::Mouse).await?;
        page.click("#train").await?;
        let share = trained(page).await?;
        assert!(share >= 90, "{share}%");
        assert!(page.text("#train-status").await?.starts_with("Trained."));
        page.wait_for_answer("3").await?;
        assert!(page.text("[data-control='model']").await?.contains("in training"));

        // The film is scrubbed: at its beginning the network knows nothing.
        let learned: String = page.eval(DRAWN).await?;
        page.tab_to("#film-position").await?;
        page.press(&[Key::Home]).await?;
        page.settle().await?;
        assert!(page.text("#film-moment").await?.ends_with("after 0 drawings"));
        assert_ne!(page.eval::<String>(DRAWN).await?, learned);
        page.press(&[Key::End]).await?;
        page.settle().await?;
        assert_eq!(
            page.eval::<String>(DRAWN).await?,
            learned,
            "the whole page is the network of that moment"
        );

        page.click("#film-keep").await?;
        page.settle().await?;
        assert!(page.text("#train-says").await?.starts_with("Kept."));
        let in_use = "return document.querySelector('#model').selectedOptions[0].textContent;";
        assert!(page.eval::<String>(in_use).await?.starts_with("trained here"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_setting_is_turned_and_the_run_is_made_again() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open(page, Pointer::Mouse).await?;
        page.click("#train").await?;
        let before = trained(page).await?;
        let curve = "return document.querySelector('#film-charts .held-out').getAttribute('d');";
        let first: String = page.eval(curve).await?;
        page.tab_to("[data-setting='learning-rate']").await?;
        // The lowest learning rate.
        page.press(&[Key::Home]).await?;
        let share = trained(page).await?;
        assert!(share < 40 && before >= 90, "{share}% after {before}%");
        assert!(
            page.text("#train-status").await?.contains("Raise the learning rate"),
            "it says what to change"
        );
        let ghost = "return document.querySelector('#film-charts .before').getAttribute('d');";
        assert_eq!(page.eval::<String>(ghost).await?, first, "the run before stays in sight");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn sevens_with_a_bar_are_switched_off_and_the_run_is_made_again() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open(page, Pointer::Mouse).await?;
        page.click("#train").await?;
        trained(page).await?;
        let curve = "return document.querySelector('#film-charts .held-out').getAttribute('d');";
        let first: String = page.eval(curve).await?;
        page.click("details:has(#ways) > summary").await?;
        let digits = "return document.querySelectorAll('.digits :checked').length;";
        assert_eq!(page.eval::<u32>(digits).await?, 10);
        // A bar is a stroke of its own.
        let barred = "return [...document.querySelectorAll('#ways button')]
            .flatMap((way, idx) => way.querySelector('path').getAttribute('d').split('M').length > 2 ? [idx] : []);";
        let barred: Vec<usize> = page.eval(barred).await?;
        assert!(barred.len() >= 4, "{barred:?}");
        for way_idx in &barred {
            page.click(&format!("#ways [data-way='{way_idx}']")).await?;
        }
        trained(page).await?;
        let n_left = format!("{} of 12 ways of writing a 7 occur.", 12 - barred.len());
        assert!(page.text("#ways-occurring").await?.starts_with(&n_left));
        assert_ne!(page.eval::<String>(curve).await?, first);
        let unpressed = "return document.querySelectorAll('#ways [aria-pressed=false]').length;";
        assert_eq!(page.eval::<usize>(unpressed).await?, barred.len());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_run_is_stopped_on_a_phone_and_its_film_stays() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        open(page, Pointer::Touch).await?;
        page.eval::<()>(
            "const field = document.querySelector('[data-setting=epochs]');
             field.value = '100';
             field.dispatchEvent(new Event('input', { bubbles: true }));",
        )
        .await?;
        page.click_with(Pointer::Touch, "#train").await?;
        page.wait_for("the film", async || Ok(page.is_visible("#film").await?.then_some(()))).await?;
        page.click_with(Pointer::Touch, "#train").await?;
        page.settle().await?;
        assert_eq!(page.text("#train-status").await?, "Stopped.");
        let moment = page.text("#film-moment").await?;
        page.let_time_pass().await;
        assert_eq!(page.text("#film-moment").await?, moment, "nothing runs any more");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn where_no_worker_can_be_had_it_trains_on_the_pages_own_thread() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let refuse =
            "window.Worker = class { constructor() { throw new Error('There are no workers here.'); } };";
        page.browser.before_page_scripts(refuse).await?;
        page.open("").await?;
        open(page, Pointer::Mouse).await?;
        page.click("#train").await?;
        let share = trained(page).await?;
        assert!(share >= 90, "{share}%");
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn whoever_opens_the_link_gets_the_same_film() -> Result<()> {
    on_page(Setup::default(), async |page| {
        // Without ink, which a link rounds to thousandths of the pad.
        open(page, Pointer::Mouse).await?;
        page.click("#train").await?;
        trained(page).await?;
        page.click("#train-other").await?;
        trained(page).await?;
        page.tab_to("#film-position").await?;
        page.press(&[Key::Left, Key::Left]).await?;
        page.settle().await?;
        let (moment, drawn) = (page.text("#film-moment").await?, page.eval::<String>(DRAWN).await?);
        page.click("#share").await?;
        page.wait_for("the link", async || Ok(page.is_visible("#shared input").await?.then_some(()))).await?;
        let link: String = page.eval("return document.querySelector('#shared input').value;").await?;
        assert!(link.contains("train=seed:2&frame="), "{link}");
        assert!(page.text("#shared").await?.contains("Whoever opens it trains the same network."));

        page.client().goto("about:blank").await?;
        page.client().goto(&link).await?;
        page.wait_until_ready().await?;
        page.wait_for("the same moment of the film", async || {
            Ok((page.text("#film-moment").await? == moment).then_some(()))
        })
        .await?;
        trained(page).await?;
        page.wait_for("the same network", async || {
            Ok((page.eval::<String>(DRAWN).await? == drawn).then_some(()))
        })
        .await
    })
    .await
}

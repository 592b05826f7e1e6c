//! Training in the page: a network that knows nothing learns to read, and its film is scrubbed, bent and kept.

use anyhow::{Context, Result};
use e2e::{Page, Pointer, Screen, Setup, digit, on_page};
use fantoccini::key::Key;

use crate::train_crash::KNOWN_WORKERS;

/// Opens the panel.
pub(crate) async fn open(page: &Page, pointer: Pointer) -> Result<()> {
    page.click_with(pointer, "#open-train").await?;
    assert!(page.is_visible("section[data-panel='train']").await?);
    Ok(())
}

/// Sets the number of epochs; one that the list does not have is added to it.
pub(crate) async fn set_epochs(page: &Page, epochs: u32) -> Result<()> {
    let list = "[data-setting='epochs']";
    page.eval_with::<()>(
        "document.querySelector(arguments[0]).add(new Option(arguments[1]));",
        &[list.into(), epochs.into()],
    )
    .await?;
    page.set_value(list, epochs).await
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

/// The curve of the accuracy on what is held out.
pub(crate) const CURVE: &str = "return document.querySelector('#film-charts .held-out').getAttribute('d');";

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
        let model = "return document.querySelector('#model').selectedOptions[0].textContent;";
        assert!(page.eval::<String>(model).await?.contains("in training"));

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
        assert_eq!(page.text("#train-status").await?, "Kept as the model “trained here”.");
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
        let first: String = page.eval(CURVE).await?;
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
async fn while_the_learning_rate_is_dragged_the_last_whole_film_stays_in_sight() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open(page, Pointer::Mouse).await?;
        // So many epochs that no run ends during the drag.
        set_epochs(page, 1000).await?;
        page.click("#train").await?;
        page.wait_for("the film", async || Ok(page.is_visible("#film").await?.then_some(()))).await?;
        page.click("#train").await?;
        assert_eq!(page.text("#train-status").await?, "Stopped.");
        let curve = |name: &str| {
            format!("return document.querySelector('#film-charts .{name}').getAttribute('d') ?? '';")
        };
        let whole: String = page.eval(&curve("held-out")).await?;

        let slider = page.rect("[data-setting='learning-rate']").await?;
        let rate = async || page.text("label:has([data-setting='learning-rate']) output").await;
        let mut rates = vec![rate().await?];
        let mut curve_before = whole.clone();
        // Each drag cuts the runs of the one before short.
        for from in [0.7, 0.6, 0.5, 0.4] {
            let points = [0.0, 0.03, 0.06, 0.1].map(|moved| (slider.at(from - moved, 0.5), 0.5));
            page.drag(Pointer::Mouse, &points).await?;
            // The page shows it with its next frame, which may be late while a run is recorded.
            let another = page.wait_for("another rate", async || {
                Ok(Some(rate().await?).filter(|shown| rates.last() != Some(shown)))
            });
            rates.push(another.await?);
            page.wait_for("frames of a run with this rate", async || {
                let now: String = page.eval(&curve("held-out")).await?;
                Ok((now != curve_before).then_some(()))
            })
            .await?;
            assert_eq!(page.eval::<String>(&curve("before")).await?, whole, "{rates:?}");
            curve_before = page.eval(&curve("held-out")).await?;
            assert_eq!(
                page.rect("[data-setting='learning-rate']").await?,
                slider,
                "it stays under the pointer"
            );
        }
        page.click("#train").await?;
        assert_eq!(page.eval::<String>(&curve("before")).await?, whole);
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
        let first: String = page.eval(CURVE).await?;
        page.click("details:has(#ways) > summary").await?;
        let digits = "return document.querySelectorAll('.digits :checked').length;";
        assert_eq!(page.eval::<u32>(digits).await?, 10);
        assert_eq!(page.text("#ways .kinds").await?, "With a bar\nWithout a bar");
        page.click("#ways .kinds button").await?;
        trained(page).await?;
        // A bar is a stroke of its own.
        let off_and_barred = "const ways = [...document.querySelectorAll('#ways .each button')];
            const isBarred = (way) => way.querySelector('path').getAttribute('d').split('M').length > 2;
            return [ways.filter((way) => way.ariaPressed === 'false').length, ways.filter(isBarred).length,
                    ways.filter((way) => way.ariaPressed === 'false' && isBarred(way)).length];";
        assert_eq!(page.eval::<[usize; 3]>(off_and_barred).await?, [6; 3]);
        assert!(page.text("#ways-occurring").await?.starts_with("6 of 12 ways of writing a 7 are included."));
        assert_ne!(page.eval::<String>(CURVE).await?, first);
        page.click("#ways .each [aria-pressed='false']").await?;
        trained(page).await?;
        assert_eq!(page.attr("#ways .kinds button", "aria-pressed").await?.as_deref(), Some("mixed"));
        assert!(page.text("#ways-occurring").await?.starts_with("7 of 12"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_run_is_stopped_on_a_phone_and_its_film_stays() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        open(page, Pointer::Touch).await?;
        // More than can be done before it is stopped.
        set_epochs(page, 1000).await?;
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
async fn the_last_run_is_offered_after_a_reload_and_gives_the_same_curve() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open(page, Pointer::Mouse).await?;
        assert!(!page.is_visible("#last-run").await?);
        set_epochs(page, 5).await?;
        page.click("#train").await?;
        trained(page).await?;
        let first: String = page.eval(CURVE).await?;
        page.click("#film-keep").await?;
        page.load("").await?;
        open(page, Pointer::Mouse).await?;
        assert_eq!(page.text("#last-run span").await?, "Last run: epochs 5.");
        page.click("#run-again").await?;
        trained(page).await?;
        assert_eq!(page.eval::<String>(CURVE).await?, first);
        assert!(!page.is_visible("#last-run").await?);

        // A damaged entry does no harm.
        page.eval::<()>(
            "const name = Object.keys(localStorage).find((name) => name.startsWith('inkling-run:'));
             localStorage.setItem(name, 'epochs:many');",
        )
        .await?;
        page.client().goto("about:blank").await?;
        page.load("").await?;
        open(page, Pointer::Mouse).await?;
        assert!(!page.is_visible("#last-run").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_same_ink_is_read_beside_its_reading_before_and_its_nearest_drawings() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        open(page, Pointer::Mouse).await?;
        page.click("#train").await?;
        trained(page).await?;
        assert_eq!(page.text("#beside-reading").await?, "Your digit: now 3, before 3");
        assert!(page.attr("#beside-reading", "title").await?.is_some_and(|text| text.contains("in use")));
        let nearest = async |digit: &str| {
            page.wait_for("the nearest drawings", async || {
                let labels = page.text("#beside-nearest ul").await?;
                Ok((labels.split_whitespace().filter(|label| *label == digit).count() >= 3).then_some(()))
            })
            .await
        };
        nearest("3").await?;
        let n = "return document.querySelectorAll('#beside-nearest li:not([hidden]) canvas').length;";
        assert_eq!(page.eval::<usize>(n).await?, 5);
        // Other ink has other neighbours.
        page.click("#clear").await?;
        assert!(!page.is_visible("#beside").await?);
        page.draw(&digit(0), Pointer::Mouse).await?;
        nearest("0").await?;

        // Without zeros among what it learns from, it cannot say 0, and the nearest are others.
        page.click("details:has(.digits) > summary").await?;
        page.click(".digits label:has([data-digit='0'])").await?;
        trained(page).await?;
        let reading = page.text("#beside-reading").await?;
        assert!(reading.ends_with(", before 0") && !reading.contains("now 0"), "{reading}");
        page.wait_for("other neighbours", async || {
            let labels = page.text("#beside-nearest ul").await?;
            Ok((!labels.contains('0') && !labels.is_empty()).then_some(()))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn a_click_or_a_drag_on_a_chart_shows_that_moment_and_keeping_it_moves_nothing() -> Result<()> {
    on_page(Setup::default(), async |page| {
        open(page, Pointer::Mouse).await?;
        page.click("#train").await?;
        trained(page).await?;
        let axis = "return [...document.querySelectorAll('#film-charts figure')]
            .map((chart) => ['.y', '.x'].map((axis) => [...chart.querySelectorAll(`${axis} span`)]
                .map((number) => number.innerText).join(' ')).join(' | '));";
        let axes: Vec<String> = page.eval(axis).await?;
        assert_eq!(axes[0], "1 0 | 0 100 60k");
        assert!(axes[1].ends_with(" 0 | 0 100 60k"), "{axes:?}");

        let frame_idx = async || -> Result<u32> {
            page.settle().await?;
            page.eval("return Number(document.querySelector('#film-position').value);").await
        };
        let chart = page.rect("#film-charts svg").await?;
        page.drag(Pointer::Mouse, &[(chart.at(0.6, 0.5), 0.5)]).await?;
        let clicked = frame_idx().await?;
        let last: u32 = page.eval("return Number(document.querySelector('#film-position').max);").await?;
        assert!(clicked > 0 && clicked < last, "{clicked} of {last}");
        // A drag goes on to the end, even beyond the chart.
        page.drag(Pointer::Mouse, &[(chart.at(0.3, 0.5), 0.5), (chart.at(0.5, 0.2), 0.5)]).await?;
        assert!(frame_idx().await? < clicked);
        page.drag(Pointer::Mouse, &[(chart.at(0.5, 0.5), 0.5), (chart.at(1.4, 2.0), 0.5)]).await?;
        assert_eq!(frame_idx().await?, last);

        let film = page.rect("#film").await?;
        page.click("#film-keep").await?;
        assert_eq!(page.text("#train-status").await?, "Kept as the model “trained here”.");
        page.drag(Pointer::Mouse, &[(chart.at(0.8, 0.5), 0.5)]).await?;
        page.click("#film-keep").await?;
        assert_eq!(page.text("#train-status").await?, "Kept as the model “trained here 2”.");
        assert_eq!(page.rect("#film").await?, film, "nothing has moved");
        let names = "return [...document.querySelectorAll('#model option')].map((it) => it.textContent)
            .filter((name) => name.startsWith('trained here'));";
        let names: Vec<String> = page.eval(names).await?;
        assert!(names.len() == 2 && names[0] != names[1], "{names:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn training_goes_on_while_nobody_looks() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.before_page_scripts(KNOWN_WORKERS);
        page.open("").await?;
        page.draw(&digit(3), Pointer::Mouse).await?;
        open(page, Pointer::Mouse).await?;
        set_epochs(page, 100).await?;
        // The kind of a reply is its second byte, and 3 is the end of a run.
        page.eval::<()>(
            "window.hasEnded = false;
             workers[0].addEventListener('message', ({ data }) => window.hasEnded ||= data[1] === 3);",
        )
        .await?;
        page.click("#train").await?;
        page.browser.minimise(true).await?;
        assert!(page.becomes_true("return document.visibilityState === 'hidden';").await?);
        assert!(page.becomes_true("return window.hasEnded;").await?, "the run goes on to its end");
        page.browser.minimise(false).await?;
        assert!(page.becomes_true("return document.visibilityState === 'visible';").await?);
        let share = trained(page).await?;
        assert!(share >= 90, "{share}%");
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

#[tokio::test]
async fn a_setting_explains_itself_by_mouse_keyboard_and_touch() -> Result<()> {
    for (screen, pointer) in [(Screen::LAPTOP, Pointer::Mouse), (Screen::PHONE, Pointer::Touch)] {
        on_page(Setup::on(screen), async |page| {
            open(page, pointer).await?;
            assert_eq!(page.text("#setting-says").await?, "Point at a setting to see what it does.");
            let rate = "label:has([data-setting='learning-rate'])";
            match pointer {
                Pointer::Touch => page.click_at(pointer, rate, (0.1, 0.5)).await?,
                _ => page.hover(rate).await?,
            }
            assert_eq!(
                page.text("#setting-says").await?,
                "How far each step goes down the slope of the loss."
            );
            page.tab_to("[data-setting='mini-batch']").await?;
            let says = page.text("#setting-says").await?;
            assert!(says.contains("each step averages over"), "{says}");
            // Whoever hears the page is told the same of each of them.
            let undescribed = "return [...document.querySelectorAll(
                    '.settings :is([data-setting], fieldset, select)')]
                .filter((field) => !document.getElementById(field.getAttribute('aria-describedby'))?.textContent)
                .map((field) => field.outerHTML);";
            let undescribed: Vec<String> = page.eval(undescribed).await?;
            assert!(undescribed.is_empty(), "{undescribed:?}");
            Ok(())
        })
        .await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_same_start_and_the_one_before_are_a_click_away_on_every_screen() -> Result<()> {
    for (screen, query) in [(Screen::PHONE, ""), (Screen::LAPTOP, "?theme=projector")] {
        on_page(Setup::without_page(), async |page| {
            page.open_on(screen, query).await?;
            open(page, Pointer::Mouse).await?;
            page.click("#train").await?;
            trained(page).await?;
            assert_eq!(page.text("#train").await?, "Train again");
            let first: String = page.eval(CURVE).await?;
            page.click("#train-other").await?;
            trained(page).await?;
            assert_eq!(page.text("#film-seed").await?, "seed 2");
            assert_ne!(page.eval::<String>(CURVE).await?, first);
            assert_eq!(page.cut_off().await?, [""; 0]);
            page.click("#train-back").await?;
            trained(page).await?;
            assert_eq!(page.text("#film-seed").await?, "seed 1");
            assert_eq!(page.eval::<String>(CURVE).await?, first);
            Ok(())
        })
        .await?;
    }
    Ok(())
}

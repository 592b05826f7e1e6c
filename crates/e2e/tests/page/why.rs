//! Why this answer: the pixels that speak for it and against it, and what a neuron would rather see.

use anyhow::{Context, Result};
use e2e::{Page, Pointer, Screen, Setup, Theme, digit, on_page};
use fantoccini::key::Key;

use crate::accessibility::{axe_core, violations_of};

/// What is drawn in the network view.
const NETWORK: &str = "return document.querySelector('#edges-and-neurons').toDataURL();";

fn number(text: &str) -> Result<f64> {
    text.replace('−', "-").parse().with_context(|| format!("{text} is no number"))
}

/// The numbers of the walk: the blank image's value, all that speaks for it, all against it, the value now.
async fn walk(page: &Page) -> Result<Vec<f64>> {
    page.settle().await?;
    let texts: Vec<String> = page
        .eval("return [...document.querySelectorAll('#why-body .walk .number')].map((it) => it.textContent);")
        .await?;
    texts.iter().map(|text| number(text)).collect()
}

/// What ink adds and takes is all, as printed unless it says that it is rounded.
async fn assert_complete(page: &Page) -> Result<()> {
    let walk = walk(page).await?;
    assert_eq!(walk.len(), 4);
    let said = page.text("#why-body .walk li:last-child span").await?;
    let tolerance = if said.contains("(rounded)") { 0.021 } else { 1e-6 };
    assert!((walk[0] + walk[1] + walk[2] - walk[3]).abs() < tolerance, "{said}: {walk:?}");
    Ok(())
}

#[tokio::test]
async fn a_newcomer_asks_why_and_reads_the_reason() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.open_panel(Pointer::Mouse, "why").await?;
        assert!(page.text("#why-hint").await?.starts_with("Draw a digit"));
        page.click("[data-open='none']").await?;
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        page.click("#ask-why").await?;
        page.settle().await?;
        assert_eq!(page.text("#why-body h2").await?, "Why 3?");
        assert!(!page.is_visible("#why-hint").await?);
        let sentence = page.text("#why-sentence").await?;
        assert!(sentence.starts_with("Ink ") && sentence.contains("(A) supports 3 (+"), "{sentence}");
        assert!(sentence.contains("(B) counts against it (−"), "{sentence}");
        assert_complete(page).await?;

        // The output's own number is what is explained.
        let now = page.text("#why-body .walk li:last-child span").await?;
        page.click("[data-open='none']").await?;
        page.pick(Pointer::Mouse, "3:3").await?;
        let activation = page.text("#detail h2 output").await?;
        let is_said = [
            now == format!("z now, so a = {activation}"),
            now == format!("z now (rounded), so a = {activation}"),
        ];
        assert!(is_said.contains(&true), "{now}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_reasons_follow_the_drawing_and_what_is_chosen() -> Result<()> {
    on_page(Setup::with_query("?panel=why"), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        let of_three = walk(page).await?;
        page.click("[data-explain='8']").await?;
        assert_eq!(page.text("#why-body h2").await?, "Why 8?");
        assert_eq!(page.attr("[data-explain='8']", "aria-pressed").await?.as_deref(), Some("true"));
        assert_ne!(walk(page).await?, of_three);
        assert_complete(page).await?;

        page.click("#why-comparison input").await?;
        assert_eq!(page.text("#why-body h2").await?, "Why 8 rather than 3?");
        assert!(page.text("#why-sentence").await?.contains(" favours 8 over 3 "));
        assert_eq!(page.text(".evidence .key").await?, "favours 8\n favours 3");
        let against = walk(page).await?;
        assert!(against[3] < 0.0, "3 won: {against:?}");
        assert_complete(page).await?;
        page.click("[data-explain='8']").await?;
        assert!(page.text("#why-body h2").await?.starts_with("Why 3 rather than "));
        assert!(walk(page).await?[3] > 0.0, "3 won");

        page.pick(Pointer::Mouse, "1:4").await?;
        assert_eq!(page.text("#why-body h2").await?, "What drives hidden 1, neuron 5?");
        assert!(!page.is_visible("#why-comparison").await?, "a hidden neuron has no rival");
        assert_complete(page).await?;
        let before = walk(page).await?;
        page.draw(&digit(1), Pointer::Mouse).await?;
        assert_ne!(walk(page).await?, before, "it is live");
        assert_complete(page).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn each_pixel_says_its_part_and_is_lit_in_the_network() -> Result<()> {
    on_page(Setup::with_query("?panel=why"), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        page.hover_at(5.0, 5.0).await?;
        page.settle().await?;
        let dark: String = page.eval(NETWORK).await?;
        assert!(page.text("#why-readout").await?.starts_with("full colour at ±"));
        page.hover("#why-picture").await?;
        let readout = page.text("#why-readout").await?;
        let is_middle = ["Pixel (13, 13)", "Pixel (14, 14)"].iter().any(|pixel| readout.starts_with(pixel));
        assert!(is_middle, "{readout}");
        assert_ne!(page.eval::<String>(NETWORK).await?, dark, "its cell is lit");
        page.hover_at(5.0, 5.0).await?;
        page.settle().await?;
        assert_eq!(page.eval::<String>(NETWORK).await?, dark);

        page.tab_to("#why-picture").await?;
        let first = page.text("#why-readout").await?;
        page.press(&[Key::Down, Key::Right]).await?;
        let next = page.text("#why-readout").await?;
        assert!(
            first.starts_with("Pixel (") && next.starts_with("Pixel (") && first != next,
            "{first}, {next}"
        );
        page.press(&[Key::Tab]).await?;
        assert!(page.text("#why-readout").await?.starts_with("full colour at ±"));
        Ok(())
    })
    .await
}

/// The step of the dream, and z at its beginning and now: `Output 3, step 12 of 120: z went from −16.15 to 2.31, a = 0.910`.
async fn dream(page: &Page) -> Result<(u32, f64, f64)> {
    let text = page.text("#dream figcaption").await?;
    let parts = text.split_once(", step ").and_then(|(_, rest)| {
        let (step, rest) = rest.split_once(" of ")?;
        let (from, rest) = rest.split_once("z went from ")?.1.split_once(" to ")?;
        Some((step, from, rest.split_once(", a = ")?.0))
    });
    let (step, from, to) = parts.with_context(|| format!("{text:?} is no dream's"))?;
    Ok((step.parse()?, number(from)?, number(to)?))
}

/// Presses Stop after a few steps and keeps what it said: a dream takes two seconds, and a test's own click could come after it.
const STOP_EARLY: &str = "
const dream = document.querySelector('#dream');
const watcher = new MutationObserver(() => {
    const step = /step (\\d+)/.exec(dream.querySelector('figcaption').textContent);
    if (step === null || Number(step[1]) < 5) return;
    watcher.disconnect();
    const button = dream.querySelector('button');
    window.stopped = button.innerText;
    button.click();
});
watcher.observe(dream, { childList: true, characterData: true, subtree: true });";

#[tokio::test]
async fn a_dream_rises_can_be_stopped_and_leaves_the_drawing_alone() -> Result<()> {
    on_page(Setup::with_query("?panel=why"), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        let answer = page.settled_answer().await?;
        page.click("[data-explain='6']").await?;
        // Until they have been found, they move what is below them.
        flips(page).await?;
        assert_eq!(page.text("#dream h2").await?, "What would make output 6 stronger?");
        page.eval::<()>(STOP_EARLY).await?;
        page.click("#dream button").await?;
        let stopped: String = page
            .wait_for("the stop", async || Ok(page.eval("return window.stopped ?? null;").await?))
            .await?;
        assert_eq!(stopped, "Stop");
        let stopped = dream(page).await?;
        assert!((5..120).contains(&stopped.0), "{stopped:?}");
        page.let_time_pass().await;
        assert_eq!(dream(page).await?, stopped, "it stays where it was stopped");
        assert_eq!(page.text("#dream button").await?, "Show");

        page.find("#dream select").await?.select_by_value("noise").await?;
        page.click("#dream button").await?;
        let (_, from, to) = page
            .wait_for("its end", async || Ok(Some(dream(page).await?).filter(|dream| dream.0 == 120)))
            .await?;
        assert!(to > from + 5.0, "from noise to something that 6 likes: {from}, {to}");
        assert_eq!(page.answer().await?, answer, "the drawing is as it was");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn who_wants_less_motion_sees_the_dream_at_once() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.browser.set_preference("prefers-reduced-motion", "reduce").await?;
        page.open("?panel=why").await?;
        page.wait_for("the panel", async || Ok(page.is_visible("#dream button").await?.then_some(())))
            .await?;
        page.click("#dream button").await?;
        let (step, from, to) = dream(page).await?;
        assert_eq!(step, 120);
        assert!(to > from);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn fingers_find_all_of_it() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        page.draw(&digit(3), Pointer::Touch).await?;
        page.open_panel(Pointer::Touch, "why").await?;
        page.click_with(Pointer::Touch, "[data-explain='5']").await?;
        assert_eq!(page.text("#why-body h2").await?, "Why 5?");
        page.click_with(Pointer::Touch, "#dream button").await?;
        page.wait_for("its end", async || Ok((dream(page).await?.0 == 120).then_some(()))).await?;
        let small = page.small_targets(44.0).await?;
        assert!(small.is_empty(), "{small:#?}");
        assert_eq!(page.cut_off().await?, Vec::<String>::new());
        Ok(())
    })
    .await
}

/// The explanation that shows, if any.
async fn explanation(page: &Page) -> Result<String> {
    page.eval(
        "return [...document.querySelectorAll('.about')].filter((it) => it.checkVisibility()).map((it) => it.innerText).join();",
    )
    .await
}

#[tokio::test]
async fn terms_are_explained_to_mouse_and_keyboard() -> Result<()> {
    on_page(Setup::with_query("?panel=why"), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        let blank = "#why-walk li:first-child dfn";
        assert_eq!(explanation(page).await?, "");
        page.hover(blank).await?;
        let about_z = explanation(page).await?;
        assert!(about_z.starts_with("z is ") && about_z.contains("blank image"), "{about_z}");
        page.hover_at(5.0, 5.0).await?;
        assert_eq!(explanation(page).await?, "");

        page.tab_to(blank).await?;
        assert_eq!(explanation(page).await?, about_z);
        let described = "return document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent;";
        assert_eq!(page.eval::<String>(described).await?, about_z);
        // On its way the focus has picked a hidden neuron.
        page.press(&[Key::Tab]).await?;
        assert!(explanation(page).await?.starts_with("The activation function turns z into"));
        page.press(&[Key::Escape]).await?;
        assert_eq!(explanation(page).await?, "");
        page.click("[data-explain='3']").await?;
        page.hover("#why-walk li:last-child dfn").await?;
        let about_output = explanation(page).await?;
        assert!(about_output.contains("not a probability"), "vanilla has ten sigmoids: {about_output}");

        page.click("[data-open='none']").await?;
        page.pick(Pointer::Mouse, "1:8").await?;
        page.hover("#sum-walk li:nth-child(4) dfn").await?;
        assert!(explanation(page).await?.starts_with("The threshold is minus the bias"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn terms_are_explained_to_a_finger() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        page.draw(&digit(3), Pointer::Touch).await?;
        page.open_panel(Pointer::Touch, "why").await?;
        page.click_with(Pointer::Touch, "#why-walk li:first-child dfn").await?;
        page.settle().await?;
        assert!(explanation(page).await?.starts_with("z is "));
        assert_eq!(page.cut_off().await?, Vec::<String>::new());
        page.click_with(Pointer::Touch, "#why-body h2").await?;
        page.settle().await?;
        assert_eq!(explanation(page).await?, "");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_parts_of_the_drawing_add_up_to_the_whole() -> Result<()> {
    on_page(Setup::with_query("?panel=why"), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        let walk = walk(page).await?;
        let texts: Vec<String> = page
            .eval("return [...document.querySelectorAll('#why-parts .number')].map((it) => it.textContent);")
            .await?;
        assert_eq!(texts.len(), 9);
        let said = page.text("#why-parts p").await?;
        let total = number(said.trim_start_matches("Together ").trim_end_matches(" (rounded)"))?;
        let parts = texts.iter().filter(|text| *text != "–").map(|text| number(text));
        let sum: f64 = parts.collect::<Result<Vec<f64>>>()?.iter().sum();
        assert_eq!((sum - total).abs() > 1e-6, said.ends_with("(rounded)"), "{texts:?}: {said}");
        assert!((sum - total).abs() < 0.05, "{texts:?}: {said}");
        assert!((walk[1] + walk[2] - total).abs() < 0.021, "{walk:?}: {said}");
        let bars: Vec<f64> = page
            .eval("return [...document.querySelectorAll('#why-parts i')].map((it) => it.getBoundingClientRect().width);")
            .await?;
        let longest = bars.iter().copied().fold(0.0, f64::max);
        let largest = texts.iter().filter_map(|text| number(text).ok()).map(f64::abs).fold(0.0, f64::max);
        let of_longest = bars.iter().position(|bar| *bar == longest).map_or(0.0, |idx| number(&texts[idx]).unwrap_or(0.0));
        assert_eq!(of_longest.abs(), largest);
        Ok(())
    })
    .await
}

/// The pixels of the pad.
const PAD: &str = "return document.querySelector('#pad canvas').toDataURL();";

/// Waits until the search is over. Returns what its cards say.
async fn flips(page: &Page) -> Result<Vec<String>> {
    page.wait_for("the end of the search", async || {
        Ok((!page.text("#flips .hint").await?.starts_with("Trying")).then_some(()))
    })
    .await?;
    page.eval("return [...document.querySelectorAll('#flips button')].filter((it) => it.checkVisibility()).map((it) => it.innerText.trim());")
        .await
}

/// The digit that a card promises.
fn promised(card: &str) -> String {
    card.chars().last().map_or_else(String::new, String::from)
}

#[tokio::test]
async fn what_would_change_its_mind_is_done_by_a_click_and_undone() -> Result<()> {
    on_page(Setup::with_query("?panel=why"), async |page| {
        assert!(!page.is_visible("#flips").await?, "a blank pad has no mind to change");
        page.eval::<()>(
            "window.heights = []; new ResizeObserver(([it]) => heights.push(it.contentRect.height)).observe(document.querySelector('#flips'));",
        )
        .await?;
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        page.hover_at(5.0, 5.0).await?;
        page.settle().await?;
        let before: String = page.eval(PAD).await?;
        let cards = flips(page).await?;
        assert!(
            cards[0].starts_with("Rub this out (") && cards[1].starts_with("Add this stroke ("),
            "{cards:?}"
        );
        assert!(cards.iter().all(|card| promised(card) != "3"), "{cards:?}");
        assert!(page.text("#flips .hint").await?.contains(" tried. Click one to apply it"));
        let heights: Vec<f64> = page.eval("return heights.filter((height) => height > 0);").await?;
        let (first, last) = (heights[0], heights[heights.len() - 1]);
        assert!(last < first + 20.0, "what is found has its room from the start: {heights:?}");
        let axe = axe_core()?;
        assert_eq!(violations_of(page, &axe, Theme::Light, "flips").await?, Vec::<String>::new());

        for (card, kind) in cards.iter().zip(["rub-out", "add"]) {
            page.click(&format!("[data-flip='{kind}']")).await?;
            page.wait_for_answer(&promised(card)).await?;
            page.click("#undo").await?;
            page.wait_for_answer("3").await?;
            page.hover_at(5.0, 5.0).await?;
            page.settle().await?;
            assert_eq!(page.eval::<String>(PAD).await?, before, "one step back is the drawing as it was");
            assert_eq!(flips(page).await?, cards, "and it is found again");
        }

        // The same by keys. The button goes, and the focus stays near.
        page.tab_to("[data-flip='add']").await?;
        page.press(&[Key::Enter]).await?;
        page.wait_for_answer(&promised(&cards[1])).await?;
        let is_near = "return document.querySelector('#flips').contains(document.activeElement);";
        assert!(page.eval::<bool>(is_near).await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_finger_changes_its_mind_on_a_phone() -> Result<()> {
    on_page(Setup::on(Screen::PHONE), async |page| {
        page.draw(&digit(4), Pointer::Touch).await?;
        page.wait_for_answer("4").await?;
        page.open_panel(Pointer::Touch, "why").await?;
        let cards = flips(page).await?;
        page.click_with(Pointer::Touch, "[data-flip='rub-out']").await?;
        page.wait_for_answer(&promised(&cards[0])).await?;
        assert_eq!(page.cut_off().await?, Vec::<String>::new());
        Ok(())
    })
    .await
}

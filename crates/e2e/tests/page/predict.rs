//! Predict first: the answer and whatever would tell it stay covered until somebody has said what it will read.

use anyhow::Result;
use e2e::{Page, Pointer, Screen, Setup, Theme, digit, on_page};
use fantoccini::key::Key;

use crate::accessibility::{axe_core, violations_of};

/// Whether anything on the page tells what the network makes of the drawing: text that is seen, parts of the network with names,
/// what is announced, and the panels.
const TELLS: &str = "const is_seen = (selector) => [...document.querySelectorAll(selector)].some((it) => it.checkVisibility({visibilityProperty: true}));
    return ['#answer strong', '#answer .certainty', '#ask-why', '#outputs', '#detail', '#why-body', '#matrix-view', '#neurons button', '#replay', '#player']
        .filter(is_seen);";

async fn tells(page: &Page) -> Result<Vec<String>> {
    page.settle().await?;
    page.eval(TELLS).await
}

async fn switch_on(page: &Page, pointer: Pointer) -> Result<()> {
    page.click_with(pointer, "#class-card summary").await?;
    page.click_with(pointer, "[data-command='predict-first']").await?;
    page.settle().await
}

#[tokio::test]
async fn each_answer_is_covered_until_it_is_predicted_and_the_score_rises() -> Result<()> {
    on_page(Setup::default(), async |page| {
        switch_on(page, Pointer::Mouse).await?;
        assert_eq!(page.text("#prediction").await?, "Predict first.");
        assert!(!page.is_visible("#predict").await?, "there is nothing to predict yet");
        page.draw(&digit(3), Pointer::Mouse).await?;
        assert_eq!(tells(page).await?, Vec::<String>::new());
        assert_eq!(page.text("#prediction").await?, "What will it read?");
        assert_eq!(page.text("#answer strong").await?, "");
        assert_eq!(page.eval::<String>("return document.querySelector('#live').textContent;").await?, "");
        page.click("[data-open='why']").await?;
        assert_eq!(tells(page).await?, Vec::<String>::new(), "a panel does not tell either");
        assert!(page.text("#covered").await?.starts_with("Covered until"));

        page.click("[data-say='3']").await?;
        assert_eq!(page.text("#prediction").await?, "Right! 1 of 1 predicted");
        assert_eq!(page.text("#answer strong").await?, "3");
        assert_eq!(page.text("#why-body h2").await?, "Why 3?");
        assert!(
            page.eval::<String>("return document.querySelector('#live').textContent;")
                .await?
                .starts_with("Reads 3")
        );
        assert!(page.is_visible("#replay").await?);

        // Another drawing, and a change of it.
        page.click("[data-example='7']").await?;
        assert_eq!(tells(page).await?, Vec::<String>::new());
        page.click("[data-say='1']").await?;
        assert_eq!(page.text("#prediction").await?, "Not 1. 1 of 2 predicted");
        page.click("#undo").await?;
        assert_eq!(page.text("#prediction").await?, "What will it read? 1 of 2 predicted");
        page.click("[data-say='?']").await?;
        assert_eq!(page.text("#prediction").await?, "It is sure. 1 of 3 predicted");

        page.click("#class-card summary").await?;
        page.click("[data-command='start-score-again']").await?;
        assert_eq!(page.text("#prediction").await?, "It is sure.");
        page.click("[data-example='7']").await?;
        switch_on(page, Pointer::Mouse).await?;
        assert_eq!(page.text("#answer strong").await?, "7", "switched off, nothing is covered");
        assert_eq!(page.text("#prediction").await?, "");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn it_waits_until_the_pen_is_up() -> Result<()> {
    on_page(Setup::default(), async |page| {
        switch_on(page, Pointer::Mouse).await?;
        let ink = digit(1);
        page.begin_stroke(&ink.strokes[0].points).await?;
        assert_eq!(tells(page).await?, Vec::<String>::new(), "covered from the first touch on");
        assert_eq!(page.attr("[data-say='1']", "disabled").await?.as_deref(), Some(""));
        assert_eq!(page.text("#prediction").await?, "Predict first.");
        page.lift().await?;
        page.settle().await?;
        assert_eq!(page.attr("[data-say='1']", "disabled").await?, None);
        assert_eq!(page.text("#prediction").await?, "What will it read?");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_class_predicts_by_keys_alone() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.type_text("g").await?;
        page.tab_to("#pad").await?;
        // A vertical line: a 1.
        page.press(&[Key::Up; 6]).await?;
        page.type_text(" ").await?;
        page.press(&[Key::Down; 12]).await?;
        page.type_text("1").await?;
        assert!(page.is_visible("#predict").await?, "the pen is still down");
        page.type_text(" 1").await?;
        assert_eq!(page.text("#answer strong").await?, "1");
        assert_eq!(page.text("#prediction").await?, "Right! 1 of 1 predicted");
        page.press(&[Key::Delete]).await?;
        assert_eq!(page.text("#prediction").await?, "Predict first. 1 of 1 predicted");
        page.press_command('z').await?;
        page.tab_to("[data-say='?']").await?;
        page.press(&[Key::Enter]).await?;
        assert_eq!(page.text("#prediction").await?, "It is sure. 1 of 2 predicted");
        assert!(page.has_focus("#ask-why").await?, "the button that had the focus is gone");
        page.type_text("g").await?;
        assert_eq!(page.text("#prediction").await?, "");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn there_is_room_to_predict_everywhere() -> Result<()> {
    let axe = axe_core()?;
    on_page(Setup::without_page(), async |page| {
        for (screen, theme) in [
            (Screen::LAPTOP, Theme::Light),
            (Screen::LAPTOP, Theme::Projector),
            (Screen::FRAME, Theme::Dark),
            (Screen::PHONE, Theme::Light),
        ] {
            let pointer = if screen.touch { Pointer::Touch } else { Pointer::Mouse };
            page.open_on(screen, &format!("?theme={}", theme.name())).await?;
            page.wait_for("the card", async || Ok(page.is_visible("#class-card summary").await?.then_some(())))
                .await?;
            switch_on(page, pointer).await?;
            page.draw(&digit(3), pointer).await?;
            page.settle().await?;
            assert_eq!(violations_of(page, &axe, theme, "covered").await?, Vec::<String>::new());
            assert_eq!(page.cut_off().await?, Vec::<String>::new(), "{} {screen:?}", theme.name());
            // The choices are wholly in sight, and the pad can still be drawn on.
            let faults: Vec<String> = page
                .eval(
                    "const pad = document.querySelector('#pad').getBoundingClientRect();
                     const whole = document.querySelector('#predict').getBoundingClientRect();
                     const faults = [...document.querySelectorAll('#predict button')].filter((it) => {
                         const at = it.getBoundingClientRect();
                         const hit = document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2);
                         return hit !== it || at.top < 0 || at.bottom > innerHeight || it.scrollWidth > it.clientWidth;
                     }).map((it) => it.textContent);
                     return whole.top < pad.bottom && whole.bottom > pad.top && whole.left < pad.right ? [...faults, 'pad'] : faults;",
                )
                .await?;
            assert_eq!(faults, Vec::<String>::new(), "{} {screen:?}", theme.name());
            if screen.touch {
                assert_eq!(page.small_targets(44.0).await?, Vec::<String>::new());
            }
            page.click_with(pointer, "[data-say='3']").await?;
            assert_eq!(page.text("#prediction").await?, "Right! 1 of 1 predicted");
            assert_eq!(violations_of(page, &axe, theme, "told").await?, Vec::<String>::new());
        }
        Ok(())
    })
    .await
}

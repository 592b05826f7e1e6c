//! The lesson of statements: each is judged, tried out and judged again; a class's answers are put together.

use std::fs;

use anyhow::{Context, Result};
use e2e::{Page, Pointer, Setup, Theme, digit, on_page};
use tempfile::TempDir;

use crate::accessibility::{axe_core, violations_of};

/// Says of the statement that it is the `idx`-th of true, false and not sure.
async fn judge(page: &Page, idx: usize) -> Result<()> {
    page.click(&format!("#lesson-choices [data-choice='{idx}']")).await
}

async fn wait_until_says(page: &Page, words: &str) -> Result<()> {
    page.wait_for(words, async || Ok((page.text("#lesson-says").await? == words).then_some(()))).await
}

#[tokio::test]
async fn six_statements_are_tried_out_and_a_class_is_put_together() -> Result<()> {
    let axe = axe_core()?;
    let folder = TempDir::with_prefix("inkling-class-")?;
    on_page(Setup::default(), async |page| {
        page.save_into(folder.path()).await?;
        page.draw(&digit(4), Pointer::Mouse).await?;
        page.click("#class-card > summary").await?;
        page.click("[data-command='misconceptions']").await?;
        page.wait_for("the first statement", async || {
            Ok(page.is_visible("#lesson-choices [data-choice='2']").await?.then_some(()))
        })
        .await?;
        for (number, is_true) in [false, false, true, false, false, true].into_iter().enumerate() {
            assert_eq!(page.text("#lesson-count").await?, format!("{} of 7", number + 1));
            assert_eq!(page.text("#lesson-text").await?, "", "first one says what one thinks");
            judge(page, if number == 1 { 1 } else { 2 }).await?;
            assert_eq!(page.text("#lesson-says").await?, "Noted. Now try it out.");
            assert_ne!(page.text("#lesson-text").await?, "");
            match number {
                1 => page.pick(Pointer::Mouse, "1:8").await?,
                3 => page.click("#lesson-start").await?,
                _ => page.click("#lesson-show").await?,
            }
            wait_until_says(page, "What do you say now?").await?;
            // The third is judged wrongly in the end.
            let is_right = number != 2;
            judge(page, usize::from(is_true != is_right)).await?;
            let mark = if is_right { "✓" } else { "✗" };
            let words = if is_true { "true" } else { "false" };
            assert_eq!(page.text("#lesson-says").await?, format!("{mark} It is {words}."));
            page.click("#lesson-next").await?;
        }
        assert!(violations_of(page, &axe, Theme::Light, "answers").await?.is_empty());
        let summary = "You got 1 of 6 right before you tried them out, and 5 after.";
        assert_eq!(page.text("#lesson-results .summary").await?, summary);
        page.wait_for_answer("4").await?;

        page.click("#results-save").await?;
        let file = folder.path().join("misconceptions-answers.csv");
        let text = String::from_utf8(page.saved(&file, |bytes| bytes.ends_with(b"\n")).await?)?;
        assert_eq!(text.lines().count(), 7, "{text}");
        for (name, text) in [("ann.csv", text.as_str()), ("bob.csv", &text), ("cat.csv", "no answers")] {
            let file = folder.path().join(name);
            fs::write(&file, text)?;
            page.find("#results-add").await?.send_keys(file.to_str().context("a path of text")?).await?;
        }
        page.wait_for("what is wrong with the third file", async || {
            Ok(page.text("#lesson-results .trouble").await?.starts_with("“cat.csv” could not be read").then_some(()))
        })
        .await?;
        assert_eq!(page.text("#lesson-results .class").await?, "The class: answers from 2 people.");
        let cells: Vec<String> = page
            .eval("return [...document.querySelectorAll('#lesson-results tbody tr:nth-child(2) > *')].map((it) => it.textContent);")
            .await?;
        assert_eq!(cells, ["The images", "False", "False", "false", "2 of 2", "2 of 2"]);
        assert!(violations_of(page, &axe, Theme::Light, "class").await?.is_empty());
        page.click("#results-save-class").await?;
        let class = page.saved(&folder.path().join("class-answers.csv"), |bytes| bytes.ends_with(b"\n")).await?;
        assert_eq!(String::from_utf8(class)?.lines().count(), 13);

        page.open("?lesson=misconceptions&step=now").await?;
        page.wait_for("the answers from before", async || {
            Ok((page.text("#lesson-results .summary").await? == summary).then_some(()))
        })
        .await?;
        page.click("#results-forget").await?;
        assert!(page.text("#lesson-results .summary").await?.starts_with("You got 0 of 6 right"));
        Ok(())
    })
    .await
}

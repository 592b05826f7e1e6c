//! The address: what its query shows and hides.

use anyhow::Result;
use e2e::{Page, Pointer, Screen, Setup, Theme, digit, on_page};

#[tokio::test]
async fn each_theme_can_be_asked_for() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let mut papers = Vec::new();
        for theme in Theme::ALL {
            page.open(&format!("?theme={}", theme.name())).await?;
            page.settle().await?;
            assert_eq!(theme_shown(page).await?, theme.name());
            papers.push(paper(page).await?);
        }
        assert_ne!(papers[0], papers[1], "light and dark differ");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn without_a_theme_the_system_decides_and_may_change_its_mind() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.browser.set_preference("prefers-color-scheme", "dark").await?;
        page.open("").await?;
        page.settle().await?;
        assert_eq!(theme_shown(page).await?, "dark");
        page.browser.set_preference("prefers-color-scheme", "light").await?;
        page.wait_for("the light theme", async || Ok((theme_shown(page).await? == "light").then_some(())))
            .await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_theme_can_be_chosen_on_the_page() -> Result<()> {
    on_page(Setup::default(), async |page| {
        for theme in Theme::ALL {
            page.find("#theme").await?.select_by_value(theme.name()).await?;
            page.settle().await?;
            assert_eq!(theme_shown(page).await?, theme.name());
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn each_ui_shows_its_parts_and_keeps_the_promised_elements() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        for (ui, pad, network) in
            [("full", true, true), ("embed", true, true), ("pad", true, false), ("network", false, true)]
        {
            page.open(&format!("?ui={ui}")).await?;
            page.settle().await?;
            assert_eq!(page.attr("html", "data-ui").await?.as_deref(), Some(ui));
            assert_eq!(page.is_visible("#pad").await?, pad, "{ui}");
            assert_eq!(page.is_visible("#network").await?, network, "{ui}");
            for id in ["#pad", "#clear", "#undo", "#answer"] {
                page.find(id).await?;
            }
            if pad {
                page.draw(&digit(0), Pointer::Mouse).await?;
                page.wait_for_answer("0").await?;
            }
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn named_controls_can_be_left_out() -> Result<()> {
    on_page(Setup::with_query("?hide=examples,steps,theme"), async |page| {
        page.settle().await?;
        for selector in ["#examples", "#steps", "#theme"] {
            assert!(!page.is_visible(selector).await?, "{selector}");
        }
        assert!(page.is_visible("#pad").await?);
        assert!(page.is_visible("#edges").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn of_an_authors_mistakes_the_console_tells_each_and_the_page_one_line() -> Result<()> {
    let setup = Setup {
        query: Some("?theme=plaid&ui=everything&hide=horizon&lang=tlh&modell=wide"),
        expected_in_console: &["theme=plaid", "ui=everything", "hide=horizon", "lang=tlh", "modell"],
        ..Setup::default()
    };
    on_page(setup, async |page| {
        page.settle().await?;
        let complaints: Vec<String> = page.log().await?.into_iter().map(|it| it.message).collect();
        for part in ["theme=plaid", "ui=everything", "hide=horizon", "lang=tlh", "modell"] {
            assert!(complaints.iter().any(|it| it.contains(part)), "{part} is not in: {complaints:?}");
        }
        let notes = page.text("#notes ul").await?;
        assert_eq!(notes, "Not understood in the address: “theme=plaid” and 3 more (listed in the console).");
        assert_eq!(page.attr("html", "data-ui").await?.as_deref(), Some("full"));
        page.draw(&digit(7), Pointer::Mouse).await?;
        page.wait_for_answer("7").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn in_a_small_frame_a_mistake_leaves_the_pad_and_the_answer_in_sight() -> Result<()> {
    let setup = Setup {
        query: Some("?ui=pad&theme=plaid&hide=horizon"),
        screen: Screen { width: 300, height: 300, ..Screen::FRAME },
        expected_in_console: &["plaid", "horizon"],
        ..Setup::default()
    };
    on_page(setup, async |page| {
        assert!(page.is_visible("#notes").await?);
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        let notes = page.rect("#notes").await?;
        assert!(notes.height < 100.0, "{notes:?}");
        let extent = page.extent().await?;
        assert!(extent.content_height <= extent.window_height, "{extent:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_model_may_come_from_an_address() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.open(&format!("?model={}", page.site.model_url("small.json"))).await?;
        page.draw(&digit(8), Pointer::Mouse).await?;
        // That network says the same to everything.
        page.wait_for_answer("3").await?;
        let neurons: usize = page.eval("return document.querySelectorAll('[data-neuron]').length;").await?;
        assert_eq!(neurons, 2 + 10, "the network drawn is the one loaded");
        Ok(())
    })
    .await
}

async fn theme_shown(page: &Page) -> Result<String> {
    page.eval("return document.documentElement.dataset.theme;").await
}

async fn paper(page: &Page) -> Result<String> {
    page.eval("return getComputedStyle(document.documentElement).backgroundColor;").await
}

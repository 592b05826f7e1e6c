//! Where the page may lie and stand: below any path, and in a frame that trusts it with nothing.

use anyhow::Result;
use e2e::site::Options;
use e2e::{Page, Pointer, Screen, Setup, Site, Theme, digit, on_page};

#[tokio::test]
async fn it_works_below_any_path() -> Result<()> {
    let site = Options { prefix: "/courses/7/inkling", ..Options::default() };
    on_page(Setup { site, ..Setup::default() }, async |page| {
        page.draw(&digit(2), Pointer::Mouse).await?;
        page.wait_for_answer("2").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn nothing_is_fetched_from_elsewhere() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(2), Pointer::Mouse).await?;
        page.settle().await?;
        let foreign: Vec<String> = page
            .eval(
                "return performance.getEntriesByType('resource').map((entry) => entry.name)
                     .filter((name) => !name.startsWith(location.origin) && !name.startsWith('data:'));",
            )
            .await?;
        assert!(foreign.is_empty(), "{foreign:?}");
        assert_eq!(page.eval::<String>("return document.cookie;").await?, "");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn it_works_in_a_frame_that_trusts_it_with_nothing() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let host = host_with_frame(page, "?ui=embed").await?;
        page.client().goto(&host.url("")).await?;
        enter_frame(page).await?;
        page.wait_until_ready().await?;
        assert_eq!(page.eval::<String>("return origin;").await?, "null", "the origin is opaque");
        page.draw(&digit(0), Pointer::Mouse).await?;
        page.wait_for_answer("0").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn in_a_frame_it_takes_no_focus() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let host = host_with_frame(page, "").await?;
        page.client().goto(&host.url("")).await?;
        enter_frame(page).await?;
        page.wait_until_ready().await?;
        page.settle().await?;
        page.client().enter_parent_frame().await?;
        assert_eq!(page.eval::<String>("return document.activeElement.id;").await?, "word");
        page.type_text("ink").await?;
        assert_eq!(page.eval::<String>("return document.activeElement.value;").await?, "ink");
        Ok(())
    })
    .await
}

/// An article with a field that has the focus, and the page in a sandboxed frame below it.
async fn host_with_frame(page: &Page, query: &str) -> Result<Site> {
    let url = page.site.url(query);
    Site::of_html(format!(
        r#"<!doctype html><title>An article</title><link rel="icon" href="data:,">
<input id="word" autofocus><br>
<iframe src="{url}" width="600" height="400" sandbox="allow-scripts" title="Inkling"></iframe>"#
    ))
    .await
}

async fn enter_frame(page: &Page) -> Result<()> {
    Ok(page.find("iframe").await?.enter_frame().await?)
}

/// A small frame.
const fn frame(width: u32, height: u32) -> Screen {
    Screen { width, height, ..Screen::FRAME }
}

/// Which of these parts are not whole in the window.
async fn out_of_window(page: &Page, parts: &[&str]) -> Result<Vec<String>> {
    let script = "return arguments[0].filter((part) => {
        const it = document.querySelector(part).getBoundingClientRect();
        return it.width === 0 || it.top < 0 || it.left < 0 || it.bottom > innerHeight + 0.5 || it.right > innerWidth + 0.5;
    });";
    page.eval_with(script, &[serde_json::json!(parts)]).await
}

#[tokio::test]
async fn a_frame_of_the_pad_alone_has_room_for_the_answer() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        for screen in [frame(300, 300), frame(400, 400)] {
            for theme in Theme::ALL {
                page.open_on(screen, &format!("?ui=pad&theme={}", theme.name())).await?;
                page.draw(&digit(3), Pointer::Mouse).await?;
                page.wait_for_answer("3").await?;
                let parts = ["#pad", "#answer", "#answer strong", "#clear"];
                assert_eq!(out_of_window(page, &parts).await?, [""; 0], "{screen:?} {theme:?}");
                assert!(page.extent().await?.content_height <= page.extent().await?.window_height);
            }
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_frame_without_an_inspector_tells_a_neurons_numbers() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        for (ui, screen) in
            [("embed", frame(600, 400)), ("network", frame(600, 400)), ("network", frame(400, 400))]
        {
            page.open_on(screen, &format!("?ui={ui}")).await?;
            // Examples are the ink of a frame that has no pad.
            if ui == "network" {
                page.click("[data-example='3']").await?;
            } else {
                page.draw(&digit(3), Pointer::Mouse).await?;
            }
            page.pick(Pointer::Mouse, "2:4").await?;
            assert_eq!(page.text("#caption b").await?, "Hidden 2, neuron 5", "{ui}");
            let numbers = page.text("#caption span").await?;
            assert!(
                numbers.starts_with("activation 0.") && numbers.contains("strongest: Hidden 1"),
                "{numbers}"
            );
            assert_eq!(
                out_of_window(page, &["#caption", "[data-neuron='2:4']"]).await?,
                [""; 0],
                "{ui} {screen:?}"
            );
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn mistakes_in_the_address_take_a_line_and_the_console_tells_the_rest() -> Result<()> {
    let setup = Setup { expected_in_console: &["does not know and ignores"], ..Setup::without_page() };
    on_page(setup, async |page| {
        page.open_on(frame(400, 400), "?ui=pad&theme=purple&hide=everything,else&zoom=3").await?;
        page.settle().await?;
        assert_eq!(
            page.text("#notes li").await?,
            "Not understood in the address: “theme=purple” and 2 more (listed in the console)."
        );
        let notes = page.rect("#notes").await?;
        let height = notes.at(0.0, 1.0).1 - notes.at(0.0, 0.0).1;
        assert!(height < 80.0, "{height} px of 400");
        Ok(())
    })
    .await
}

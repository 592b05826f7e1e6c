//! Where the page may lie and stand: below any path, and in a frame that trusts it with nothing.

use anyhow::Result;
use e2e::site::Options;
use e2e::{Page, Pointer, Setup, Site, digit, on_page};

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
